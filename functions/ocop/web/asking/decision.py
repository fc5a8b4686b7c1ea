"""The page's form by which a stage is decided, behind a link and in the console alike."""

from typing import NamedTuple

from ocop.base.pointers import Json
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.governing import last_day
from ocop.cases.lacking import LeftOut, left_out
from ocop.cases.questions import Question
from ocop.cases.subject import Proceeding, SupportRequest
from ocop.catalogue.messages import sentence
from ocop.deciding.held import gives_star, held_for, held_over
from ocop.html import Component, Link, LinkRow, Notice, PageFilling, Panel, Paragraph, show
from ocop.web.asking.drawer import way_to_papers
from ocop.web.asking.questions import question_to
from ocop.web.reading import Reading, filings
from ocop.web.showing import file_lines, nameable, papers_lacking, points_notices

VISIT_REPORT = "inspection-report"
JOINT_DESK = "/office/decisions"  # where lists of products are released


class LeftOutLine(NamedTuple):
    """What a dossier leaves out, why that is looked for, and the article of it."""

    named: str
    why: str
    article: str


def decision_form(reading: Reading, holder: Assignment, action: str) -> PageFilling:
    """The form, with the papers its holder has uploaded to choose from."""
    papers = nameable(file_lines(reading, "", holder.id))
    question = question_to(reading, holder)
    values = _said_before(reading, question, holder)
    served = question.serve(reading.lang)
    return PageFilling(served=served, action=action, files=papers, values=values)


def _said_before(reading: Reading, question: Question, holder: Assignment) -> dict[str, Json]:
    """Of a request for support that comes back to a stage, what was answered there the last time:
    whom it is for and what it needs, not what was decided and why. Of an inspection its team, and
    the day it was planned for.
    """
    if question.form.id == VISIT_REPORT:
        return _planned(reading)
    earlier = filings(reading).get((question.form.id, holder.stage))
    if not earlier or not isinstance(reading.case.subject, SupportRequest):
        return {}
    needs = question.form.needed_by_choices
    return {name: value for name, value in earlier[-1].data.items() if name in needs}


def _planned(reading: Reading) -> dict[str, Json]:
    told = [event.data for event in reading.events if event.data.get("team")]
    if not told:
        return {}
    planned = {"visited_on": told[0].get("visit_on", "")} if len(told) == 1 else {}
    return {"team": told[-1]["team"], **{name: day for name, day in planned.items() if day}}


def decision_parts(
    reading: Reading, holder: Assignment, filling: PageFilling, base: str
) -> list[Component]:
    """What the form is for, the way to one's papers below `base`, the form; of a product in a list
    that is held, that it is.
    """
    if held := list_instead(reading, holder):
        return held
    intro = [Paragraph(text=filling.intro, tone="soft")] if filling.intro else []
    papers = way_to_papers(reading, holder, base)
    row = [LinkRow(links=[papers])] if papers else []
    return [*intro, *decision_notices(reading, holder), *row, filling.form]


def decision_notices(reading: Reading, holder: Assignment) -> list[Component]:
    """What is to be known before the form."""
    return [
        *_law_over(reading),
        *points_notices(reading),
        *_doubts(reading, holder),
        *_left_out(reading, holder),
        *_lacking(reading, holder),
        *_at_once(reading, holder),
    ]


def list_instead(reading: Reading, holder: Assignment) -> list[Component]:
    """That a list which has not gone out yet decides the product, and where it is taken back."""
    if not gives_star(reading.rulebook.stage(holder.stage)):
        return []
    listed = held_over(reading.desk.svc, reading.case)
    if listed is None:
        return []
    text = sentence("in-held-list", reading.lang, {"number": listed.signed.number})
    way = Link(label=reading.say("joint.title"), href=JOINT_DESK)
    return [Notice(tone="info", title=text, link=way)]


def _law_over(reading: Reading) -> list[Component]:
    """That the days have passed which a newer law leaves to cases of an older."""
    if isinstance(reading.case.subject, Proceeding):
        return []
    last = last_day(reading.desk.svc, reading.province, reading.case)
    if last is None or reading.desk.svc.now() <= last.at:
        return []
    how = "refused" if last.refuses_late else "warned"
    about = {
        "day": show.day(last.at, reading.lang),
        "law": reading.rulebook.decision,
        "article": last.rule.article,
        "newer": last.newer.decision,
    }
    title = reading.say("governing.over", **about)
    return [Notice(tone="bad", title=title, text=reading.say(f"governing.over_{how}", **about))]


def _lacking(reading: Reading, holder: Assignment) -> list[Component]:
    """At the intake, the mandatory papers that the electronic dossier lacks."""
    at_intake = reading.rulebook.stage(holder.stage).kind == "intake"
    return papers_lacking(reading) if at_intake else []


def _at_once(reading: Reading, holder: Assignment) -> list[Component]:
    """That a recognition by itself is not held, and where one is that can be taken back."""
    minutes = int(held_for(reading.province).total_seconds() // 60)
    if not minutes or not gives_star(reading.rulebook.stage(holder.stage)):
        return []
    told = Paragraph(text=reading.say("joint.alone", minutes=minutes), tone="soft small")
    return [told, LinkRow(links=[Link(label=reading.say("joint.title"), href=JOINT_DESK)])]


def _left_out(reading: Reading, holder: Assignment) -> list[Component]:
    """What the dossier does not say and the check should look for."""
    return [
        Notice(tone="info", title=told.named, text=told.why)
        for told in told_left_out(reading, holder)
    ]


def told_left_out(reading: Reading, holder: Assignment) -> list[LeftOutLine]:
    """What a dossier leaves out that its check looks for, named in the form's own words."""
    return [
        LeftOutLine(
            named=reading.say("review.left_out", fields="; ".join(_names(reading, one))),
            why=" ".join(
                [pick(one.why, reading.lang), *([f"({one.article})"] if one.article else [])]
            ),
            article=one.article,
        )
        for one in left_out(question_to(reading, holder))
    ]


def _names(reading: Reading, one: LeftOut) -> list[str]:
    return [pick(title, reading.lang) for title in one.fields]


def _doubts(reading: Reading, holder: Assignment) -> list[Component]:
    """Which reading of the law is taken, for outcomes whose article leaves room for another."""
    return [
        Paragraph(text=f"{pick(outcome.label, reading.lang)}: {pick(outcome.doubt, reading.lang)}")
        for outcome in question_to(reading, holder).context.outcomes
        if outcome.doubt
    ]


def decision_panel(reading: Reading, holder: Assignment, filling: PageFilling, base: str) -> Panel:
    """The same on a sheet of its own."""
    return Panel(title=filling.title, parts=decision_parts(reading, holder, filling, base))
