"""Files that records name: sent for one record, to the bucket, before the record names them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.filetype import SHOWABLE
from ocop.base.text import Lang
from ocop.catalogue.messages import sentence
from ocop.catalogue.published import Published
from ocop.forms.uploads import files_named, takes_pictures_alone
from ocop.registers.ports import SentFile
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register


def home_of_record(province: str, id: str) -> str:
    """What a record's files are kept under."""
    return f"{province}#{id}"


def ids_named(register: Register, data: Mapping[str, Any]) -> frozenset[str]:
    """The files that some data of a record names."""
    return frozenset(id for _, id in files_named(register.form, data))


def files_readable(
    registers: Published[Register], record: RegisterRecord, data: Mapping[str, Any]
) -> frozenset[str]:
    """The files that somebody may open who may read this much of a record."""
    return ids_named(registers.at(record.register), data)


def pinned_files(
    register: Register,
    named: Sequence[tuple[str, str]],
    sent: Mapping[str, SentFile],
    lang: Lang,
) -> dict[str, str]:
    """The SHA-256 of each file named, by pointer and id, among those sent for the record.

    Raises InvalidInput for files that are not among them, and for one that is no picture where
    pictures alone are meant.
    """
    if errors := list(_mistakes(register, named, sent, lang)):
        raise InvalidInput(errors)
    return {id: sent[id].sha256 for _, id in named}


def _mistakes(
    register: Register,
    named: Sequence[tuple[str, str]],
    sent: Mapping[str, SentFile],
    lang: Lang,
) -> Iterator[FieldError]:
    for pointer, id in named:
        field = register.file_places[pointer.split("/")[1]]
        code = ""
        if id not in sent:
            code = "record-file-missing"
        elif takes_pictures_alone(field.schema) and sent[id].media not in SHOWABLE:
            code = "no-picture"
        if code:
            yield FieldError(pointer, code, sentence(code, lang))


def with_addresses(register: Register, data: Mapping[str, Any], base: str) -> Mapping[str, Any]:
    """The data with the address of each file, below `base`, in the place of its id."""
    named = {id: f"{base}/{id}" for id in ids_named(register, data)}
    whole: Mapping[str, Any] = renamed(data, named) if named else data
    return whole


def renamed(node: Any, names: Mapping[str, str]) -> Any:
    """Some data with other words in the place of these."""
    if isinstance(node, Mapping):
        return {key: renamed(value, names) for key, value in node.items()}
    if isinstance(node, list):
        return [renamed(value, names) for value in node]
    return names.get(node, node) if isinstance(node, str) else node
