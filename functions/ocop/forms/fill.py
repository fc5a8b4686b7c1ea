"""Turns a form's template into one language's schema, with choices and criteria filled in.

Keywords of the templates, none of which is served:
- `x-options`: the field takes the list of choices of that name; "levels" is the criterion's own.
- `x-per-criterion`: the object gets one such property per criterion; with `x-all-required`, each
  has to be there. Where a page folds the object, each names its section (`x-section`, served).
- `x-score-sheet`: the object gets the fields of a score sheet, made from these three templates.
- `x-when`: keywords that hold for some cases alone, by a fact of the case: `{"fact": "occasion",
  "is": ["upgrade"], "then": {"required": ["changes"]}}`, or `not` in place of `is`; `without` names
  choices that are not offered then. A fact comes as a list of one choice; where none comes, as for
  a form shown to everybody, nothing is added.
- `x-only-for`: the field is asked for the sake of the choices in the list named alone; where that
  list is handed in and empty, the field falls away.
- `x-demands`: which fields a choice requires: `{"outcome": {"reason": "needs-reason"}}` with the
  choices that do so in the list named.
The field of a day gets its bounds as `ocop.forms.bounds` has them. In the texts of a
template `{code}`, `{title}` and `{max}` stand for the criterion's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from ocop.base.errors import NotFound, Unavailable
from ocop.base.pointers import Json
from ocop.base.structs import struct
from ocop.base.text import Lang, Text, pick, same
from ocop.catalogue.texts import phrase
from ocop.forms.bounds import bounded
from ocop.forms.checked import Choice
from ocop.forms.score_form import (
    REASON,
    FormGround,
    criterion_ground,
    form_grounds,
    general_grounds,
    level_choices,
    note_field,
)
from ocop.forms.uploads import UPLOAD, told
from ocop.scoring.criteria import CriteriaSet, Criterion, Section, field_name
from ocop.scoring.reading import told_at

Options = Mapping[str, Sequence[Choice]]
Filled = dict[str, Any]
Template = Mapping[str, Any]
ONLY_FOR = "x-only-for"
# Which year it is where nobody says: the one in which the law of the forms came into force.
THIS_YEAR = 2026


@struct(frozen=True)
class FormFilling:
    """What goes into a template: the language, lists of choices, a criteria set, the year."""

    lang: Lang
    options: Options = field(default_factory=dict)
    criteria_set: CriteriaSet | None = None
    words: Mapping[str, Text] = field(default_factory=dict)
    year: int = THIS_YEAR

    def fill(self, node: Json) -> Json:
        """The node with every text in one language and every keyword of ours carried out."""
        if isinstance(node, list):
            return [self.fill(item) for item in node]
        if not isinstance(node, Mapping):
            return node
        if node.keys() == {"vi", "en"}:
            return self._say(node)
        if UPLOAD in node:
            node = told(node)
        for keyword, expand in EXPANSIONS.items():
            if keyword in node:
                return expand(self, node)
        return {name: self.fill(value) for name, value in node.items() if self._asks(value)}

    def _asks(self, node: Json) -> bool:
        """Whether a field has its use, as far as that is known."""
        listed = node.get(ONLY_FOR) if isinstance(node, Mapping) else None
        return listed is None or listed not in self.options or bool(self.options[listed])

    def _say(self, text: Text) -> str:
        said = pick(text, self.lang)
        for word, meaning in self.words.items():
            said = said.replace(f"{{{word}}}", pick(meaning, self.lang))
        return said

    def _without(self, node: Template, *keywords: str) -> Filled:
        return {key: self.fill(value) for key, value in node.items() if key not in keywords}

    def choice(self, node: Template) -> Filled:
        """A field with a list of choices; Unavailable when the list is missing or empty."""
        name = node["x-options"]
        if not self.options.get(name):
            raise Unavailable("form-not-ready", {"what": name})
        listed = [
            {"const": value, "title": pick(title, self.lang)} for value, title in self.options[name]
        ]
        return self._without(node, "x-options") | {"oneOf": listed}

    def when(self, node: Template) -> Filled:
        """The node with the keywords that this case's facts call for."""
        body = {key: value for key, value in node.items() if key != "x-when"}
        for rule in node["x-when"]:
            if self._holds(rule):
                body |= _added(body, rule["then"])
        filled: Filled = self.fill(body)
        return filled

    def _holds(self, rule: Mapping[str, Any]) -> bool:
        known = {value for value, _ in self.options.get(rule["fact"], ())}
        if "is" in rule:
            return not known.isdisjoint(rule["is"])
        return bool(known) and known.isdisjoint(rule["not"])

    def only_for(self, node: Template) -> Filled:
        """A field that is asked."""
        filled: Filled = self.fill({key: it for key, it in node.items() if key != ONLY_FOR})
        return filled

    def demands(self, node: Template) -> Filled:
        """The object with one rule for each choice that requires more fields."""
        rules = [
            rule for name, lists in node["x-demands"].items() for rule in self._ifs(name, lists)
        ]
        return self._without(node, "x-demands") | ({"allOf": rules} if rules else {})

    def _ifs(self, name: str, lists: Mapping[str, str]) -> Iterator[Filled]:
        needs: dict[str, list[str]] = {}
        for required, listed in lists.items():
            for value, _ in self.options.get(listed, ()):
                needs.setdefault(value, []).append(required)
        for value, required_fields in needs.items():
            chosen = {name: {"type": "string", "const": value}}
            yield {
                "if": {"properties": chosen, "required": [name]},
                "then": {"required": required_fields},
            }

    def bounds(self, node: Template) -> Filled:
        """A day's field with the years it may lie in."""
        return bounded({key: self.fill(value) for key, value in node.items()}, self.year)

    def per_criterion(self, node: Template) -> Filled:
        """An object with one property for each criterion, all alike."""
        template, the_set = node["x-per-criterion"], self._the_set()
        fields = {
            field_name(c.code): self._about(c).fill(_with_note(template, told_at(the_set, c)))
            | ({"x-section": self._section(section)} if "x-folded" in node else {})
            for section in the_set.sections
            for c in section.criteria
        }
        whole = self._without(node, "x-per-criterion", "x-all-required")
        required = {"required": list(fields)} if node.get("x-all-required") else {}
        return whole | {"properties": fields, "additionalProperties": False} | required

    def score_sheet(self, node: Template) -> Filled:
        """The flat object of a score sheet: levels are required unless a ground is ticked."""
        fields = dict(self._score_fields(node["x-score-sheet"]))
        whole = self._without(node, "x-score-sheet")
        return {
            **whole,
            "properties": fields | whole["properties"],
            "additionalProperties": False,
            **_score_rules(self._the_set()),
        }

    def _score_fields(self, templates: Mapping[str, Template]) -> Iterator[tuple[str, Filled]]:
        for ground in general_grounds(self._the_set()):
            yield self._ground(templates["ground"], ground)
        the_set = self._the_set()
        for criterion in the_set.criteria:
            about = self._about(criterion)
            level = _with_note(templates["level"], told_at(the_set, criterion))
            yield field_name(criterion.code), about.fill(level)
            yield note_field(criterion), about.fill(templates["note"])
            if criterion.can_disqualify:
                yield self._ground(templates["ground"], criterion_ground(criterion))

    def _ground(self, template: Template, ground: FormGround) -> tuple[str, Filled]:
        # Some conditions are printed with the word that the form puts before each.
        printed = phrase("forms.rejecting")
        title = {lang: text.removeprefix(printed[lang]) for lang, text in ground.title.items()}
        words = replace(self, words={"title": title})
        return ground.field, words.fill(_with_note(template, ground.note))

    def _section(self, section: Section) -> str:
        return f"{section.code}. {pick(section.title, self.lang)}"

    def _about(self, criterion: Criterion) -> "FormFilling":
        plain = {"code": criterion.printed, "max": str(criterion.max)}
        words = {word: same(text) for word, text in plain.items()}
        options = {**self.options, "levels": level_choices(criterion)}
        return replace(self, options=options, words={**words, "title": criterion.title})

    def _the_set(self) -> CriteriaSet:
        if self.criteria_set is None:
            raise NotFound("unknown-criteria-set", {"set": "-"})
        return self.criteria_set


