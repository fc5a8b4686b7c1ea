"""What lists and pages cost to read, with a hundred dossiers in the table and with five hundred.

Both are more than a page of any list, so that a list of bounded pages costs the same in each.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ocop.aws import commits
from ocop.aws.table import Row
from ocop.base.hashing import short_id
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from tests.bench.life import CHAIRMAN, OFFICER, PRODUCER, Life, new_world
from tests.bench.meter import Meter
from tests.support.visitor import Visitor
from tests.support.world import World

SMALL, LARGE = 100, 500
OK = 200

Read = Mapping[str, tuple[float, float]]


def measure(meter: Meter) -> Read:
    """Read units of each list with few and with many dossiers in the table."""
    world, _ = new_world(meter)
    ended, open_case = Life(world, meter, "ended"), Life(world, meter, "open")
    ended.play()
    open_case.idea()
    asked = _pages(world, ended.id)
    _grow(world, (ended, open_case), range(1, SMALL))
    few = {name: _units(meter, ask) for name, ask in asked.items()}
    _grow(world, (ended, open_case), range(SMALL, LARGE))
    many = {name: _units(meter, ask) for name, ask in asked.items()}
    return {name: (few[name], many[name]) for name in asked}


def _pages(world: World, ended: str) -> dict[str, Callable[[], int]]:
    reference = world.store.case(ended).reference
    certificate = world.store.case(ended).subject.certificate

    def page(path: str) -> Callable[[], int]:
        return lambda: Visitor(world).call("GET", path).status

    def office(path: str, email: str) -> Callable[[], int]:
        return lambda: Visitor(world).call("GET", path, x_claim=email).status

    return {
        "worklist of a district's officer": office("/v1/office/worklist", OFFICER),
        "worklist of the chairman": office("/v1/office/worklist", CHAIRMAN),
        "public register": page("/products"),
        "a case's page": lambda: Visitor(world).track(reference, PRODUCER).status,
        "a case in the office": office(f"/v1/office/dossiers/{ended}", CHAIRMAN),
        "a certificate": page(f"/certificates/{certificate}"),
    }


def _units(meter: Meter, ask: Callable[[], int]) -> float:
    with meter.counting() as count:
        status = ask()
    if status != OK:
        raise RuntimeError(f"a page of the bench answers {status}")
    return count.reads


def _grow(world: World, cases: Sequence[Life], numbers: range) -> None:
    """Copies of the cases under other names: what lists show of them, as commits store it."""
    sources = [_shown(world, case.id) for case in cases]
    with Row.batch_write() as batch:
        for number in numbers:
            for source in sources:
                for row in _copies(*source, number):
                    batch.save(row)


def _shown(world: World, id: str) -> tuple[Case, list[Assignment], list[Certificate]]:
    dossier = world.store.case(id)
    given = [dossier.subject.certificate] if dossier.subject.certificate else []
    awaited = [a for a in world.store.assignments(id) if a.is_open]
    return dossier, awaited, [world.store.certificate(number) for number in given]


def _copies(
    dossier: Case, awaited: list[Assignment], given: list[Certificate], number: int
) -> Iterator[Row]:
    id, name = short_id(dossier.id, str(number)), f"{dossier.reference}{number:04d}"
    yield commits.case_row(replace(dossier, id=id, reference=name))
    for assignment in awaited:
        yield commits.assignment_row(replace(assignment, dossier=id))
    for certificate in given:
        yield commits.certificate_row(replace(certificate, number=f"OCOP-{name}", dossier=id))
