"""Whether the plans in `schemas/plans/` are whole: every clause answered, by what there is."""

from collections.abc import Callable, Iterator, Mapping

from ocop.catalogue.folders import (
    DUTY_FOLDER,
    INDICATOR_FOLDER,
    PLAN_FOLDER,
    PROCESS_FOLDER,
    REGISTER_FOLDER,
    RULEBOOK_FOLDER,
    Folder,
)
from ocop.catalogue.ledger import Shelf
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Document
from ocop.catalogue.shapes import meta_schema
from ocop.plans.check import PlanNames, duty_faults, indicator_faults, plan_faults
from ocop.plans.reading import parse_duties, parse_indicators, parse_plan
from ocop.programme.board import BASELINE_MEASURE
from ocop.programme.derived import DERIVED_SPECS

Documents = Mapping[str, Document]


def programme_faults(plans: Documents) -> Iterator[str]:
    """What is wrong with plans and with the duties and indicators that they name."""
    names = plan_names()
    for id, document in plans.items():
        parts = [_part(folder, document[folder.name]) for folder in (DUTY_FOLDER, INDICATOR_FOLDER)]
        if None in parts:
            yield f"{id}: names duties or indicators that are not there"
            continue
        yield from (f"{id}: {fault}" for fault in _faults_of(document, parts, names))


def _faults_of(document: Document, parts: list[Document | None], names: PlanNames) -> Iterator[str]:
    plan = parse_plan(document)
    duties, indicators = parse_duties(parts[0] or {}), parse_indicators(parts[1] or {})
    yield from plan_faults(plan, duties, indicators, names)
    yield from duty_faults(duties, plan, names)
    yield from indicator_faults(indicators, plan, names)


def named_by_a_plan(kind: str) -> Callable[[Documents], Iterator[str]]:
    """Duties, or indicators, that are for a plan which does not name them."""

    def orphans(documents: Documents) -> Iterator[str]:
        plans = Shelf(PLAN_FOLDER, schemas_dir()).documents
        for id, document in documents.items():
            plan = plans.get(document["plan"], {})
            if plan.get(kind) != f"{id}@{document['version']}":
                yield f"{id}: the plan {document['plan']} does not name this version"

    return orphans


def plan_names() -> PlanNames:
    """What there is in `schemas/` that may answer a clause."""
    shapes = meta_schema("programme")["$defs"]
    ways = [
        document
        for folder in (PROCESS_FOLDER, RULEBOOK_FOLDER)
        for document in Shelf(folder, schemas_dir()).documents.values()
    ]
    return PlanNames(
        registers=frozenset((*shapes["register"]["enum"], *shapes["derived"]["enum"])),
        processes=frozenset(way["id"] for way in ways),
        stages=frozenset(stage["id"] for way in ways for stage in way["stages"]),
        measures=frozenset((*_filled_in(), *DERIVED_SPECS, BASELINE_MEASURE)),
    )


def _filled_in() -> Iterator[str]:
    """The measures of registers."""
    for id, register in Shelf(REGISTER_FOLDER, schemas_dir()).documents.items():
        yield from (f"{id}.{one['id']}" for one in register["measures"])


def _part(folder: Folder, ref: str) -> Document | None:
    id, _, version = ref.partition("@")
    return Shelf(folder, schemas_dir()).document(id, version)
