"""What figures are split by, and the registers they come from, in words."""

from collections.abc import Callable, Mapping

from ocop.base.structs import struct
from ocop.base.text import Lang, Text, pick, same
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.texts import say
from ocop.people.province import Province
from ocop.programme.figures import BY_UNIT, BY_YEAR
from ocop.programme.ports import ProgrammeServices
from ocop.programme.reading import plan_of
from ocop.programme.wording import measure_name, register_name

STAR_SPLIT, GROUP_SPLIT = "/star", "/group"
YES_OR_NO = {"true": "facts.yes", "false": "facts.no"}


@struct(frozen=True)
class ProgrammeNames:
    """Words for registers, measures, splits and their values."""

    svc: ProgrammeServices
    criteria: CriteriaSets
    province: Province
    lang: Lang

    def register(self, id: str) -> str:
        """A register's name, or that of a list that nobody fills in."""
        return register_name(self.svc, id, self.lang)

    def measure(self, name: str) -> str:
        """What a measure counts."""
        return measure_name(self.svc, name, self.lang)

    def split(self, register: str, by: str) -> str:
        """What a figure is split by."""
        own = {BY_UNIT: "registers.unit", BY_YEAR: "registers.year"}
        if by in own:
            return say(self.lang, own[by])
        if by in (STAR_SPLIT, GROUP_SPLIT) and register not in self.svc.registers.ids():
            return say(self.lang, f"programme.split_{by[1:]}")
        field = self.svc.registers.get(register).fields[by]
        return pick(field.schema["title"], self.lang)

    def of(self, register: str, by: str) -> Callable[[str], str]:
        """Words for the values of a split."""
        if by == BY_UNIT:
            return lambda code: pick(self.province.unit_name(code), self.lang)
        if by == STAR_SPLIT:
            return lambda star: say(self.lang, "programme.stars", n=star)
        if by == GROUP_SPLIT:
            return self._group
        if by == BY_YEAR or register not in self.svc.registers.ids():
            return str
        field = self.svc.registers.get(register).fields[by]
        of_sets = field.schema.get("x-options") == "criteria-sets"
        choices = self.criteria.names_by_number() if of_sets else field.choices
        return lambda value: self._choice(choices, value)

    @property
    def of_charts(self) -> Mapping[str, Callable[[str], str]]:
        """Words for the bars of each chart of the board."""
        sources = {one.id: one.title for one in plan_of(self.svc, self.province).money.sources}
        return {
            "stars": self.of("", STAR_SPLIT),
            "groups": self._group,
            "communes": self.of("", BY_UNIT),
            "years": str,
            "organisations": self.of("organisations", "/kind"),
            "planned": lambda source: pick(sources.get(source, same(source)), self.lang),
        }

    def _choice(self, choices: Mapping[str, Text], value: str) -> str:
        if value in choices:
            return pick(choices[value], self.lang)
        return say(self.lang, YES_OR_NO.get(value, "programme.not_said"))

    def _group(self, name: str) -> str:
        """A product group in the reader's words, by its Vietnamese name."""
        for decision in self.criteria.decisions():
            for entry in self.criteria.entries(decision):
                if entry.group["vi"] == name:
                    return pick(entry.group, self.lang)
        return name or say(self.lang, "programme.not_said")
