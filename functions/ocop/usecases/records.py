"""What passes between the use cases and the ports: changes, rows, drafts, files, checked forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from ocop.domain.dossier import Assignment, Certificate, Dossier, Event
from ocop.domain.text import Text
from ocop.usecases.effects import Effect

T = TypeVar("T")
Choice = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction: the new state, the event that explains it, and all that goes with it."""

    before: Dossier | None
    after: Dossier
    event: Event
    assignments: tuple[Assignment, ...] = ()
    effects: tuple[Effect, ...] = ()
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Wake:
    """An outbox row by itself: not the effects of an event, but what a change wakes."""

    id: str
    effects: tuple[Effect, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """Effects waiting; `done` are the positions already carried out, `lease` until when (epoch
    seconds) whoever took the row has it.
    """

    id: str
    effects: tuple[Effect, ...]
    done: frozenset[int]
    lease: int = 0


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished form; `version` guards against a second tab."""

    form: str
    data: Mapping[str, Any]
    version: int
    saved: datetime


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list and the cursor of the next part, "" at the end."""

    items: tuple[T, ...]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class ProvinceVersion:
    """One saved version of a province's document: who saved it, when, and its SHA-256.

    `by` is a person of the province, or "operator" for who runs the stack.
    """

    province: str
    number: int
    by: str
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What lies in the bucket under a key: the version that came first, whatever came after."""

    key: str
    name: str
    size: int
    etag: str
    uploaded: datetime
    version: str = ""


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """Where and with which fields a browser posts a file itself."""

    id: str
    url: str
    fields: Mapping[str, str]


UploadState = Literal["announced", "arrived", "sound", "refused", "removed"]


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a dossier, from its announcement on.

    `by` is the assignment that handed it in, `declared` the media type it was announced as ("" when
    nobody said), `size` and `sha256` what was announced and, once it was looked at, what was found.
    `object_version` names the one version in the bucket that counts, `media` what the bytes are,
    `reason` why a refused file is refused. `arrived` without a verdict is a file from before the
    table knew of files.
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

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing more to find out about it."""
        return self.state not in ("announced", "arrived")


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How much evidence is taken: bytes of one file; files and bytes of one case."""

    file_bytes: int = 20 * 1024 * 1024
    files: int = 200
    case_bytes: int = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A form's data that passed its pinned schema."""

    form: str
    version: str
    sha256: str
    data: Mapping[str, Any]
