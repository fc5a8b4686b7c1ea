"""The decision desk: products ready to be recognised, looked at together, released at once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ocop.base.points import show_points
from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.deciding.held import held_for
from ocop.deciding.joint import (
    JointPreview,
    JointRequest,
    ReadyCase,
    joint_question,
    preview_joint,
    ready_for,
    recognises,
)
from ocop.deciding.releasing import release_joint
from ocop.forms.serve import Served
from ocop.html import (
    ActButton,
    Component,
    Empty,
    FactLine,
    Facts,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Panel,
    Posted,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    posted_key,
)
from ocop.http import Reply, Request, see_other
from ocop.papers.calling import layouts
from ocop.people.rights import Officer
from ocop.web.asking import JOINT_DESK, answer, status_of_page
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.joint_held import decision_told, held_parts

TOLD_DONE = {"release": "joint.done", "held": "joint.done_held", "undo": "joint.done_undo"}
CHOSEN = "products"  # in the form: which of the products are in the decision
PREVIEW_HEADS = ("product", "result", "certificate")
KEPT_KEY = "key"
PAPER_FIELDS = ("decision_number", "decision_date", "signer")


def show_decisions(desk: OfficeDesk, request: Request) -> Reply:
    """The products that wait for the officer's recognition, each ticked, and the paper's number."""
    who = desk.who(request)
    return _show(desk, request, who, _filling(desk, request, who))


def preview_decisions(desk: OfficeDesk, request: Request) -> Reply:
    """What a release would do, or the list again with what is wrong with it."""
    who = desk.who(request)

    def act(posted: Posted, _: PageFilling) -> Reply:
        data = dict(posted.data)
        ticks = data.pop(CHOSEN, None)
        dossiers = [id for id, ticked in ticks.items() if ticked] if isinstance(ticks, dict) else []
        wanted = JointRequest(data, dossiers, posted_key(posted))
        seen = preview_joint(desk.svc, who, wanted, request.lang)
        return _show_preview(desk, request, who, wanted, seen)

    def again(filled: PageFilling) -> Reply:
        return _show(desk, request, who, filled)

    return answer(request, _filling(desk, request, who), act, again)


def release_decisions(desk: OfficeDesk, request: Request) -> Reply:
    """Releases what was looked at."""
    who, fields = desk.who(request), request.form()
    data = {name: fields.get(name, "") for name in PAPER_FIELDS}
    dossiers = [id for id in fields.get(CHOSEN, "").split(",") if id]
    wanted = JointRequest(data, dossiers, fields.get(KEPT_KEY, ""))
    listed = release_joint(desk.svc, who, wanted, request.lang, channel="account")
    return see_other(f"{JOINT_DESK}?done={'release' if listed.is_told else listed.state}")


def joint_link(desk: OfficeDesk, request: Request, who: Officer) -> list[Component]:
    """The way to the desk, for who may recognise products by the law of today."""
    if not recognises(desk.svc, who):
        return []
    link = Link(label=say(request.lang, "joint.to_desk"), href=JOINT_DESK)
    return [LinkRow(links=[link])]


def _filling(desk: OfficeDesk, request: Request, who: Officer) -> PageFilling:
    ready = ready_for(desk.svc, who)
    served = joint_question(desk.svc, who).serve(request.lang)
    return PageFilling(
        served=_with_products(served, ready, request.lang),
        action=f"{JOINT_DESK}/preview",
        values={CHOSEN: {one.case.id: True for one in ready}},
    )


def _with_products(served: Served, ready: Sequence[ReadyCase], lang: Lang) -> Served:
    """The form with a box for each product that is ready."""
    boxes = {one.case.id: {"type": "boolean", "title": _line(one, lang)} for one in ready}
    group = {"type": "object", "title": say(lang, "joint.ticked"), "properties": boxes}
    schema = served["schema"]
    properties = {**schema["properties"], CHOSEN: group}
    return {"schema": {**schema, "properties": properties}, "uiSchema": served["uiSchema"]}


def _line(one: ReadyCase, lang: Lang) -> str:
    subject = one.case.subject
    star, points = (subject.result.star, subject.result.total) if subject.result else (0, 0)
    told = {"product": subject.title, "organisation": subject.organisation}
    return say(lang, "joint.line", **told, star=star, points=show_points(points, lang))


def _show(desk: OfficeDesk, request: Request, who: Officer, filled: PageFilling) -> Reply:
    lang = request.lang
    ready = filled.served["schema"]["properties"][CHOSEN]["properties"]
    done = _done(request)
    held = held_parts(desk, who, lang)
    asked: Component = Panel(parts=[filled.form]) if ready else Empty(text=say(lang, "joint.none"))
    parts = [filled.summary, _heading(lang, say(lang, "joint.lead")), *done, *held, asked]
    title = say(lang, "joint.title")
    page = WebPage(title=title, wide=True, wrong=bool(filled.errors), parts=parts)
    status = status_of_page(filled)
    return desk.show(request, page, status, person=who.person.name, at=who.province)


def _done(request: Request) -> list[Notice]:
    """What was just done."""
    done = request.query.get("done", "")
    return (
        [Notice(tone="good", title=say(request.lang, TOLD_DONE[done]))] if done in TOLD_DONE else []
    )


def _heading(lang: Lang, lead: str) -> Heading:
    back = Link(label=say(lang, "office.worklist"), href="/office")
    return Heading(title=say(lang, "joint.title"), back=back, lead=lead)


def _show_preview(
    desk: OfficeDesk, request: Request, who: Officer, wanted: JointRequest, seen: JointPreview
) -> Reply:
    lang = request.lang
    parts = [
        _heading(lang, ""),
        Panel(parts=[Facts(facts=_facts(seen, lang))]),
        _table(seen, lang),
        _releasing(wanted, lang, held_for(who.province)),
        LinkRow(links=[Link(label=say(lang, "joint.back"), href=JOINT_DESK)]),
    ]
    page = WebPage(title=say(lang, "joint.title"), wide=True, parts=parts)
    return desk.show(request, page, person=who.person.name, at=who.province)


def _facts(seen: JointPreview, lang: Lang) -> list[FactLine]:
    letters = sum(len(some) for some in seen.letters)
    return [
        FactLine(label=say(lang, "joint.decision"), value=decision_told(seen.signed, lang)),
        FactLine(
            label=say(lang, "joint.ticked"),
            value=say(lang, "joint.count", count=len(seen.items), letters=letters),
        ),
        FactLine(label=say(lang, "joint.papers"), value="; ".join(papers_called(seen))),
    ]


def papers_called(seen: JointPreview) -> list[str]:
    """The papers that the decision of each product will call for, by their titles."""
    outcomes = {one.outcome.id for one in seen.ready}
    every = [layouts().get(id) for id in layouts().ids()]
    fitting = (one for one in every if one.event == "decided" and outcomes & {*one.outcomes})
    return [one.title for one in fitting]


def _table(seen: JointPreview, lang: Lang) -> Table:
    rows = [
        TableRow(
            href=f"/office/dossiers/{item.dossier}",
            cells=[
                TableCell(text=item.product, note=item.organisation, reference=item.reference),
                TableCell(
                    stars=item.star,
                    note=say(lang, "joint.points", points=show_points(item.points, lang)),
                ),
                TableCell(
                    text=certificate,
                    note=say(lang, "joint.letters_to", to=", ".join(letters)),
                ),
            ],
        )
        for item, certificate, letters in zip(
            seen.items, seen.certificates, seen.letters, strict=True
        )
    ]
    columns = [TableColumn(title=say(lang, f"joint.{name}")) for name in PREVIEW_HEADS]
    return Table(caption=say(lang, "joint.title"), columns=columns, rows=rows, empty="")


def _releasing(wanted: JointRequest, lang: Lang, held: timedelta) -> ActButton:
    minutes = held // timedelta(minutes=1)
    said = "joint.note_held" if held else "joint.note_release"
    paper: Mapping[str, Any] = wanted.data
    kept = {name: str(paper[name]) for name in PAPER_FIELDS}
    return ActButton(
        action=f"{JOINT_DESK}/release",
        label=say(lang, "joint.act_release"),
        note=say(lang, said, minutes=minutes),
        hidden={**kept, CHOSEN: ",".join(wanted.dossiers), KEPT_KEY: wanted.key},
        tone="primary",
    )
