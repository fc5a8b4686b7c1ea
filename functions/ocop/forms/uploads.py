"""Files in forms: which uploads a form's data names, and what its readers are told of uploads.

What may be uploaded is the stack's to say, not a form's: a served form tells the kinds and the size
that tickets take today, whatever its published version said, but that pictures alone are meant.
"""

from collections.abc import Iterator, Mapping

from ocop.base.filetype import KINDS, SHOWABLE
from ocop.base.pointers import Json, Schema, join, resolved
from ocop.base.structs import struct
from ocop.catalogue.messages import label
from ocop.forms.form import Form


@struct(frozen=True)
class UploadLimits:
    """How much evidence is taken: bytes of one file; files and bytes of one case."""

    file_bytes: int = 20 * 1024 * 1024
    files: int = 200
    case_bytes: int = 500 * 1024 * 1024


UPLOAD = "x-upload"
PER_CRITERION = "x-per-criterion"
MOST_FILE_BYTES = UploadLimits().file_bytes
MEGABYTE = 1024 * 1024


def files_named(form: Form, data: Json) -> list[tuple[str, str]]:
    """The uploads that the data of a form names: pointer and id, in the order of the data.

    The data need not be sound; what is no text is left out.
    """
    return list(_named(form.schema, form.schema, data, ""))


def takes_files(form: Form) -> bool:
    """Whether the form has a field for a file."""
    return _mentions(form.schema)


def _mentions(node: Json) -> bool:
    if isinstance(node, Mapping):
        return UPLOAD in node or any(map(_mentions, node.values()))
    return isinstance(node, list) and any(map(_mentions, node))


def _named(schema: Schema, root: Schema, data: Json, pointer: str) -> Iterator[tuple[str, str]]:
    schema = resolved(schema, root)
    if UPLOAD in schema:
        if isinstance(data, str) and data:
            yield pointer, data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            if (sub := _field(schema, name)) is not None:
                yield from _named(sub, root, value, join(pointer, name))
    elif isinstance(data, list) and "items" in schema:
        for place, value in enumerate(data):
            yield from _named(schema["items"], root, value, join(pointer, place))


def _field(schema: Schema, name: object) -> Schema | None:
    template: Schema | None = schema.get(PER_CRITERION)
    found: Schema | None = schema.get("properties", {}).get(name, template)
    return found


def takes_pictures_alone(field: Schema) -> bool:
    """Whether a field for a file names no kind but pictures."""
    return all(kind.startswith("image/") for kind in field[UPLOAD]["accept"])


def told(field: Schema) -> Schema:
    """A field for a file with the limits of today, in keywords and in words. One whose form names
    no kind but pictures takes pictures alone, those that every browser draws.
    """
    pictures = takes_pictures_alone(field)
    words = label("picture-hint" if pictures else "upload-hint")
    hint = {lang: text.format(most=_most()) for lang, text in words.items()}
    limits = {"accept": list(SHOWABLE if pictures else KINDS), "maxBytes": MOST_FILE_BYTES}
    return {**field, UPLOAD: limits, "description": hint}


def _most() -> str:
    return f"{MOST_FILE_BYTES // MEGABYTE} MB"
