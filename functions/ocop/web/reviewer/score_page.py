"""A score sheet opened: what to know first, its steps, and handing it in; afterwards a copy."""

from collections.abc import Iterator

from ocop.base.pointers import element_id
from ocop.base.text import pick
from ocop.cases.inquiry import INQUIRY_KINDS
from ocop.council.recalling import may_take_back
from ocop.forms.score_form import NO_LEVEL, OPINION, REASON, form_grounds
from ocop.html import (
    VERSION,
    ActButton,
    Box,
    Component,
    FieldChoice,
    Folded,
    LinkRow,
    Notice,
    Paragraph,
    ScoreCopy,
    ScoreEnd,
    ScoreGround,
    ScoreLine,
    SmallForm,
    Subheading,
    WebPage,
)
from ocop.scoring.criteria import Criterion, field_name
from ocop.web.reading import hides_files
from ocop.web.reviewer.list_parts import way_to_list, way_to_next
from ocop.web.reviewer.score_parts import is_level, scored_by, sheet_head, sheet_total
from ocop.web.reviewer.sheet_steps import seen_as
from ocop.web.reviewer.sheet_view import SheetView
from ocop.web.showing import due_of, filed_forms, folded_files, inquiry_parts


def score_page(sheet: SheetView) -> WebPage:
    """The page a sheet opens with."""
    say = sheet.reading.say
    return WebPage(
        title=say("review.sheet_title", product=sheet.reading.case.subject.title),
        wide=True,
        wrong=bool(sheet.wrong),
        parts=[
            sheet.summary(),
            sheet.heading(),
            *(due_of(sheet.reading, sheet.holder.due) if sheet.holder.is_open else ()),
            *_news(sheet),
            *_onward(sheet),
            *inquiry_parts(sheet.reading, sheet.base, sheet.holder.id),
            *(_open(sheet) if sheet.holder.is_open else _closed(sheet)),
        ],
    )


def _onward(sheet: SheetView) -> list[LinkRow]:
    """Where the sheet was opened from a list: back to it, and on to the next product once it is
    handed in.
    """
    lang, after = sheet.reading.lang, sheet.holder.dossier
    following = [] if sheet.holder.is_open else way_to_next(lang, sheet.listed, after)
    links = [*following, *way_to_list(lang, sheet.listed)]
    return [LinkRow(links=links)] if links else []


def _news(sheet: SheetView) -> list[Notice]:
    say = sheet.reading.say
    if sheet.notice:
        return [sheet.notice]
    if sheet.holder.status == "closed":
        return [
            Notice(tone="info", title=say("review.not_awaited"), text=say("review.kept_so_far"))
        ]
    if not sheet.holder.is_open:
        return [Notice(tone="good", title=say("review.submitted"), text=_until(sheet))]
    if sheet.apart:
        return [Notice(tone="info", title=say("review.again"), text=say("review.again_why"))]
    return []


def _until(sheet: SheetView) -> str:
    """Whether a sheet that is in can be taken back still."""
    if _recallable(sheet):
        return sheet.reading.say("review.recall_until")
    still = sheet.reading.case.may_recall(sheet.holder)
    return sheet.reading.say("review.sees_others" if still else "review.submitted_for_good")


def _recallable(sheet: SheetView) -> bool:
    return may_take_back(sheet.reading.desk.svc, sheet.reading.case, sheet.holder)


def _open(sheet: SheetView) -> list[Component]:
    say = sheet.reading.say
    return [
        Subheading(text=say("review.first")),
        Paragraph(text=say("review.first_how")),
        leaving(sheet, "conflict"),
        Subheading(text=say("review.dossier")),
        *_dossier(sheet),
        Subheading(text=say("review.steps")),
        sheet.rail(),
        _copy(sheet, say("review.check")),
        _end(sheet),
        _wish(sheet),
        Subheading(text=say("review.cannot")),
        leaving(sheet, "decline"),
    ]


def _closed(sheet: SheetView) -> list[Component]:
    say = sheet.reading.say
    if not sheet.kept:
        return []
    is_in = sheet.holder.status != "closed"
    title = say("review.your_sheet" if is_in else "review.your_draft")
    own = sheet_total(sheet.reading, sheet.card).but(title=title)
    back = [leaving(sheet, "recall")] if _recallable(sheet) else []
    return [own, _copy(sheet, say("review.copy") if is_in else title), *back, *_dossier(sheet)]


def _dossier(sheet: SheetView) -> list[Component]:
    """All that was handed in and reported before the council, folded."""
    reading, files = sheet.reading, sheet.evidence
    evidence = reading.say("review.all_evidence", n=len(files))
    about = Folded(title=reading.say("review.scored_by"), parts=[scored_by(reading)])
    forms = filed_forms(reading, files, open_first=False)
    filed = Folded(title=reading.say("review.filed", n=len(forms)), parts=forms)
    return [*_hidden(sheet), about, *([filed] if forms else []), *folded_files(evidence, files)]


