"""What is done by post: one deliberate press, or a few fields and a press."""

from collections.abc import Mapping, Sequence
from typing import Literal

from ocop.base.pointers import element_id
from ocop.html.components.forms import FieldChoice
from ocop.html.view import Component, View


class ActButton(Component):
    """One thing to do by post; `why` asks for a reason in words under that name, `problem` says
    what is wrong with the reason given, `typed` is that. `folded` asks for a first press to see it.
    `key` tells its field from that of another button of the same action.
    """

    action: str
    label: str
    hidden: Mapping[str, str] = {}
    note: str = ""
    why: str = ""
    tone: Literal["plain", "primary", "danger"] = "plain"
    problem: str = ""
    typed: str = ""
    folded: bool = False
    key: str = ""

    @property
    def id(self) -> str:
        """The id of the reason's field."""
        parts = (self.action.rpartition("/")[2], self.key)
        return element_id("".join(f"/{part}" for part in parts if part))


class Box(View):
    """One field of a small form, of a "select" one of its `choices`. Its `error` is written beside
    it unless `told_above`.
    """

    id: str
    name: str
    label: str
    type: Literal["text", "email", "password", "date", "long", "file", "select"] = "text"
    value: str = ""
    hint: str = ""
    error: str = ""
    told_above: bool = False
    autocomplete: str = "off"
    inputmode: str = ""
    max_length: int = 0
    readonly: bool = False
    choices: tuple[FieldChoice, ...] = ()


class SmallForm(Component):
    """A few fields and one button; `boxed` puts them on a sheet, `sign` an icon on the button."""

    action: str
    submit: str
    boxes: Sequence[Box] = ()
    method: Literal["post", "get"] = "post"
    hidden: Mapping[str, str] = {}
    sign: str = ""
    primary: bool = True
    boxed: bool = True

    @property
    def sends_files(self) -> bool:
        """Whether a file goes along."""
        return any(box.type == "file" for box in self.boxes)
