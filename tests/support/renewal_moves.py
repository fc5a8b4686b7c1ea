"""In a random history: a recognised product is rated again, around the days of the law, and goes on
as far as a few acts carry it.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ocop.base.errors import OcopError
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.dossier_papers import papers_missing
from ocop.certificates.again import Renewability
from ocop.law.again import Again
from ocop.law.rulebook import Outcome

if TYPE_CHECKING:
    from tests.support.chronicle import Chronicle

NEAR = (-1, 0, 1, 25)  # days around each day of the law
ACTS = 12  # are as many as a case takes from its dossier to its star, and some that are refused


def renew(chronicle: "Chronicle") -> str:
    """For a higher star, or for the same again: too early, in time, late, after the end."""
    counts = [one for one in chronicle.certificates() if not one.replaced_by and not one.revocation]
    if not counts:
        return chronicle.move()
    certificate = chronicle.chance.choice(counts)
    occasion: Again = chronicle.chance.choice(("upgrade", "re-rating"))
    near = timedelta(days=chronicle.chance.choice(NEAR))
    days = [day + near for day in _days(chronicle, certificate, occasion)]
    ahead = [day for day in days if chronicle.today <= day <= chronicle.last]
    if ahead:
        chronicle.come_to(chronicle.chance.choice(ahead))
    case = chronicle.again(certificate, occasion)
    for _ in range(ACTS):
        case = chronicle.world.store.case(case.id)
        if not case.is_open:
            break
        with suppress(OcopError):
            chronicle.names[chronicle.move_on(case)] += 1
        chronicle.world.settle()
    return f"{occasion}: {case.ending or 'open'}"


def _days(chronicle: "Chronicle", certificate: Certificate, occasion: Again) -> Iterator[date]:
    """The days from which, and until which, it may be begun."""
    if occasion == "upgrade":
        yield date(certificate.issued.year + 1, 1, 1)
        return
    world = chronicle.world
    law = world.svc.rulebooks.get(world.province.rulebook_on(chronicle.today))
    held = Renewability(certificate, law, chronicle.today).days
    yield from (held.opens, certificate.valid_to)
    if held.closes:
        yield held.closes


def besides(chronicle: "Chronicle", case: Case, form: str, outcome: Outcome) -> dict[str, Any]:
    """What a report says besides its outcome: of papers that were seen, of a visit."""
    svc, day = chronicle.world.svc, chronicle.today.isoformat()
    rule = svc.rulebooks.at(case.process).again_rule(case.subject.occasion)
    if form == "inspection-report":
        return {"visited_on": day, "concluded_on": day}
    if form == "advisory-report" and rule and rule.visit:
        cause = chronicle.chance.choice(("none", "scale"))
        needed = {"none": {"needed": "not-needed"}, "scale": {"needed": "done", "date": day}}
        return {"site_visit": {"cause": cause, **needed[cause], "findings": "Như hồ sơ."}}
    if (form, outcome.id) != ("commune-report", "propose"):
        return {}
    lacking = papers_missing(svc, case, chronicle.world.store.events(case.id))
    return {"papers_seen": True} if lacking else {}
