"""Figures, goals and measures of the programme in words."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import show
from ocop.plans.course import Progress, cut_figure
from ocop.plans.plan import PlanSection, ProgrammePlan
from ocop.programme.ports import ProgrammeServices
from ocop.programme.snapshots import SnapshotLine

WHOLE_FROM = 10_000  # a tenth of so much tells nobody anything
PERCENT = "%"
TENTHS = 10


def figure_text(value: Fraction | None, unit: str, lang: Lang) -> str:
    """A figure with its unit; what nobody has counted is said so."""
    if value is None:
        return say(lang, "programme.no_figure")
    number = number_text(value, lang)
    return f"{number}{PERCENT}" if unit == PERCENT else f"{number} {unit}"


def number_text(value: Fraction, lang: Lang) -> str:
    """A figure without its unit: cut, never rounded, its thousands apart."""
    if value.denominator == 1 or abs(value) >= WHOLE_FROM:
        return show.grouped(int(value), lang)
    return cut_figure(value, lang)


def value_shown(value: Fraction) -> Fraction:
    """What of a value `number_text` shows, so that differences on a page add up."""
    whole = value.denominator == 1 or abs(value) >= WHOLE_FROM
    return Fraction(int(value)) if whole else Fraction(floor(value * TENTHS), TENTHS)


def goal_text(line: SnapshotLine, lang: Lang) -> str:
    """What is to be reached, by when."""
    if line.until is None:
        return ""
    ends = [show.grouped(int(one), lang) for one in (line.least, line.most) if one is not None]
    kind = "range" if len(ends) > 1 else "least" if line.least is not None else "most"
    about = say(lang, "programme.about") if line.about else ""
    unit = pick(line.unit, lang)
    told = {"goal": f"{about}{'–'.join(ends)}", "unit": unit, "day": show.day(line.until, lang)}
    return say(lang, f"programme.goal_{kind}", **told)


def state_text(state: Progress, lang: Lang) -> str:
    """Where an indicator stands, in words."""
    return say(lang, f"programme.state_{state.replace('-', '_')}")


def clauses_text(plan: ProgrammePlan, refs: Sequence[str], lang: Lang) -> str:
    """Places of a plan by their numbers; of those that have none, what their section is called."""
    unnumbered = {one.id: pick(one.title, lang) for one in plan.sections if not _has_number(one.id)}
    named = (unnumbered.get(ref.partition(".")[0], ref) for ref in refs)
    return ", ".join(dict.fromkeys(named))


def section_text(section: PlanSection, lang: Lang) -> str:
    """What a section of a plan is called, with its number where it has one."""
    title = pick(section.title, lang)
    return f"{section.id}. {title}" if _has_number(section.id) else title


def _has_number(section: str) -> bool:
    return not section.islower()


def register_name(svc: ProgrammeServices, id: str, lang: Lang) -> str:
    """A register's name, or that of a list that nobody fills in."""
    if id in svc.registers.ids():
        return pick(svc.registers.get(id).title, lang)
    return say(lang, f"programme.list_{id}")


def measure_name(svc: ProgrammeServices, name: str, lang: Lang) -> str:
    """What a measure, named with its register, counts."""
    register, _, id = name.partition(".")
    if register not in svc.registers.ids():
        return say(lang, f"programme.list_{register}")
    measures = {one["id"]: one["title"] for one in svc.registers.get(register).measures}
    return pick(measures[id], lang)
