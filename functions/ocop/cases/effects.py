"""What a committed change sets off outside the table; kept in outbox rows until done."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Literal

from ocop.base.codec import decode, encode
from ocop.base.structs import struct


@struct(frozen=True)
class SendMail:
    """A mail to one person. `link` is a link id that becomes a token only when the mail is sent,
    behind the address `door`; `code` a request that becomes six digits only then.

    With `visit` the mail is dropped when the case has moved on by then; `deadline` is an instant in
    ISO 8601, worded at sending time; `guessed`: it was counted in a year whose days off had not
    been announced. `blind`: whatever names the case's producer is blotted out then.
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
    door: str = "/r/"
    province: str = ""
    guessed: bool = False
    code: str = ""
    blind: bool = False


@struct(frozen=True)
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


@struct(frozen=True)
class ResumeWorkflow:
    """Tell the execution of a visit that what it waited for has happened."""

    dossier: str
    visit: int
    rescore: int = 0


@struct(frozen=True)
class LeaveCouncil:
    """Take a visit that is over out of the list of what is before its council; `seated` is where it
    stood there, as its position had it.
    """

    province: str
    dossier: str
    visit: int
    seated: str


@struct(frozen=True)
class KeepRegister:
    """Bring a certificate and its places in the public register up to date; `renewal` is the case
    in which its product is rated again, which may have been handed in or answered; `page`: what is
    shown of the product has changed.
    """

    number: str
    renewal: str = ""
    page: bool = False


@struct(frozen=True)
class MakePapers:
    """Make the papers that an act, named by its event, calls for."""

    dossier: str
    act: str


@struct(frozen=True)
class MakePackage:
    """Make a package of a case as it stands by then."""

    dossier: str
    package: str


@struct(frozen=True)
class MakeReportPapers:
    """Make the papers of a report of the programme, and its package, as an act calls for them."""

    province: str
    report: str
    act: int


@struct(frozen=True)
class SettleDuties:
    """See which duties a record of a register meets, or no longer meets: `days` are those that it
    counts on and did before, in ISO 8601; `record`: whose rows are work for others, perhaps.
    """

    province: str
    register: str
    unit: str
    days: tuple[str, ...]
    record: str = ""


@struct(frozen=True)
class OpenSupport:
    """Begin a request for the help that a progress report, named by its event, asks for."""

    dossier: str
    act: str


@struct(frozen=True)
class TakeSheet:
    """Go on with a large sheet that is looked at or stored, named by its import."""

    province: str
    sheet: str


@struct(frozen=True)
class MakeSheet:
    """Make the sheet of a whole list of a register, named by its export."""

    province: str
    sheet: str


@struct(frozen=True)
class Unknown:
    """An effect of a kind that only another version of the code can carry out."""

    kind: str = ""


Effect = (
    SendMail
    | StartWorkflow
    | ResumeWorkflow
    | LeaveCouncil
    | KeepRegister
    | MakePapers
    | MakePackage
    | MakeReportPapers
    | SettleDuties
    | OpenSupport
    | TakeSheet
    | MakeSheet
    | Unknown
)
_KINDS: dict[str, type[Effect]] = {
    "mail": SendMail,
    "start": StartWorkflow,
    "resume": ResumeWorkflow,
    "unseat": LeaveCouncil,
    "register": KeepRegister,
    "papers": MakePapers,
    "package": MakePackage,
    "report-papers": MakeReportPapers,
    "duties": SettleDuties,
    "support": OpenSupport,
    "sheet": TakeSheet,
    "sheet-out": MakeSheet,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def pack_effects(effects: Sequence[Effect]) -> list[dict[str, Any]]:
    """Effects as JSON values."""
    return [{"kind": _NAMES[type(effect)], **encode(effect)} for effect in effects]


def unpack_effects(rows: Sequence[Mapping[str, Any]]) -> list[Effect]:
    """Effects from their JSON values; raises Unreadable for a value that is none."""
    return [decode(_KINDS.get(str(row.get("kind")), Unknown), row) for row in rows]
