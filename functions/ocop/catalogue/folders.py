"""The folders of `schemas/`: what each holds, and what a change of it has to keep."""

from collections.abc import Mapping
from dataclasses import field

from ocop.base.structs import struct


@struct(frozen=True)
class Folder:
    """What one folder holds.

    `shape` is the meta-schema of its documents, `shapes` that of single ones which differ, by id.
    `unknown` is the code of the refusal where there is none of a name, `one` its parameter.
    `held`: cases keep the version they began with, so older ones stay in `archive/`.
    `fixed`: a document never changes, under no version.
    `covers`: a folder whose documents a version answers for as well, and the field that names it.
    """

    name: str
    shape: str = ""
    one: str = "document"
    unknown: str = "not-found"
    held: bool = False
    fixed: bool = False
    shapes: Mapping[str, str] = field(default_factory=dict)
    covers: tuple[str, str] = ("", "")


FORM_FOLDER = Folder("forms", "form", "form", "unknown-form", held=True)
RULEBOOK_FOLDER = Folder(
    "rulebooks",
    "rulebook",
    "rulebook",
    "unknown-rulebook",
    held=True,
    covers=("criteria", "criteria"),
)
REGISTER_FOLDER = Folder("registers", "register", "register", "unknown-register", held=True)
PROCESS_FOLDER = Folder("processes", "process", "process", held=True)
PLAN_FOLDER = Folder("plans", "plan", "plan", held=True)
DUTY_FOLDER = Folder("duties", "duties", "plan", held=True)
INDICATOR_FOLDER = Folder("indicators", "indicators", "plan", held=True)
REPORT_FOLDER = Folder("reports", "report", "report", held=True)
CYCLE_FOLDER = Folder("cycles", "cycle", "cycle")
CRITERIA_FOLDER = Folder("criteria", "criteria-set", "set", "unknown-criteria-set", fixed=True)
MAIL_FOLDER = Folder(
    "mail", "mail", "template", "mail-unknown-template", shapes={"shared": "mail-shared"}
)
PAPER_FOLDER = Folder("papers", "paper", "paper")
TEXT_FOLDER = Folder("texts", "texts", shapes={"messages": "messages"})
PLACE_FOLDER = Folder("places", shapes={"holidays-vn": "holidays", "naming-vn": "naming"})
META_FOLDER = Folder("meta")
FOLDERS = (
    FORM_FOLDER,
    REGISTER_FOLDER,
    RULEBOOK_FOLDER,
    PROCESS_FOLDER,
    PLAN_FOLDER,
    DUTY_FOLDER,
    INDICATOR_FOLDER,
    REPORT_FOLDER,
    CYCLE_FOLDER,
    CRITERIA_FOLDER,
    MAIL_FOLDER,
    PAPER_FOLDER,
    TEXT_FOLDER,
    PLACE_FOLDER,
    META_FOLDER,
)
