"""What a committed change sets off outside the table; kept in outbox rows until done."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class SendMail:
    """A mail to one person. `link` is a link id that becomes a token only when the mail is sent.

    With `visit` the mail is dropped when the case has moved on by then; `deadline` is an instant in
    ISO 8601, worded at sending time.
    """

    template: str
    to: str
    lang: str
    values: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    kid: str = ""
    page: str = ""
    deadline: str = ""
    dossier: str = ""
    visit: int = 0


@dataclass(frozen=True, slots=True)
class StartWorkflow:
    """Start the execution that waits for one visit of one stage."""

    machine: Literal["decision", "council"]
    dossier: str
    stage: str
    visit: int
    attempt: int
    seconds: int

    @property
    def name(self) -> str:
        """The execution's name, the same for the same attempt, so that a repeat starts nothing."""
        return f"{self.dossier}-{self.visit}-{self.attempt}"


@dataclass(frozen=True, slots=True)
class ResumeWorkflow:
    """Tell the execution of a visit that what it waited for has happened."""

    dossier: str
    visit: int
    rescore: int = 0


Effect = SendMail | StartWorkflow | ResumeWorkflow
_KINDS: dict[str, type[SendMail] | type[StartWorkflow] | type[ResumeWorkflow]] = {
    "mail": SendMail,
    "start": StartWorkflow,
    "resume": ResumeWorkflow,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def pack(effects: Sequence[Effect]) -> list[dict[str, Any]]:
    """Effects as JSON values."""
    return [{"kind": _NAMES[type(effect)], **asdict(effect)} for effect in effects]


def unpack(rows: Sequence[Mapping[str, Any]]) -> list[Effect]:
    """Effects from their JSON values."""
    found: list[Effect] = []
    for row in rows:
        fields = dict(row)
        found.append(_KINDS[fields.pop("kind")](**fields))
    return found
