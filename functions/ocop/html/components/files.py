"""Evidence: the files of a case, and the way to add one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from ocop.html.view import Component, View


class FileLine(View):
    """A file of a case; `href` is empty while it may not be opened.

    `slot` is what it was handed in for, `own` whether by the reader; `why` says why it is refused,
    `filed` whether it was handed over with a form, `remove` where to post to take it back ("" once
    that cannot be). `size` is in bytes.
    """

    name: str
    kind: str = ""
    size: int = 0
    href: str = ""
    state: Literal["clean", "refused"] = "clean"
    added: datetime | None = None
    why: str = ""
    filed: bool = True
    remove: str = ""
    slot: str = ""
    own: bool = False


class FileList(Component):
    """Files one below the other; `empty` is said where there is none."""

    files: Sequence[FileLine]
    empty: str = ""


class UploadForm(Component):
    """A presigned post straight to the evidence store; `back` is where its answer leads.

    `title` is what the file is, `max_bytes` the most the store takes.
    """

    action: str
    fields: Mapping[str, str]
    accept: str
    max_bytes: int
    title: str
    back: str


class Picture(View):
    """A picture at an address of ours; `shows` says in words what it shows."""

    href: str
    shows: str


class Pictures(Component):
    """Pictures side by side where there is room, each in the same frame; `label` says of what."""

    pictures: Sequence[Picture]
    label: str
