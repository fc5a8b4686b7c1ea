"""Behind the emailed links of officers, advisors and council members."""

from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.subject import Proceeding
from ocop.deciding.decide import account_demanded, decide
from ocop.html import (
    Component,
    Folded,
    Heading,
    Link,
    Notice,
    PageFilling,
    Posted,
    Subheading,
    WebPage,
    posted_key,
)
from ocop.http import Reply, Request, home_of, keep_link, see_other
from ocop.links.tokens import open_token
from ocop.web.asking import answer, decision_form, decision_panel, status_of_page
from ocop.web.desk import Desk, assigned, opened
from ocop.web.reading import Reading, file_address
from ocop.web.reviewer.list_page import show_list
from ocop.web.reviewer.sheets import show_sheet
from ocop.web.showing import (
    due_of,
    file_lines,
    filed_forms,
    folded_files,
    result_cards,
    tell,
    timeline_of,
)


def open_review(desk: Desk, request: Request, key: str) -> Reply:
    """A link from a mail, or the page it leads to.

    The link's secret moves from the address into a cookie before anything is shown, so that no
    history, log or referrer keeps it. Nothing is looked up or changed for a mail scanner.
    """
    if not key.startswith("v1."):
        holder = opened(desk, request, key)
        return show_list(desk, request, holder) if holder.listing else _show(desk, request, holder)
    link = open_token(key, desk.svc.keys())
    return see_other(home_of(link), keep_link(link, key, desk.site))


def _show(desk: Desk, request: Request, holder: Assignment) -> Reply:
    reading = Reading.open(desk, holder.dossier, request.lang)
    if holder.is_open and account_demanded(desk.svc, reading.case, holder):
        return see_other(f"/office/dossiers/{holder.dossier}")
    if holder.seat:
        return show_sheet(desk, request, reading, holder)
    return _show_task(desk, request, reading, holder)


def _show_task(
    desk: Desk,
    request: Request,
    reading: Reading,
    holder: Assignment,
    filled: PageFilling | None = None,
) -> Reply:
    """The dossier to read, and the form to answer with while the case awaits the answer."""
    filling = _filling(reading, holder, filled)
    task = pick(reading.rulebook.stage(holder.stage).title, request.lang)
    title = reading.say("review.title", task=task, product=reading.case.subject.title)
    page = WebPage(
        title=title,
        wrong=bool(filling and filling.errors),
        parts=[
            *([filling.summary] if filling else []),
            Heading(
                over=reading.office(holder.role),
                title=title,
                byline=reading.case.subject.organisation,
                reference=reading.case.reference,
            ),
            *(due_of(reading) if filling else [_done(reading)]),
            *result_cards(reading),
            Subheading(text=reading.say("review.dossier")),
            *_dossier(reading, holder),
            *([decision_panel(reading, holder, filling, _base(holder))] if filling else []),
        ],
    )
    status = status_of_page(filled) if filled else 200
    return desk.show(request, page, status, at=reading.province)


def _filling(
    reading: Reading, holder: Assignment, filled: PageFilling | None
) -> PageFilling | None:
    if not reading.case.awaits(holder):
        return None
    return filled or decision_form(reading, holder, f"{_base(holder)}/decide")


def _base(holder: Assignment) -> str:
    return f"/r/{holder.dossier}-{holder.id}"


def _done(reading: Reading) -> Notice:
    return Notice(tone="good", title=reading.say("review.done_already"), text=reading.state)


def _dossier(reading: Reading, holder: Assignment) -> list[Component]:
    files = file_lines(reading, _base(holder), holder.id)
    evidence = reading.say("review.evidence", n=len(files))
    forms = filed_forms(reading, files, open_first=len(reading.case.filed) == 1)
    if forms and isinstance(reading.case.subject, Proceeding):
        forms[-1] = forms[-1].but(open=True)  # what was decided before is what this one goes by
    return [
        *forms,
        *folded_files(evidence, files),
        Folded(title=reading.say("case.so_far"), parts=[timeline_of(reading, "producer")]),
    ]


def open_review_file(desk: Desk, request: Request, key: str, file: str) -> Reply:
    """Leads to a short-lived address of one file of the dossier."""
    holder = assigned(desk, request, key)
    reading = Reading.open(desk, holder.dossier, request.lang)
    return see_other(file_address(reading, holder.id, file, nameless=holder.blind))


def decide_by_link(desk: Desk, request: Request, key: str) -> Reply:
    """Records a decision, or shows the page again with what is wrong with it."""
    holder = assigned(desk, request, key, "decide")
    reading = Reading.open(desk, holder.dossier, request.lang)

    def act(posted: Posted, _: PageFilling) -> Reply:
        decide(desk.svc, reading.case, holder, posted.data, request.lang, posted_key(posted))
        return see_other(f"/r/{key}/decided")

    def again(filled: PageFilling) -> Reply:
        return _show_task(desk, request, reading, holder, filled)

    return answer(request, decision_form(reading, holder, f"/r/{key}/decide"), act, again)


def tell_decided(desk: Desk, request: Request, key: str) -> Reply:
    """What has been decided, after it was sent."""
    reading = Reading.open(desk, assigned(desk, request, key).dossier, request.lang)
    link = Link(label=reading.case.subject.title, href=f"/r/{key}")
    title, text = reading.say("review.decided"), reading.say("review.decided_how")
    page = tell(title, text, points=[reading.state], links=[link])
    return desk.show(request, page, at=reading.province)
