"""The councils of a province: how each was set up, who sits on it, and what it lacks by the law."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang, pick
from ocop.cases.governing import law_on
from ocop.catalogue.texts import load_phrases, say
from ocop.council.composition import Lack, is_ruled, lacks
from ocop.html import (
    Component,
    Empty,
    FactLine,
    Facts,
    Heading,
    Link,
    Notice,
    Panel,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
)
from ocop.http import Reply, Request, json_reply
from ocop.law.rulebook import Rulebook
from ocop.people.bodies import Council
from ocop.people.province import Province
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading

COUNCILS = "/office/councils"


def show_councils(desk: OfficeDesk, request: Request) -> Reply:
    """Each council with what it lacks to sit (26/2026/QĐ-TTg Điều 7.3b); for every officer."""
    who, lang = desk.who(request), request.lang
    law, day = _law(desk, who.province), local_date(desk.svc.now())
    panels: list[Component] = [
        _panel(law, who.province, council, day, lang) for council in who.province.councils
    ]
    page = WebPage(
        title=say(lang, "composition.title"),
        wide=True,
        parts=[
            Heading(
                title=say(lang, "composition.title"),
                back=Link(label=say(lang, "office.worklist"), href="/office"),
                lead=say(lang, "composition.lead"),
            ),
            *(panels or [Empty(text=say(lang, "composition.none"))]),
        ],
    )
    return desk.show(request, page, person=who.person.name, at=who.province)


def send_councils(desk: OfficeDesk, request: Request) -> Reply:
    """The same for programs."""
    who = desk.who(request)
    law, day = _law(desk, who.province), local_date(desk.svc.now())
    told = [
        council_document(law, who.province, council, day, request.lang)
        for council in who.province.councils
    ]
    return json_reply({"councils": told})


def council_document(
    law: Rulebook | None, province: Province, council: Council, day: date, lang: Lang
) -> dict[str, Any]:
    """A council as JSON; `lacks` is what it lacks under the law of the day, in words."""
    lacking = lacks(law, province, council, day) if law else ()
    delegation = council.delegation
    return {
        "id": council.id,
        "level": council.level,
        "unit": council.unit,
        "decision": council.decision_number,
        "decided": council.decided.isoformat() if council.decided else None,
        "regulation": council.regulation.number,
        "from": council.starts.isoformat(),
        "to": council.ends.isoformat(),
        "delegation": {
            "by": delegation.by,
            "number": delegation.number,
            "date": delegation.day.isoformat(),
        }
        if delegation
        else None,
        "members": [
            {"person": one.person, "seat": one.seat, "agency": one.agency}
            for one in council.members
        ],
        "lacks": [_lack(one, lang) for one in lacking],
    }


def _lack(lack: Lack, lang: Lang) -> dict[str, str]:
    return {
        "what": lack.what,
        "agency": pick(lack.name, lang) if lack.name else "",
        "article": lack.article,
        "said": lack.said(lang),
    }


def council_notice(reading: Reading) -> list[Notice]:
    """Why a case that stands before a council is not put to it, and what to complete."""
    stage, svc = reading.stage, reading.desk.svc
    if not reading.case.is_open or stage.kind != "council":
        return []
    day = local_date(svc.now())
    try:
        council = reading.province.council_for(reading.case.unit, stage.level, day)
    except NotFound:
        return []
    lacking = lacks(reading.rulebook, reading.province, council, day)
    points = [one.said(reading.lang) for one in lacking]
    title = reading.say("composition.lacking_here")
    return [Notice(tone="bad", title=title, points=points)] if points else []


def _law(desk: OfficeDesk, province: Province) -> Rulebook | None:
    try:
        return law_on(desk.svc, province, local_date(desk.svc.now()))
    except NotFound:
        return None


def _panel(
    law: Rulebook | None, province: Province, council: Council, day: date, lang: Lang
) -> Panel:
    title = pick(province.units[council.unit].name, lang)
    facts = Facts(facts=[FactLine(label=n, value=v) for n, v in _facts(council, lang)])
    standing = _standing(law, province, council, day, lang)
    return Panel(title=title, parts=[standing, facts, _members(province, council, lang)])


def _standing(
    law: Rulebook | None, province: Province, council: Council, day: date, lang: Lang
) -> Notice:
    if law is None or not is_ruled(law, council):
        return Notice(tone="info", title=say(lang, "composition.unruled"))
    lacking = lacks(law, province, council, day)
    if not lacking:
        return Notice(tone="good", title=say(lang, "composition.complete"))
    points = [one.said(lang) for one in lacking]
    return Notice(tone="bad", title=say(lang, "composition.lacking"), points=points)


def _facts(council: Council, lang: Lang) -> Iterator[tuple[str, str]]:
    missing = say(lang, "composition.not_told")
    day = show_date(council.decided, lang) if council.decided else missing
    first, last = show_date(council.starts, lang), show_date(council.ends, lang)
    decided = say(lang, "composition.of_day", number=council.decision_number, day=day)
    yield say(lang, "composition.decided"), decided
    yield say(lang, "composition.regulation"), council.regulation.number or missing
    yield say(lang, "composition.term"), say(lang, "composition.from_to", first=first, last=last)
    if paper := council.delegation:
        signed = show_date(paper.day, lang)
        told = say(lang, "composition.delegated", by=paper.by, number=paper.number, day=signed)
        yield say(lang, "composition.delegation"), told


def _members(province: Province, council: Council, lang: Lang) -> Table:
    columns = ("composition.member", "composition.seat", "composition.agency")
    rows = [
        TableRow(
            cells=[
                TableCell(text=province.people[one.person].name),
                TableCell(text=say(lang, f"papers.seat_{one.seat}")),
                TableCell(text=agency_name(one.agency, lang)),
            ]
        )
        for one in council.members
    ]
    return Table(
        caption=say(lang, "composition.member"),
        columns=[TableColumn(title=say(lang, name)) for name in columns],
        rows=rows,
        empty="",
    )


def agency_name(code: str, lang: Lang) -> str:
    """What an agency is called; by its code where it has no name here."""
    phrases = load_phrases("agencies")
    return pick(phrases[code], lang) if code in phrases else code
