"""What lists, pages and looks of the clock cost with a thousand dossiers in the table and with a
million: read units, rows read and requests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from ocop.aws import commits, rows, table
from ocop.aws.certificates import certificate_row
from ocop.aws.rows import cursor_of
from ocop.aws.table import Row
from ocop.cases.certificate import Certificate
from ocop.cases.records import Change
from ocop.jobs.walks import PAGE, Swept
from tests.bench.crowd import Crowd, Make, numbered
from tests.bench.life import CHAIRMAN, COMMUNE, OFFICER, PRODUCER, Life, new_world
from tests.bench.meter import Meter
from tests.support.visitor import Visitor
from tests.support.world import World

SMALL, LARGE = 1_000, 1_000_000
OK = 200
WORKLISTS = ("worklist of a district's officer", "- from the middle of it on")
LATER = timedelta(hours=3)  # the round looks through the last hours of the log again


@dataclass(frozen=True)
class Looked:
    """What one look cost: read units, rows that were read, requests."""

    units: float
    rows: int
    requests: int

    @property
    def figures(self) -> tuple[float, ...]:
        return (self.units, self.rows, self.requests)


Read = Mapping[str, tuple[Looked, Looked]]
Ask = Callable[[], int]


def measure(meter: Meter) -> Read:
    """Each list with few and with many dossiers in the table."""
    world, _ = new_world(meter)
    ended, open_case = Life(world, meter, "ended"), Life(world, meter, "open")
    ended.play()
    open_case.idea()
    world.clock.now += LATER
    world.sweep()
    kinds = _kinds(world, ended.id, open_case.id)
    asked = _pages(world, ended.id, [make(SMALL // 2) for make in kinds])
    few = _look(meter, asked, Crowd(kinds, SMALL))
    many = _look(meter, asked, Crowd(kinds, LARGE))
    return {name: (few[name], many[name]) for name in asked}


def _look(meter: Meter, asked: Mapping[str, Ask], crowd: Crowd) -> Mapping[str, Looked]:
    meter.source = crowd
    return {name: _cost(meter, ask) for name, ask in asked.items()}


def _cost(meter: Meter, ask: Ask) -> Looked:
    with meter.counting() as count:
        status = ask()
    if status != OK:
        raise RuntimeError(f"a page of the bench answers {status}")
    return Looked(count.reads, count.rows, count.requests.total())


def _pages(world: World, ended: str, middle: Sequence[Row]) -> dict[str, Ask]:
    reference = world.store.case(ended).reference
    certificate = world.store.case(ended).subject.certificate
    task, product = (cursor_of(row.wsk) for row in middle[:2])
    [name] = [row.sk.split()[0] for row in middle if row.pk.endswith("#n")]

    def page(path: str) -> Ask:
        return lambda: Visitor(world).call("GET", path).status

    def office(path: str, email: str) -> Ask:
        return lambda: Visitor(world).call("GET", path, x_claim=email).status

    return {
        WORKLISTS[0]: office("/v1/office/worklist", OFFICER),
        WORKLISTS[1]: office(f"/v1/office/worklist?cursor={task}", OFFICER),
        "worklist of the chairman": office("/v1/office/worklist", CHAIRMAN),
        "public register": page("/products"),
        "- from its middle on": page(f"/products?cursor={product}"),
        "- of one star": page("/products?star=4"),
        "- of one commune": page(f"/products?unit={COMMUNE}"),
        "- searched by a name": page(f"/products?{urlencode({'q': name})}"),
        "a case's page": lambda: Visitor(world).track(reference, PRODUCER).status,
        "a case in the office": office(f"/v1/office/dossiers/{ended}", CHAIRMAN),
        "a certificate": page(f"/certificates/{certificate}"),
        "the clock's round, nothing due": lambda: _round(world),
        "a page of all open cases, for the clock": lambda: _open_cases(world),
    }


def _round(world: World) -> int:
    return OK if world.sweep() == Swept() else 0


def _open_cases(world: World) -> int:
    return OK if len(world.store.cases_to_look_at(world.province.code, None, PAGE).items) else 0


def _kinds(world: World, ended: str, waiting: str) -> list[Make]:
    """What the lists hold of every dossier: a case that the clock looks at, with the task that an
    office is asked, a product, an event with effects; each a copy, under another name, of the row
    that commits store.
    """
    store = world.store
    case = store.case(waiting)
    certificate = store.certificate(store.case(ended).subject.certificate)
    event = next(one for one in store.events(waiting) if one.kind == "confirmed")

    def a_product(number: int) -> Row:
        name = numbered(f"{certificate.number}-######", number)
        return certificate_row(replace(certificate, number=name))

    def a_case(number: int) -> Row:
        id = numbered(waiting, number)
        task = case.task and replace(case.task, dossier=id)
        return commits.case_row(replace(case, id=id, task=task))

    def an_event(number: int) -> Row:
        at = event.at - timedelta(seconds=LARGE - number)
        told = replace(event, dossier=numbered(waiting, number), at=at)
        row = commits.event_row(Change(case, case, told))
        row.wpk, row.wsk = "LOG", at.isoformat()
        return row

    return [a_case, a_product, an_event, *_listings(certificate)]


def _listings(certificate: Certificate) -> list[Make]:
    """Every place where the register lists a product, once for each of its lists."""
    listed = rows.get(f"CERT#{certificate.number}", table.PLACES_OF).body
    first = dict(reversed(listed))
    return [partial(_listed, entry, certificate.number) for entry in first.items()]


def _listed(entry: tuple[str, str], certificate: str, number: int) -> Row:
    scope, position = entry
    return Row(scope, position.replace(certificate, numbered(f"{certificate}-######", number)))