EXPANSIONS: Mapping[str, Callable[[FormFilling, Template], Filled]] = {
    ONLY_FOR: FormFilling.only_for,
    "x-when": FormFilling.when,
    "x-demands": FormFilling.demands,
    "x-latest": FormFilling.bounds,
    "x-options": FormFilling.choice,
    "x-per-criterion": FormFilling.per_criterion,
    "x-score-sheet": FormFilling.score_sheet,
}


def _with_note(template: Template, note: Text | None) -> Template:
    return template if note is None else {**template, "description": note}


def _added(body: Template, more: Template) -> Filled:
    added = {key: value for key, value in more.items() if key != "without"}
    if required := [*body.get("required", ()), *more.get("required", ())]:
        added["required"] = required
    if barred := more.get("without"):
        added["oneOf"] = [choice for choice in body["oneOf"] if choice["const"] not in barred]
    return added


def _score_rules(criteria: CriteriaSet) -> Filled:
    """The decisions stop the scoring where a ground holds: then a reason is due, not the levels."""
    levels = [field_name(criterion.code) for criterion in criteria.criteria]
    ticks = [ground.field for ground in form_grounds(criteria)]
    if not ticks:
        return {"required": levels}
    unticked = {tick: {"type": "boolean", "const": False} for tick in ticks}
    return {
        "if": {"properties": unticked},
        "then": {"required": levels},
        "else": {"required": [REASON]},
    }
