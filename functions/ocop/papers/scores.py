"""Scores as papers show them: a producer's own, and members by criteria."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.moment import show_date
from ocop.base.points import show_points
from ocop.base.text import pick
from ocop.cases.event import Event
from ocop.cases.inquiry import inquiries_in
from ocop.cases.meeting import CouncilMeeting
from ocop.cases.sources import ADVICE
from ocop.catalogue.texts import say
from ocop.council.attendance import presiding_at
from ocop.documents.layout import Rows
from ocop.documents.wording import short_day
from ocop.papers.minutes import meeting_in, meeting_values
from ocop.papers.scene import PaperScene
from ocop.people.bodies import Council, Member
from ocop.scoring.criteria import CriteriaSet, Criterion, field_name
from ocop.scoring.sheet import ScoreCard, ScoreSheet, score
from ocop.scoring.tally import Tally


def self_scores(scene: PaperScene, form: str) -> Rows:
    """The producer's own choices: criterion, level, most points, points."""
    filing = scene.filed(form)
    if filing is None:
        return ()
    chosen: Mapping[str, Any] = filing.data.get("criteria", {})
    return [_own(one, chosen.get(field_name(one.code), {})) for one in scene.criteria.criteria]


def advised_scores(scene: PaperScene) -> Rows:
    """What the advisory team says, of each criterion it says something of: code, title, points
    proposed, remark, papers missing (26/2026/QĐ-TTg Điều 7.3c).
    """
    filing = scene.filed(ADVICE)
    told: Mapping[str, Any] = filing.data.get("criteria", {}) if filing else {}
    named = [(one, told.get(field_name(one.code))) for one in scene.criteria.criteria]
    return [_advised(one, answer) for one, answer in named if answer]


def _advised(criterion: Criterion, answer: Mapping[str, Any]) -> tuple[str, ...]:
    code, title, _, most, points = _own(criterion, answer)
    proposed = f"{points}/{most}" if answer.get("level") else ""
    said = (" ".join(str(answer.get(name, "")).split()) for name in ("remark", "missing"))
    return code, title, proposed, *said


def advising_team(scene: PaperScene) -> Rows:
    """Who of the advisory team looked at a dossier, with what each found."""
    filing = scene.filed(ADVICE)
    told = filing.data.get("team", ()) if filing else ()
    return [
        (str(n), _name(scene, one["member"]), " ".join(one["findings"].split()))
        for n, one in enumerate(told, 1)
    ]


def _own(criterion: Criterion, answer: Mapping[str, Any]) -> tuple[str, ...]:
    told = str(answer.get("level", ""))
    title, most, level = pick(criterion.title, "vi"), str(criterion.max), plain_number(told)
    if level is None or level >= len(criterion.levels):
        return criterion.printed, title, say("vi", "papers.no_level") if told else "", most, "0"
    held = criterion.levels[level]
    return criterion.printed, title, pick(held.label, "vi"), most, str(held.points)


def score_values(scene: PaperScene) -> dict[str, str | Rows]:
    """What a council found; nothing where none has."""
    event = scene.tallied
    if event is None:
        return {}
    tally = Tally.from_data(event.data["tally"])
    told = event.data["explanation"]["vi"]
    return {
        **_seats(scene, event),
        **meeting_values(scene, event),
        "inquiries": list(_looked_into(scene, event)),
        "points": show_points(tally.total, "vi"),
        "result": str(told["headline"]),
        "gates": [(line,) for line in (*told["gates"], *told["rejections"])],
        "gap": [(line,) for line in told["next_star"]] if _is_of(scene, event) else [],
        "votes": [(f"{_name(scene, vote.member)}: {vote.reason}",) for vote in tally.votes],
        "discussion": list(_discussion(scene, event, tally)),
        "part_scores": _parts(scene.criteria, tally),
        "scores": list(_scores(scene, event, tally)),
        "proposal": _proposal(int(event.data["star"]), disqualified=tally.disqualified),
    }


def _is_of(scene: PaperScene, tallied: Event) -> bool:
    """Whether the case's result is that council's: not where another looked at it after that."""
    result = scene.case.subject.result
    return result is None or result.stage == tallied.stage


def _looked_into(scene: PaperScene, event: Event) -> Iterator[tuple[str]]:
    """Each visit and test of the council with its record, in a line."""
    for one in inquiries_in(scene.events, event.visit):
        if one.recorded and one.day:
            told = {"kind": say("vi", f"inquiries.kind_{one.kind}"), "carrier": one.carrier}
            found = {"document": one.document, "findings": " ".join(one.findings.split())}
            day = show_date(one.day, "vi")
            files = say("vi", "inquiries.with_files", n=len(one.files)) if one.files else ""
            yield (say("vi", "inquiries.minuted", **told, **found, day=day) + files,)


def _seats(scene: PaperScene, event: Event) -> dict[str, str | Rows]:
    council = scene.council
    members = council.members if council else ()
    by_seat = {member.seat: _name(scene, member.person) for member in members}
    rows = [
        (
            str(n),
            _name(scene, m.person),
            say("vi", f"papers.seat_{m.seat}"),
            _took_part(scene, m.person, event),
        )
        for n, m in enumerate(members, 1)
    ]
    return {
        "members": rows,
        "seats": str(len(members)),
        **_counted(members, event),
        "chair": by_seat.get("chair", ""),
        "secretary": by_seat.get("secretary", ""),
        **_signing(scene, members, meeting_in(event.data)),
        "council_decision": council.decision_number if council else "",
        **_delegated(council),
    }


