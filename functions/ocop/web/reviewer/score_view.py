"""The score sheet of one council member as a page: criteria, claims, evidence, running total."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ocop.base.errors import FieldError
from ocop.base.pointers import Json, element_id
from ocop.base.points import show_points
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.catalogue.texts import load_phrases
from ocop.forms.score_form import (
    NO_LEVEL,
    OPINION,
    REASON,
    form_grounds,
    note_field,
    read_score_sheet,
    write_score_sheet,
)
from ocop.html.components.notices import Problem
from ocop.html.views import Button, Evidence, Gap, Notice, Result
from ocop.html.views_score import Ground, Level, ScorePage, ScorePart, ScoreRow, ScoreSection
from ocop.scoring.criteria import Criterion, field_name
from ocop.scoring.explain import explain
from ocop.scoring.ranking import RankingRules, rank
from ocop.scoring.sheet import ScoreCard, ScoreSheet, running
from ocop.scoring.tally import Tally, TallyRules, differing, tally
from ocop.web.reading import score_words
from ocop.web.reading.exhibits import said_of, shown
from ocop.web.reading.filed import part_points
from ocop.web.reading.reading import Reading

SELF_ASSESSMENT = "self-assessment"


@dataclass(frozen=True)
class Sheet:
    """A member's sheet on its way: the case, the assignment, the answers and what is wrong."""

    reading: Reading
    assignment: Assignment
    answers: Mapping[str, Json]
    errors: Sequence[FieldError] = ()
    hidden: Mapping[str, str] | None = None
    notice: Notice | None = None

    @classmethod
    def stored(cls, reading: Reading, assignment: Assignment) -> "Sheet":
        """The sheet as it was last saved."""
        saved = ScoreSheet.from_data(assignment.sheet or {})
        return cls(reading, assignment, write_score_sheet(reading.criteria, saved))

    @property
    def base(self) -> str:
        return f"/r/{self.assignment.dossier}-{self.assignment.id}"

    @cached_property
    def wrong(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for error in self.errors:
            found.setdefault(error.pointer, error.detail)
        return found

    @cached_property
    def claims(self) -> Mapping[str, Mapping[str, Json]]:
        """What the producer says of each criterion, by its field."""
        filed = self.reading.case.filed.get(SELF_ASSESSMENT)
        event = self.reading.desk.svc.store.event(self.reading.case.id, filed) if filed else None
        found: Mapping[str, Mapping[str, Json]] = event.data.get("criteria", {}) if event else {}
        return found

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        return shown(self.reading, self.base, self.assignment.id)

    def evidence_for(self, name: str) -> list[Evidence]:
        """What was named for a criterion in the self-assessment, with what is said of it there,
        then what was uploaded for it besides.
        """
        named = {
            str(one.get("file")): said_of(self.reading, one)
            for one in self.claims.get(name, {}).get("evidence") or ()
        }
        first = [replace(self.evidence[i], kind=s) for i, s in named.items() if i in self.evidence]
        more = [f for i, f in self.evidence.items() if f.slot == name and i not in named]
        return [*first, *more]

    @cached_property
    def apart(self) -> frozenset[str]:
        """The criteria to look at again after a round whose totals were too far apart."""
        rounds = [e for e in self.reading.events if e.kind == "rescore"]
        if not self.assignment.scoring_round or not rounds:
            return frozenset()
        counted = Tally.from_data(rounds[-1].data["tally"])
        return frozenset(differing(self.reading.criteria, counted))

    @cached_property
    def card(self) -> ScoreCard:
        known = {field_name(c.code): len(c.levels) for c in self.reading.criteria.criteria}
        sound = {
            name: value
            for name, value in self.answers.items()
            if name not in known or _is_level(value, known[name])
        }
        return running(self.reading.criteria, read_score_sheet(self.reading.criteria, sound))

    def page(self) -> ScorePage:
        """The whole page."""
        reading, card, closed = self.reading, self.card, not self.assignment.is_open
        asked = len(reading.criteria.criteria)
        return ScorePage(
            reading.case.reference,
            reading.case.subject.product,
            reading.case.subject.organisation,
            pick(reading.rulebook.stage(self.assignment.stage).title, reading.lang),
            f"{self.base}/save",
            self.parts(),
            _total(reading, card),
            asked - len(card.missing),
            asked,
            None if closed else reading.due,
            self.notice or self._state(closed=closed),
            tuple(self._problems()),
            self.grounds(),
            str(self.answers.get(REASON, "")),
            self.wrong.get(f"/{REASON}", ""),
            str(self.answers.get(OPINION, "")),
            self.hidden or {"_version": str(self.assignment.version)},
            list(self.evidence.values()),
            None if closed else self._leave("conflict"),
            None if closed else self._leave("decline"),
            closed,
        )

    def _leave(self, verb: str) -> Button:
        label, note = (pick(text, self.reading.lang) for text in score_words.LEAVE[verb])
        problem = self.wrong.get(f"/{verb}", "")
        return Button(f"{self.base}/{verb}", label, note=note, why="reason", problem=problem)

    def _problems(self) -> Iterator[Problem]:
        """What is wrong in the order of the page, where the grounds to reject stand last."""
        scored = [field_name(c.code) for c in self.reading.criteria.criteria]
        fields = [name for field in scored for name in (field, f"{field}_note")]
        places = {f"/{name}": place for place, name in enumerate(fields)}
        for pointer in sorted(self.wrong, key=lambda one: places.get(one, len(places))):
            yield Problem(detail=self.wrong[pointer], target=element_id(pointer))

    def _state(self, *, closed: bool) -> Notice | None:
        lang = self.reading.lang
        if closed:
            return Notice("good", pick(score_words.SUBMITTED, lang))
        if self.apart:
            return Notice("info", pick(score_words.AGAIN, lang), pick(score_words.AGAIN_WHY, lang))
        return None

    def parts(self) -> tuple[ScorePart, ...]:
        lang = self.reading.lang
        return tuple(
            ScorePart(
                part.code,
                pick(part.title, lang),
                str(part.max),
                tuple(
                    ScoreSection(
                        section.code,
                        pick(section.title, lang),
                        str(section.max),
                        tuple(self.row(criterion) for criterion in section.criteria),
                    )
                    for section in part.sections
                ),
            )
            for part in self.reading.criteria.parts
        )

    def row(self, criterion: Criterion) -> ScoreRow:
        lang, name = self.reading.lang, field_name(criterion.code)
        claim = self.claims.get(name, {})
        note = note_field(criterion)
        return ScoreRow(
            f"/{name}",
            criterion.printed,
            pick(criterion.title, lang),
            str(criterion.max),
            tuple(self.levels(criterion, self.answers.get(name), claim.get("level"))),
            pick(criterion.note, lang) if criterion.note else "",
            str(claim.get("description", "")),
            self.evidence_for(name),
            str(self.answers.get(note, "")),
            f"/{note}",
            self.wrong.get(f"/{name}", ""),
            criterion.can_disqualify,
            pick(score_words.APART, lang) if criterion.code in self.apart else "",
        )

    def levels(self, criterion: Criterion, chosen: Json, claimed: Json) -> Iterator[Level]:
        lang = self.reading.lang
        if criterion.zero_if_none_met:
            none = pick(score_words.NONE, lang)
            yield Level(NO_LEVEL, none, "0", chosen=chosen == NO_LEVEL, claimed=claimed == NO_LEVEL)
        for place, level in enumerate(criterion.levels):
            situation = f"{pick(level.case, lang)}: " if level.case else ""
            yield Level(
                str(place),
                f"{situation}{pick(level.label, lang)}",
                str(level.points),
                level.min_for_star or 0,
                chosen == str(place),
                claimed == str(place),
            )

    def grounds(self) -> tuple[Ground, ...]:
        lang = self.reading.lang
        return tuple(
            Ground(
                f"/{g.field}",
                pick(g.title, lang),
                bool(self.answers.get(g.field)),
                pick(g.note, lang) if g.note else "",
            )
            for g in form_grounds(self.reading.criteria)
        )


def _is_level(value: Json, count: int) -> bool:
    text = str(value)
    return text == NO_LEVEL or (text.isascii() and text.isdigit() and int(text) < count)


def _total(reading: Reading, card: ScoreCard) -> Result:
    """Points so far; once every criterion is scored, also the stars this sheet alone would make."""
    parts = part_points(reading, card.by_part)
    total = show_points(card.total)
    if not card.complete or card.disqualified:
        return Result(0, total, parts, final=False)
    counted = tally(
        reading.criteria, {"own": card}, TallyRules.from_data(reading.rulebook.tally), "own"
    )
    rules = RankingRules.from_data(reading.rulebook.ranking)
    ranking = rank(reading.criteria, counted, rules)
    phrases = load_phrases("explain")
    said = explain(reading.criteria, counted, ranking, rules, phrases, reading.lang)
    gaps = tuple(Gap("", "", line) for line in said.next_star)
    lines = (said.headline, *said.gates)
    return Result(ranking.star, total, parts, lines, min(5, ranking.star + 1), gaps, final=False)
