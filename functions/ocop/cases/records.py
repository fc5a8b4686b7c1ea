"""What passes between the use cases and the ports: changes, rows, drafts, files, checked forms."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

from ocop.base.errors import StaleVersion
from ocop.base.structs import struct
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import Effect, SendMail
from ocop.cases.event import Event
from ocop.cases.signed import SignedDecision
from ocop.registers.change import RegisterChange

T = TypeVar("T")
AGAIN = "#again-"  # in the id of an outbox row that was handed back


@struct(frozen=True)
class Allowance:
    """How much of one kind of act one subject may do in a stretch of time.

    `subject` is a mail address, a client or a case; it is stored as a digest alone. `code` names
    the sentence people read when nothing is left.
    """

    kind: str
    subject: str
    most: int
    window: timedelta
    code: str = "too-many"


@struct(frozen=True)
class Taken:
    """One act that counts against an allowance; the same `act` counts once."""

    allowance: Allowance
    act: str


@struct(frozen=True)
class Neighbours:
    """Other cases that an act is right beside only as they were read: `cases` unchanged since, and
    none yet under the id `none`.
    """

    cases: tuple[Case, ...] = ()
    none: str = ""


@struct(frozen=True)
class Change:
    """One transaction: the new state, the event that explains it with its effects, and all that
    goes with it. `signed` is the decision on paper it stands on; `takes` are counted with it or not
    at all; `turned` are certificates that it makes something else of, as they will be; `seats` are
    those of a council that is asked with it, `slip` the number under which an office received the
    dossier; `registered` are records of registers that it makes. `beside` are other cases that it
    leaves as they are, and is refused where they have changed. `over` is the task that the case's
    row held before and holds no longer, `left` the same as this act leaves it.
    """

    before: Case | None
    after: Case
    event: Event
    assignments: tuple[Assignment, ...] = ()
    effects: tuple[Effect, ...] = ()
    certificate: Certificate | None = None
    takes: tuple[Taken, ...] = ()
    signed: SignedDecision | None = None
    turned: tuple[Certificate, ...] = ()
    seats: tuple[Assignment, ...] = ()
    slip: str = ""
    registered: tuple[RegisterChange, ...] = ()
    beside: Neighbours = Neighbours()
    over: Assignment | None = None
    left: Assignment | None = None


@struct(frozen=True)
class Workplace:
    """Where somebody works: offices, each a role and a unit, and the units whose councils they sit
    on. `person` is who they are in the province. `former`: provinces that became part of it and
    have no document of their own, whose work is that of `inherited` offices.
    """

    province: str
    person: str
    offices: tuple[tuple[str, str], ...] = ()
    councils: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    inherited: tuple[tuple[str, str], ...] = ()


@struct(frozen=True)
class OpenTask:
    """One line of a worklist: what somebody is to do on a case until `due`; `assignment` is its
    id. `blind`: it is not told who the producer is.
    """

    case: Case
    assignment: str
    stage: str
    role: str
    due: datetime | None
    blind: bool = False


class Repeated(StaleVersion):
    """The act was done before: `event` is what it caused then."""

    def __init__(self, event: Event) -> None:
        self.event = event
        super().__init__()


@struct(frozen=True)
class Wake:
    """An outbox row by itself: not the effects of an event, but what a change wakes."""

    id: str
    effects: tuple[Effect, ...]
    at: datetime


@struct(frozen=True)
class OutboxRow:
    """Effects waiting; `done` are the positions already carried out, `lease` until when (epoch
    seconds) whoever took the row has it. `untouched`: they stand in their event alone, which the
    stream has brought; `set_aside`: they could not be carried out when it did. `since`: when the
    row was written first, in epoch seconds.
    """

    id: str
    effects: tuple[Effect, ...]
    done: frozenset[int]
    lease: int = 0
    broken: bool = False
    untouched: bool = False
    set_aside: bool = False
    since: int = 0

    def effect_id(self, position: int) -> str:
        """The id of one effect, the same in every life of its row."""
        return f"{self.id.partition(AGAIN)[0]}#{position}"


@struct(frozen=True)
class Refusal:
    """A mail that did not arrive. `id` is the id of its effect, the same for a refusal and for the
    bounce that follows later; `mail` is all of it, None for a bounce, whose content is gone.
    """

    id: str
    to: str
    template: str
    reason: str
    province: str
    at: datetime
    dossier: str = ""
    mail: SendMail | None = None


@struct(frozen=True)
class Execution:
    """The workflow execution of a visit and the task token it waits with (never leaves the
    account). `asked` is when that wait began, "" while none has.
    """

    visit: int
    attempt: int
    token: str = ""
    asked: str = ""

    @property
    def order(self) -> str:
        """Sorts executions of a case: a later visit, attempt or wait is greater."""
        return f"{self.visit:06}.{self.attempt:06}.{self.asked}"


@struct(frozen=True)
class RegisterEntry:
    """Where the register lists a certificate. `kind` is "u" for a commune's code, "g" for a group's
    name, "s" for a criteria set's key, "n" for words of a name; folded, but for codes and keys;
    "d" for its last day.
    """

    kind: Literal["u", "g", "s", "n", "d"]
    value: str


@struct(frozen=True)
class Named:
    """A certificate as one of the words of its names led to it: these, with those that follow."""

    words: str
    certificate: Certificate


@struct(frozen=True)
class Draft:
    """An unfinished form; `version` guards against a second tab."""

    form: str
    data: Mapping[str, Any]
    version: int
    saved: datetime


@struct(frozen=True)
class Page(Generic[T]):
    """A part of a list and the cursor of the next part, "" at the end."""

    items: tuple[T, ...]
    cursor: str = ""


@struct(frozen=True)
class ProvinceVersion:
    """One saved version of a province's document: who saved it, when, and its SHA-256.

    `by` is a person of the province, or "operator" for who runs the stack.
    """

    province: str
    number: int
    by: str
    at: datetime
    sha256: str


@struct(frozen=True)
class StoredFile:
    """What lies in the bucket under a key: the version that came first, whatever came after."""

    key: str
    name: str
    size: int
    etag: str
    uploaded: datetime
    version: str = ""


@struct(frozen=True)
class UploadTicket:
    """Where and with which fields a browser posts a file itself."""

    id: str
    url: str
    fields: Mapping[str, str]


UploadState = Literal["announced", "arrived", "sound", "refused", "removed"]


@struct(frozen=True)
class Upload:
    """One file of a dossier, from its announcement on.

    `by` is the assignment that handed it in, `declared` the media type it was announced as ("" when
    nobody said), `size` and `sha256` what was announced and, once it was looked at, what was found.
    `object_version` names the one version in the bucket that counts, `media` what the bytes are,
    `reason` why a refused file is refused. `arrived` without a verdict is a file from before the
    table knew of files. `moved`: it came with a package, and lies here as the only version of its
    key, whatever version its filing pinned.
    """

    dossier: str
    id: str
    by: str
    slot: str
    key: str
    name: str
    announced: datetime
    declared: str = ""
    size: int = 0
    sha256: str = ""
    state: UploadState = "announced"
    media: str = ""
    reason: str = ""
    object_version: str = ""
    etag: str = ""
    arrived: datetime | None = None
    version: int = 0
    moved: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing more to find out about it."""
        return self.state not in ("announced", "arrived")