def _signing(
    scene: PaperScene, members: Sequence[Member], meeting: CouncilMeeting | None
) -> dict[str, str | Rows]:
    """Who signs the minutes: who presided, and the secretary or who stood for them; the line of one
    who was not there is left to be filled in. In writing those who have the seats.
    """
    by_seat = {member.seat: member.person for member in members}
    keeper, presides = by_seat.get("secretary", ""), by_seat.get("chair", "")
    if meeting:
        presides = presiding_at(meeting, members)
        here = meeting.attending.get(keeper)
        keeper = (here.deputy or keeper) if here else ""
    seat = next((one.seat for one in members if one.person == presides), "chair")
    return {
        "presiding": _name(scene, presides),
        "presiding_as": say("vi", f"papers.seat_{seat}"),
        "minutes_by": _name(scene, keeper),
    }


def _delegated(council: Council | None) -> dict[str, str | Rows]:
    """By which paper the chair presides in place of who should (26/2026/QĐ-TTg Điều 7.3b)."""
    paper = council.delegation if council else None
    if paper is None:
        return {}
    return {
        "delegated_by": paper.by,
        "delegation_number": paper.number,
        "delegation_date": short_day(paper.day),
    }


def _counted(members: Sequence[Member], event: Event) -> dict[str, str | Rows]:
    """How many scored, and how many took part: in writing by their sheets, in a meeting by its
    attendance.
    """
    meeting = meeting_in(event.data)
    here = meeting.attending if meeting else event.data["sheets"]
    present = sum(one.person in here for one in members) if meeting else len(here)
    counted = {"scored": len(event.data["sheets"]), "present": present}
    counted["absent"] = max(len(members) - present, 0)
    return {name: str(number) for name, number in counted.items()}


def _took_part(scene: PaperScene, person: str, event: Event) -> str:
    """How a member took part in the meeting, if the council met, and whether they scored."""
    scored = person in event.data["sheets"]
    mark = say("vi", f"papers.{'scored' if scored else _left_out(scene, person, event)}")
    meeting = meeting_in(event.data)
    if meeting is None:
        return mark
    how = meeting.attending.get(person)
    there = say("vi", "meetings.present" if how else "meetings.absent")
    if how and how.deputy:
        there = say("vi", "meetings.stood_for", deputy=how.deputy, document=how.document)
    return f"{there}; {mark}"


def _left_out(scene: PaperScene, person: str, event: Event) -> str:
    """Why the sheet of a member is not among those counted, as the name of a text."""
    asked = {one.person: one for one in scene.assignments if one.seat and one.visit == event.visit}
    if person not in asked:
        return "not_assigned"
    return f"left_{asked[person].status}" if asked[person].has_left else "not_scored"


def _name(scene: PaperScene, person: str) -> str:
    known = scene.province.people.get(person)
    return known.name if known else person


def _discussion(scene: PaperScene, event: Event, tally: Tally) -> Iterator[tuple[str]]:
    """How the scoring went: the spread, rounds before, what members wrote."""
    spread = show_points(tally.spread, "vi")
    yield (say("vi", "papers.spread", points=spread),)
    for earlier in scene.events:
        if earlier.kind == "rescore" and earlier.visit == event.visit:
            wide = show_points(Tally.from_data(earlier.data["tally"]).spread, "vi")
            yield (say("vi", "papers.scored_again", points=wide),)
    for person, sheet in event.data["sheets"].items():
        if comment := ScoreSheet.from_data(sheet or {}).comment:
            yield (f"{_name(scene, person)}: {' '.join(comment.split())}",)


def _parts(criteria: CriteriaSet, tally: Tally) -> Rows:
    rows = [
        (part.code, pick(part.title, "vi"), str(part.max), _shown(tally, part.code))
        for part in criteria.parts
    ]
    return [*rows, ("", say("vi", "papers.total"), "100", show_points(tally.total, "vi"))]


def _shown(tally: Tally, part: str) -> str:
    return show_points(tally.parts.get(part, 0), "vi")


def _scores(scene: PaperScene, event: Event, tally: Tally) -> Iterator[tuple[str, ...]]:
    """Members by criteria, the first row their names, the last their totals; sheets that stop at a
    rejection have no points.
    """
    criteria = scene.criteria
    cards = _cards(scene, event)
    names = [_name(scene, person) for person in cards]
    yield *say("vi", "papers.score_head").split("|"), *names, say("vi", "papers.mean")
    for part in criteria.parts:
        sums = [str(card.by_part.get(part.code, 0)) for card in cards.values()]
        title = say("vi", "papers.part", code=part.code, title=pick(part.title, "vi"))
        yield "", title, str(part.max), *sums, _shown(tally, part.code)
        for one in part.criteria:
            yield _row(one, cards, tally)
    totals = [str(card.total) for card in cards.values()]
    yield "", say("vi", "papers.total"), "100", *totals, show_points(tally.total, "vi")


def _row(one: Criterion, cards: Mapping[str, ScoreCard], tally: Tally) -> tuple[str, ...]:
    points = [str(card.points.get(one.code, "")) for card in cards.values()]
    mean = show_points(tally.marks[one.code].mean, "vi") if one.code in tally.marks else ""
    return one.printed, pick(one.title, "vi"), str(one.max), *points, mean


def _cards(scene: PaperScene, event: Event) -> dict[str, ScoreCard]:
    """The sheets that were handed in, in the order of their members' seats."""
    members = scene.council.members if scene.council else ()
    places = {member.person: place for place, member in enumerate(members)}
    sheets = [(person, sheet) for person, sheet in event.data["sheets"].items() if sheet]
    sheets.sort(key=lambda one: places.get(one[0], len(places)))
    return {person: score(scene.criteria, ScoreSheet.from_data(sheet)) for person, sheet in sheets}


def _proposal(star: int, *, disqualified: bool) -> str:
    if disqualified:
        return say("vi", "papers.propose_nothing")
    return say("vi", "papers.propose_star", star=star)
