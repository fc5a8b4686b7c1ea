"""The score sheet of one council member as a page: criteria, claims, evidence, running total."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from ocop.base.errors import FieldError
from ocop.base.pointers import Json, element_id
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.sources import ASSESSMENT
from ocop.forms.score_form import (
    NO_LEVEL,
    OPINION,
    REASON,
    form_grounds,
    note_field,
    read_score_sheet,
    write_score_sheet,
)
from ocop.html import (
    VERSION,
    ActButton,
    Component,
    ErrorSummary,
    FileLine,
    Heading,
    Notice,
    Paragraph,
    Problem,
    ScoreForm,
    ScoreGround,
    ScoreLevel,
    ScorePart,
    ScoreRow,
    ScoreSection,
    Subheading,
    View,
    WebPage,
)
from ocop.scoring.criteria import Criterion, Part, Section, field_name
from ocop.scoring.sheet import ScoreCard, ScoreSheet, running
from ocop.scoring.tally import Tally, differing
from ocop.web.reading import Reading, said_of
from ocop.web.reviewer.score_parts import (
    heading_above,
    is_level,
    scored_by,
    sheet_total,
    told_of,
)
from ocop.web.showing import due_of, file_lines, folded_files


class SheetPage(View):
    """A member's sheet on its way: the case, the assignment, the answers and what is wrong."""

    reading: Reading
    holder: Assignment
    answers: Mapping[str, Json]
    errors: Sequence[FieldError] = ()
    notice: Notice | None = None

    @classmethod
    def stored(cls, reading: Reading, holder: Assignment) -> "SheetPage":
        """The sheet as it was last saved."""
        saved = ScoreSheet.from_data(holder.sheet or {})
        return cls(
            reading=reading, holder=holder, answers=write_score_sheet(reading.criteria, saved)
        )

    @property
    def base(self) -> str:
        return f"/r/{self.holder.dossier}-{self.holder.id}"

    @cached_property
    def wrong(self) -> Mapping[str, str]:
        return {error.pointer: error.detail for error in reversed(self.errors)}

    @cached_property
    def claims(self) -> Mapping[str, Mapping[str, Json]]:
        """What the producer says of each criterion, by its field."""
        filed = self.reading.case.filed.get(ASSESSMENT)
        event = self.reading.desk.svc.store.event(self.reading.case.id, filed) if filed else None
        claims: Mapping[str, Mapping[str, Json]] = event.data.get("criteria", {}) if event else {}
        return claims

    @cached_property
    def evidence(self) -> dict[str, FileLine]:
        return file_lines(self.reading, self.base, self.holder.id)

    def evidence_for(self, name: str) -> list[FileLine]:
        """What was named for a criterion in the self-assessment, with what is said of it there,
        then what was uploaded for it besides.
        """
        named = {
            str(paper.get("file")): said_of(self.reading, paper)
            for paper in self.claims.get(name, {}).get("evidence") or ()
        }
        files = self.evidence
        first = [files[id].but(kind=kind) for id, kind in named.items() if id in files]
        more = [file for id, file in files.items() if file.slot == name and id not in named]
        return [*first, *more]

    @cached_property
    def apart(self) -> frozenset[str]:
        """The criteria to look at again after a round whose totals were too far apart."""
        rounds = [event for event in self.reading.events if event.kind == "rescore"]
        if not self.holder.scoring_round or not rounds:
            return frozenset()
        counted = Tally.from_data(rounds[-1].data["tally"])
        return frozenset(differing(self.reading.criteria, counted))

    @cached_property
    def card(self) -> ScoreCard:
        known = {field_name(c.code): len(c.levels) for c in self.reading.criteria.criteria}
        sound = {
            name: value
            for name, value in self.answers.items()
            if name not in known or is_level(value, known[name])
        }
        return running(self.reading.criteria, read_score_sheet(self.reading.criteria, sound))

    def page(self) -> WebPage:
        """The whole page."""
        reading = self.reading
        subject, title = reading.case.subject, reading.case.subject.title
        stage = pick(reading.rulebook.stage(self.holder.stage).title, reading.lang)
        evidence = reading.say("review.all_evidence", n=len(self.evidence))
        return WebPage(
            title=reading.say("review.sheet_title", product=title),
            wide=True,
            wrong=bool(self.wrong),
            parts=[
                ErrorSummary(problems=list(self._problems())),
                Heading(
                    over=stage,
                    title=title,
                    byline=subject.organisation,
                    reference=reading.case.reference,
                ),
                *(due_of(reading) if self.holder.is_open else ()),
                scored_by(reading),
                *self._news(),
                *(self._first_question() if self.holder.is_open else ()),
                *folded_files(evidence, self.evidence),
                *(self._open_parts() if self.holder.is_open else self._closed_parts()),
            ],
        )

    def _news(self) -> list[Notice]:
        reading = self.reading
        if self.notice:
            return [self.notice]
        if not self.holder.is_open:
            return [Notice(tone="good", title=reading.say("review.submitted"))]
        if self.apart:
            title, text = reading.say("review.again"), reading.say("review.again_why")
            return [Notice(tone="info", title=title, text=text)]
        return []

    def _closed_parts(self) -> list[Component]:
        total = sheet_total(self.reading, self.card)
        return [total.but(title=self.reading.say("review.your_sheet"))] if total.parts else []

    def _open_parts(self) -> list[Component]:
        return [
            self._form(),
            Subheading(text=self.reading.say("review.cannot")),
            self._leaving("decline"),
        ]

    def _first_question(self) -> list[Component]:
        """Whether the member has an interest in the producer, asked before anything is read; the
        page opens with it each time.
        """
        return [
            Subheading(text=self.reading.say("review.first")),
            Paragraph(text=self.reading.say("review.first_how")),
            self._leaving("conflict"),
        ]

    def _form(self) -> ScoreForm:
        count = len(self.reading.criteria.criteria)
        return ScoreForm(
            action=f"{self.base}/save",
            hidden={VERSION: str(self.holder.version)},
            parts=[self._part(part) for part in self.reading.criteria.parts],
            total=sheet_total(self.reading, self.card),
            answered=count - len(self.card.missing),
            count=count,
            grounds=self._grounds(),
            reason=str(self.answers.get(REASON, "")),
            reason_error=self.wrong.get(f"/{REASON}", ""),
            opinion=str(self.answers.get(OPINION, "")),
        )

    def _leaving(self, verb: str) -> ActButton:
        return ActButton(
            action=f"{self.base}/{verb}",
            label=self.reading.say(f"review.leave_{verb}"),
            note=self.reading.say(f"review.leave_{verb}_how"),
            why="reason",
            problem=self.wrong.get(f"/{verb}", ""),
            folded=True,
        )

    def _problems(self) -> Iterator[Problem]:
        """What is wrong in the order of the page, where the grounds to reject stand last."""
        scored = [field_name(c.code) for c in self.reading.criteria.criteria]
        fields = [name for field in scored for name in (field, f"{field}_note")]
        places = {f"/{name}": place for place, name in enumerate(fields)}
        for pointer in sorted(self.wrong, key=lambda pointer: places.get(pointer, len(places))):
            yield Problem(detail=self.wrong[pointer], target=element_id(pointer))

    def _part(self, part: Part) -> ScorePart:
        return ScorePart(
            code=part.code,
            title=pick(part.title, self.reading.lang),
            max=str(part.max),
            sections=[self._section(section) for section in part.sections],
        )

    def _section(self, section: Section) -> ScoreSection:
        return ScoreSection(
            code=section.code,
            title=pick(section.title, self.reading.lang),
            max=str(section.max),
            rows=[
                self._row(criterion).but(heading=heading_above(self.reading, before, criterion))
                for before, criterion in pairwise((None, *section.criteria))
                if criterion
            ],
            note=pick(section.note, self.reading.lang) if section.note else "",
        )

    def _row(self, criterion: Criterion) -> ScoreRow:
        lang, name = self.reading.lang, field_name(criterion.code)
        claim = self.claims.get(name, {})
        note = note_field(criterion)
        return ScoreRow(
            name=f"/{name}",
            code=criterion.printed,
            title=pick(criterion.title, lang),
            max=str(criterion.max),
            levels=list(self._levels(criterion, self.answers.get(name), claim.get("level"))),
            note=told_of(self.reading, criterion),
            said=str(claim.get("description", "")),
            evidence=self.evidence_for(name),
            comment=str(self.answers.get(note, "")),
            comment_name=f"/{note}",
            error=self.wrong.get(f"/{name}", ""),
            differs=self.reading.say("review.apart") if criterion.code in self.apart else "",
        )

    def _levels(self, criterion: Criterion, chosen: Json, claimed: Json) -> Iterator[ScoreLevel]:
        lang = self.reading.lang
        if criterion.zero_if_none_met:
            yield ScoreLevel(
                key=NO_LEVEL,
                label=self.reading.say("review.no_level"),
                points="0",
                chosen=chosen == NO_LEVEL,
                claimed=claimed == NO_LEVEL,
            )
        for place, level in enumerate(criterion.levels):
            case = f"{pick(level.case, lang)}: " if level.case else ""
            yield ScoreLevel(
                key=str(place),
                label=f"{case}{pick(level.label, lang)}",
                points=str(level.points),
                star=level.min_for_star or 0,
                chosen=chosen == str(place),
                claimed=claimed == str(place),
            )

    def _grounds(self) -> list[ScoreGround]:
        lang = self.reading.lang
        return [
            ScoreGround(
                name=f"/{ground.field}",
                label=pick(ground.title, lang),
                ticked=bool(self.answers.get(ground.field)),
                note=pick(ground.note, lang) if ground.note else "",
            )
            for ground in form_grounds(self.reading.criteria)
        ]
