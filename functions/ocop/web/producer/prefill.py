"""What a later form begins with: what its producer has told us before, to look over and not to
type again.
"""

from collections.abc import Mapping

from ocop.base.moment import local_date
from ocop.base.pointers import Json, Schema
from ocop.base.text import pick
from ocop.cases.lookup import dossier_before
from ocop.filing.carried import ExpiredPaper, carried_answers, expired_papers
from ocop.filing.idea import FORM
from ocop.html import Notice, show
from ocop.web.reading import Reading

# Fields that mean the same in the idea and in the forms after it.
CARRIED = (
    "organisation",
    "representative",
    "producer_kind",
    "address",
    "phone",
    "email",
    "product_name",
    "target_star",
)
# Where Form 02 asks for them once more.
SECTIONS = ("general",)


def begun_with(reading: Reading, form: str, schema: Schema) -> dict[str, Json]:
    """First answers for a form that nothing was written in yet."""
    fields = schema["properties"]
    last = carried_answers(reading.desk.svc, reading.case, form)
    known = _known(reading)
    own = {name: known[name] for name in fields if name in known}
    for section in SECTIONS:
        inner = fields.get(section, {}).get("properties", {})
        if told := {name: known[name] for name in inner if name in known}:
            own[section] = told
    return {**own, **{name: value for name, value in last.items() if name in fields}}


def carried_notice(reading: Reading, form: str) -> Notice | None:
    """Says that a form begins with what the last dossier had, and which of its papers have run
    out since; None where nothing was carried over.
    """
    before = dossier_before(reading.desk.svc, reading.case)
    if form in reading.case.filed or before is None:
        return None
    last = carried_answers(reading.desk.svc, reading.case, form)
    expired = expired_papers(last, local_date(reading.desk.svc.now()))
    return Notice(
        tone="info",
        title=reading.say("again.carried"),
        text=reading.say("again.carried_how"),
        points=[_expired(reading, paper) for paper in expired],
    )


def _expired(reading: Reading, paper: ExpiredPaper) -> str:
    code = paper.pointer.split("/")[2].removeprefix("c").replace("_", ".")
    kind = reading.say(f"again.paper_{paper.kind.replace('-', '_')}")
    return reading.say(
        "again.expired", criterion=code, kind=kind, day=show.day(paper.last, reading.lang)
    )


def _known(reading: Reading) -> Mapping[str, Json]:
    filed = reading.case.filed.get(FORM)
    event = reading.desk.svc.store.event(reading.case.id, filed) if filed else None
    idea = event.data if event else _as_certified(reading)
    told = {name: idea[name] for name in CARRIED if name in idea}
    return {**told, "product_group": pick(reading.criteria.name, reading.lang)}


def _as_certified(reading: Reading) -> Mapping[str, Json]:
    """What a certificate that was taken over without a dossier tells of its product."""
    case = reading.case
    return {
        "organisation": case.subject.organisation,
        "product_name": case.subject.product,
        "email": case.party.email,
    }
