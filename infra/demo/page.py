"""Reading and filling in a page as a browser without scripts does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

PRESSED = "submit"


class Unfillable(Exception):
    """A page does not ask what somebody wants to answer, or does not offer that answer."""


@dataclass
class Control:
    """One field of a form; `choices` are the values of a select's options."""

    name: str
    kind: str
    value: str
    checked: bool = False
    choices: list[str] = field(default_factory=list)

    @property
    def sent(self) -> bool:
        """Whether a browser sends it along."""
        return self.kind not in ("radio", "checkbox") or self.checked


@dataclass
class Form:
    """A form of a page: where it goes, and its fields in order."""

    action: str
    multipart: bool
    controls: list[Control] = field(default_factory=list)

    def filled(self, answers: Mapping[str, str], do: str = PRESSED) -> list[tuple[str, str]]:
        """What pressing its main button, or that of value `do`, sends once `answers` (by field
        name) are in.

        Raises Unfillable for an answer that the page has no place for.
        """
        for name, answer in answers.items():
            _answer([c for c in self.controls if c.name == name], name, answer)
        return [(c.name, c.value) for c in self.controls if c.sent] + [("_do", do)]


def _answer(places: Sequence[Control], name: str, answer: str) -> None:
    if not places:
        raise Unfillable(f"the page does not ask {name}")
    if places[0].kind in ("radio", "checkbox"):
        for place in places:
            place.checked = place.value == answer
        offered = any(place.checked for place in places)
    else:
        places[0].value = answer
        offered = places[0].kind != "select" or answer in places[0].choices
    if not offered:
        raise Unfillable(f"the page does not offer {answer!r} for {name}")


def flat(data: Any, pointer: str = "") -> dict[str, str]:
    """A document as the fields of its page, which are named by JSON Pointers."""
    if isinstance(data, Mapping):
        parts = [(str(name), value) for name, value in data.items()]
    elif isinstance(data, list):
        parts = [(str(place), value) for place, value in enumerate(data)]
    else:
        return {pointer: "true" if data is True else str(data)}
    found: dict[str, str] = {}
    for name, value in parts:
        found |= flat(value, f"{pointer}/{name}")
    return found


class Page(HTMLParser):
    """The forms, links and star labels of a page, and the words on it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self.words = ""
        self._writing: Control | None = None
        self.feed(html)
        self.close()

    def form(self, action: str = "", *, multipart: bool = False) -> Form:
        """The form whose address holds `action`; raises Unfillable without one."""
        for form in self.forms:
            if action in form.action and form.multipart == multipart:
                return form
        raise Unfillable(f"the page has no form for {action or 'an upload'}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if "aria-label" in said:
            self.labels.append(said["aria-label"])
        if tag == "a":
            self.links.append(said.get("href", ""))
        elif tag == "form":
            multipart = said.get("enctype", "").startswith("multipart")
            self.forms.append(Form(said.get("action", ""), multipart))
        elif tag == "option" and self._writing:
            self._option(self._writing, said)
        elif tag in ("input", "textarea", "select") and said.get("name"):
            self._control(tag, said)

    def _control(self, tag: str, said: Mapping[str, str]) -> None:
        kind = said.get("type", "text") if tag == "input" else tag
        default = "on" if kind in ("radio", "checkbox") else ""
        control = Control(said["name"], kind, said.get("value", default), "checked" in said)
        self._writing = None if tag == "input" else control
        if self.forms and kind != "file":
            self.forms[-1].controls.append(control)

    def _option(self, choice: Control, said: Mapping[str, str]) -> None:
        choice.choices.append(said.get("value", ""))
        if "selected" in said or len(choice.choices) == 1:
            choice.value = choice.choices[-1]

    def handle_data(self, data: str) -> None:
        if self._writing and self._writing.kind == "textarea":
            self._writing.value += data
        elif not self._writing:
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        if self._writing and tag == self._writing.kind:
            self._writing.value = self._writing.value.removeprefix("\n")
            self._writing = None
