"""Meta-schemas, and what breaks one: that is for publishing and for tests, never for a request."""

from ocop.catalogue.folders import META_FOLDER
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Document, read_document

# What other shapes refer to.
SHARED_SHAPES = ("stages", "programme")


def meta_schema(shape: str) -> Document:
    """The meta-schema of that name, `schemas/meta/<shape>.schema.json`."""
    document: Document = read_document(schemas_dir() / META_FOLDER.name / f"{shape}.schema.json")
    return document


def meta_faults(document: object, shape: str) -> list[str]:
    """Every place where a document does not keep its shape."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    shared = [Resource.from_contents(meta_schema(name)) for name in SHARED_SHAPES]
    registry = Registry().with_resources((str(one.id()), one) for one in shared)
    errors = Draft202012Validator(meta_schema(shape), registry=registry).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in errors]
