"""Evidence: files that a producer's browser puts into the bucket itself."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from ocop.domain.chain import short_id
from ocop.domain.dossier import Assignment
from ocop.domain.errors import FieldError, InvalidInput
from ocop.domain.text import Lang
from ocop.usecases.ports import Services
from ocop.usecases.records import StoredFile, UploadTicket

MEDIA_TYPES = frozenset(
    {
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/webp",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
MOST_BYTES = 20 * 1024 * 1024
_SLOT = re.compile(r"[a-z0-9_]{1,40}")


def upload_ticket(
    svc: Services, assignment: Assignment, asked: Mapping[str, Any], lang: Lang
) -> UploadTicket:
    """Where to post one file of evidence for a slot (a criterion's field name, or "general").

    `asked` holds `slot`, `name` and `type`. Raises InvalidInput for a type that is not accepted.
    """
    slot, name = str(asked.get("slot", "general")), _readable(str(asked.get("name", "")))
    media_type = str(asked.get("type", ""))
    errors = []
    if not _SLOT.fullmatch(slot):
        errors.append(FieldError("/slot", "pattern", svc.library.say("upload-slot", lang)))
    if media_type not in MEDIA_TYPES:
        errors.append(FieldError("/type", "upload-type", svc.library.say("upload-type", lang)))
    if errors:
        raise InvalidInput(errors)
    id = short_id(assignment.dossier, slot, name, svc.now().isoformat())
    back = f"{svc.base_url}/dossiers/{assignment.dossier}/evidence"
    prefix = f"evidence/{assignment.dossier}/{slot}/"
    return svc.files.ticket(prefix, id, name, media_type, MOST_BYTES, back)


def _readable(name: str) -> str:
    """A file's name without letters nobody sees: they can make it look like another."""
    composed = unicodedata.normalize("NFC", name)
    seen = "".join(letter for letter in composed if unicodedata.category(letter)[0] != "C")
    return seen.strip()[:120] or "file"


def evidence(svc: Services, dossier: str) -> dict[str, list[StoredFile]]:
    """All evidence of a dossier by slot."""
    found: dict[str, list[StoredFile]] = {}
    for file in svc.files.list(f"evidence/{dossier}/"):
        slot = file.key.split("/")[2]
        found.setdefault(slot, []).append(file)
    return found
