"""A member's sheet as its pages see it: what is answered, claimed, shown, and added up so far."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ocop.base.errors import FieldError
from ocop.base.pointers import Json, element_id
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.sources import ADVICE, ASSESSMENT
from ocop.council.second_look import SecondLook
from ocop.forms.score_form import read_score_sheet, write_score_sheet
from ocop.html import (
    ErrorSummary,
    FileLine,
    Heading,
    Notice,
    Problem,
    ScoreGate,
    ScoreRail,
    ScoreStep,
    ScoreSum,
    View,
)
from ocop.scoring.criteria import Criterion, field_name
from ocop.scoring.ranking import RankingRules, gates
from ocop.scoring.sheet import ScoreCard, ScoreSheet, running
from ocop.web.asking import look_again
from ocop.web.reading import Reading, part_scores, said_of
from ocop.web.reviewer.score_parts import is_level
from ocop.web.reviewer.sheet_steps import SheetStep, steps_of
from ocop.web.showing import file_lines, points_by_part


class SheetView(View):
    """A member's sheet on its way: the case, the assignment, the answers and what is wrong.

    `answers` are what the page shows: what is stored, and over it what was just posted; `listed` is
    the key of the list of products that opened it in this browser, `typed` the reasons that were
    just refused, by what they were for.
    """

    reading: Reading
    holder: Assignment
    answers: Mapping[str, Json]
    errors: Sequence[FieldError] = ()
    notice: Notice | None = None
    listed: str = ""
    typed: Mapping[str, str] = {}

    @classmethod
    def stored(cls, reading: Reading, holder: Assignment) -> "SheetView":
        """The sheet as it was last saved."""
        answers = stored_answers(reading, holder)
        return cls(reading=reading, holder=holder, answers=answers)

    @property
    def base(self) -> str:
        """The address of the sheet."""
        return f"/r/{self.holder.dossier}-{self.holder.id}"

    @cached_property
    def kept(self) -> Mapping[str, Json]:
        """The answers that are stored."""
        return stored_answers(self.reading, self.holder)

    @cached_property
    def steps(self) -> tuple[SheetStep, ...]:
        """The steps of the sheet."""
        return steps_of(self.reading.criteria, self.look.codes if self.look else None)

    def step_at(self, place: str) -> SheetStep | None:
        """The step of that place; the first page for what names none."""
        return next((step for step in self.steps if str(step.place) == place), None)

    @cached_property
    def wrong(self) -> Mapping[str, str]:
        """What is wrong, by pointer."""
        return {error.pointer: error.detail for error in reversed(self.errors)}

    @cached_property
    def claims(self) -> Mapping[str, Mapping[str, Json]]:
        """What the producer says of each criterion, by its field."""
        return self._by_criterion(ASSESSMENT)

    @cached_property
    def advice(self) -> Mapping[str, Mapping[str, Json]]:
        """What the advisory team says of a criterion, by its field (26/2026/QĐ-TTg Điều 7.3c)."""
        return self._by_criterion(ADVICE)

    def _by_criterion(self, form: str) -> Mapping[str, Mapping[str, Json]]:
        filed = self.reading.case.filed.get(form)
        event = self.reading.desk.svc.store.event(self.reading.case.id, filed) if filed else None
        told: Mapping[str, Mapping[str, Json]] = event.data.get("criteria", {}) if event else {}
        return told

    @cached_property
    def evidence(self) -> dict[str, FileLine]:
        """The files of the dossier."""
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
    def look(self) -> SecondLook | None:
        """What of it is asked again after a round whose totals were too far apart."""
        return look_again(self.reading, self.holder)

    @property
    def apart(self) -> frozenset[str]:
        """The criteria that are asked again."""
        return self.look.codes if self.look else frozenset()

    @cached_property
    def sheet(self) -> ScoreSheet:
        """What is chosen so far, without what is no choice."""
        known = {field_name(c.code): len(c.levels) for c in self.reading.criteria.criteria}
        sound = {
            name: value
            for name, value in self.answers.items()
            if name not in known or is_level(value, known[name])
        }
        return read_score_sheet(self.reading.criteria, sound)

    @cached_property
    def card(self) -> ScoreCard:
        """The points so far."""
        return running(self.reading.criteria, self.sheet)

    def heading(self) -> Heading:
        """What is scored."""
        reading = self.reading
        return Heading(
            over=pick(reading.rulebook.stage(self.holder.stage).title, reading.lang),
            title=reading.case.subject.title,
            byline=reading.case.subject.organisation,
            reference=reading.case.reference,
        )

    def summary(self, here: SheetStep | None = None) -> ErrorSummary:
        """What is wrong in the order of the sheet, where the grounds to reject stand last; each
        leads to the page where it is put right.
        """
        return ErrorSummary(problems=list(self._problems(here)))

    def _problems(self, here: SheetStep | None) -> Iterator[Problem]:
        page_of = {f"/{field}": step for step in self.steps for field in step.fields}
        scored = [field_name(c.code) for c in self.reading.criteria.criteria]
        places = {f"/{name}": place for place, name in enumerate(scored)}
        for pointer in sorted(self.wrong, key=lambda pointer: places.get(pointer, len(places))):
            step = page_of.get(pointer)
            page = "" if step is None or step == here else self.at(step)
            target = element_id(pointer)
            yield Problem(detail=self.wrong[pointer], target=target, page=page)

    def at(self, step: SheetStep) -> str:
        """The address of a step."""
        return f"{self.base}?at={step.place}"

    def rail(self, here: SheetStep | None = None) -> ScoreRail:
        """All steps with how far each is."""
        steps = [self._step(step, here) for step in self.steps]
        return ScoreRail(steps=steps, short=here is not None)

    def _step(self, step: SheetStep, here: SheetStep | None) -> ScoreStep:
        codes, points = [c.code for c in step.criteria], self.card.points
        titles = [pick(section.title, self.reading.lang) for section, _ in step.sections]
        return ScoreStep(
            href=self.at(step),
            code=step.span,
            title=" · ".join(titles),
            points=str(sum(points.get(code, 0) for code in codes)),
            max=str(sum(c.max for c in step.criteria)),
            answered=sum(code in points for code in codes),
            count=len(codes),
            here=step == here,
            marked=bool(self.apart.intersection(codes)),
            wrong=any(f"/{field}" in self.wrong for field in step.fields),
        )

    def total(self, here: SheetStep | None = None) -> ScoreSum:
        """The running total; beside a step, what of it stands elsewhere, for the page to go on
        counting.
        """
        points = self.card.points
        asked = {c.code for c in here.criteria} if here else set()
        elsewhere = {code: made for code, made in points.items() if code not in asked}
        parts = part_scores(self.reading, self.card.by_part, str)
        return ScoreSum(
            points=str(self.card.total),
            answered=len(points),
            count=len(self.reading.criteria.criteria),
            parts=points_by_part(parts),
            points_elsewhere=str(sum(elsewhere.values())),
            answered_elsewhere=len(elsewhere),
            gates=list(self._gates(asked)),
        )

    def _gates(self, asked: set[str]) -> Iterator[ScoreGate]:
        rules = RankingRules.from_data(self.reading.rulebook.ranking)
        missing: dict[int, list[Criterion]] = {}
        for criterion in self.reading.criteria.criteria:
            made = self.card.points.get(criterion.code)
            for gate in gates(criterion, rules):
                short = made is None or made < gate.points
                missing.setdefault(gate.star, []).extend([criterion] if short else [])
        for star in sorted(missing):
            yield ScoreGate(
                star=star,
                missing=[c.printed for c in missing[star]],
                elsewhere=[c.printed for c in missing[star] if c.code not in asked],
            )


def stored_answers(reading: Reading, holder: Assignment) -> dict[str, Json]:
    """The answers of a sheet as it is stored."""
    return write_score_sheet(reading.criteria, ScoreSheet.from_data(holder.sheet or {}))
