"""One product on its way, and the scene that all cases share."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.demo.cast import Cast
from infra.demo.client import Visitor
from infra.demo.postbox import Letter, Postbox
from infra.demo.story import Product


@dataclass
class Scene:
    """Where everybody plays: the portal's address, the mailboxes, the criteria sets read so far."""

    base: str
    post: Postbox
    _read: dict[str, Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def visitor(self) -> Visitor:
        """Somebody new at the portal."""
        return Visitor(self.base)

    def criteria(self, law: str, number: int) -> Mapping[str, Any]:
        """A criteria set as the portal publishes it."""
        found: Mapping[str, Any] = self._once(f"/v1/criteria/{law}/{number}")
        return found

    def level_fields(self, law: str, number: int) -> list[str]:
        """The names of the criteria's fields in forms, in the order of the set."""
        served = self._once(f"/v1/forms/self-assessment?set={law}/{number}")
        return list(served["schema"]["properties"]["criteria"]["properties"])

    def _once(self, address: str) -> Any:
        with self._lock:
            if address not in self._read:
                self._read[address] = self.visitor().api("GET", address).json()
            return self._read[address]


@dataclass
class Case:
    """What its people know of a case so far.

    `way` names who has judged it, `files` counts the evidence handed in; `certificate` is the one
    whose life is played on, `before` has the dossiers of the cases that its life came through.
    """

    product: Product
    cast: Cast
    scene: Scene
    reference: str = ""
    dossier: str = ""
    way: list[str] = field(default_factory=list)
    files: int = 0
    certificate: str = ""
    failure: str = ""
    before: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The commune's name."""
        return self.cast.place(self.product.commune)

    @property
    def criteria(self) -> Mapping[str, Any]:
        """The product's criteria set."""
        return self.scene.criteria(self.product.law, self.product.set_number)

    @property
    def level_fields(self) -> list[str]:
        """The names of its criteria's fields."""
        return self.scene.level_fields(self.product.law, self.product.set_number)

    def officer(self, office: str) -> str:
        """Who holds an office for this case."""
        return self.cast.officer(office, self.product.commune)

    def open_mail(self, to: str) -> Letter:
        """The mail by which somebody is asked to act on this case, waited for."""
        return self.scene.post.open(to, self.reference)

    def producers_mail(self) -> Letter:
        """The newest mail to the producer: each of them opens the case."""
        return self.scene.post.newest(self.product.email, self.reference)

    def passed(self, office: str) -> None:
        """Remember who has judged it last."""
        if office not in self.way:
            self.way.append(office)