def _hidden(sheet: SheetView) -> list[Component]:
    """What a round that hides the producer can hide, and what it cannot."""
    if not sheet.holder.blind:
        return []
    kept = hides_files(sheet.reading, sheet.holder.id)
    return [Paragraph(text=sheet.reading.say("review.blind_no_files" if kept else "review.blind"))]


def leaving(sheet: SheetView, verb: str) -> ActButton:
    """A way out of the sheet: an interest, no time, or taking it back."""
    return ActButton(
        action=f"{sheet.base}/{verb}",
        label=sheet.reading.say(f"review.leave_{verb}"),
        note=sheet.reading.say(f"review.leave_{verb}_how"),
        why="" if verb == "recall" else "reason",
        problem=sheet.wrong.get(f"/{verb}", ""),
        typed=sheet.typed.get(verb, ""),
        folded=True,
    )


def _wish(sheet: SheetView) -> Folded:
    """Asking for a visit or a test, which who convenes the council grants."""
    say, wrong = sheet.reading.say, sheet.wrong.get("/inquire", "")
    kinds = [FieldChoice(value=kind, label=say(f"inquiries.kind_{kind}")) for kind in INQUIRY_KINDS]
    kind = Box(
        id="kind",
        name="kind",
        label=say("inquiries.wish_kind"),
        type="select",
        choices=tuple(kinds),
    )
    matter = Box(
        id=element_id("/inquire"),
        name="reason",
        label=say("inquiries.wish_matter"),
        type="long",
        value=sheet.typed.get("inquire", ""),
        error=wrong,
    )
    form = SmallForm(
        action=f"{sheet.base}/inquire",
        submit=say("inquiries.wish_send"),
        boxes=[kind, matter],
        boxed=False,
    )
    return Folded(title=say("inquiries.wish"), parts=[form], boxed=False)


def _end(sheet: SheetView) -> ScoreEnd:
    return ScoreEnd(
        action=f"{sheet.base}/save",
        hidden={VERSION: seen_as(sheet.kept)},
        total=sheet.total(),
        grounds=list(_grounds(sheet)),
        reason=str(sheet.answers.get(REASON, "")),
        reason_error=sheet.wrong.get(f"/{REASON}", ""),
        opinion_error=sheet.wrong.get(f"/{OPINION}", ""),
        opinion=str(sheet.answers.get(OPINION, "")),
    )


def _grounds(sheet: SheetView) -> Iterator[ScoreGround]:
    lang = sheet.reading.lang
    for ground in form_grounds(sheet.reading.criteria):
        yield ScoreGround(
            name=f"/{ground.field}",
            label=pick(ground.title, lang),
            ticked=bool(sheet.answers.get(ground.field)),
            note=pick(ground.note, lang) if ground.note else "",
        )


def _copy(sheet: SheetView, title: str) -> ScoreCopy:
    """Every line of the sheet as it stands, to check or to keep."""
    reading = sheet.reading
    chosen = reading.say("review.by", name=sheet.holder.party.name)
    return ScoreCopy(
        title=title,
        lines=[_line(sheet, criterion) for criterion in reading.criteria.criteria],
        said=list(_said(sheet)),
        by=chosen,
        head=list(sheet_head(reading, blind=sheet.holder.blind)),
    )


def _said(sheet: SheetView) -> Iterator[tuple[str, str]]:
    say = sheet.reading.say
    grounds = [ground.label for ground in _grounds(sheet) if ground.ticked]
    if grounds:
        yield say("score.reject"), "\n".join([*grounds, str(sheet.answers.get(REASON, ""))])
    if sheet.answers.get(OPINION):
        yield say("score.opinion"), str(sheet.answers[OPINION])


def _line(sheet: SheetView, criterion: Criterion) -> ScoreLine:
    reading, code = sheet.reading, criterion.code
    saved = sheet.sheet
    at = saved.choices.get(code)
    label = reading.say("review.no_level") if at is None else ""
    if code not in sheet.card.points:
        label = reading.say("review.not_yet")
    elif at is not None:
        label = pick(criterion.levels[at].label, reading.lang)
    return ScoreLine(
        code=criterion.printed,
        title=pick(criterion.title, reading.lang),
        chosen=label,
        points=str(sheet.card.points.get(code, 0)),
        max=str(criterion.max),
        remark=saved.notes.get(code, ""),
        advice=list(_advice(sheet, criterion)),
    )


def _advice(sheet: SheetView, criterion: Criterion) -> Iterator[str]:
    """What the advisory team says of a criterion, in lines."""
    say, told = sheet.reading.say, sheet.advice.get(field_name(criterion.code), {})
    level = str(told.get("level", ""))
    if is_level(level, len(criterion.levels)):
        points = "0" if level == NO_LEVEL else criterion.levels[int(level)].points
        yield say("review.team_proposes", points=points)
    if told.get("remark"):
        yield say("review.team_remarks", text=str(told["remark"]))
    if told.get("missing"):
        yield say("review.team_misses", papers=str(told["missing"]))
