"""The numbers of a criteria set as lines, to be compared with those that its decision prints.

A weakened threshold or a ground left out is still a well-made set; only the decision says that it
is wrong. What a decision prints is kept apart from the sets, in lines like these:

    "A": "40"                     part, section or heading with its maximum
    "4.1": "5 = 1 2>3 3>4 5>5"    criterion: maximum, points of its levels, ">4" marks four stars

"(none)": it says that no level gives 0 points; "(stop)": the criterion can disqualify; "(star 5)":
the criterion as a whole is marked; "1/2": a level of the second case; "(prints 9.2)": its code.
"""

from collections.abc import Iterator, Mapping

from ocop.scoring.criteria import CriteriaSet, Criterion, Level, Section

Numbers = Mapping[str, str]


def numbers_of(cs: CriteriaSet) -> dict[str, str]:
    """The lines of a set: agencies, grounds, then parts, sections, headings and criteria."""
    lines = {
        "lead agencies": " ".join(cs.lead_agencies),
        "grounds for rejection": str(len(cs.rejected_when)),
    }
    for part in cs.parts:
        lines[f"part {part.code}"] = str(part.max)
        for section in part.sections:
            lines.update(_section_lines(part.code, section))
    return lines


def printed_faults(cs: CriteriaSet, printed: Numbers) -> Iterator[str]:
    """Where a set differs from its decision, each in words; nothing when it does not."""
    own = numbers_of(cs)
    for name in printed.keys() - own.keys():
        yield f"{name}: the decision prints it ({printed[name]}), the set lacks it"
    for name in own.keys() - printed.keys():
        yield f"{name}: the decision does not print it (again), the set has it ({own[name]})"
    for name in (name for name in own if name in printed and own[name] != printed[name]):
        yield f"{name}: the decision prints {printed[name]!r}, the set has {own[name]!r}"


def _section_lines(part: str, section: Section) -> dict[str, str]:
    lines = {f"section {section.code}": f"{section.max} in {part}"}
    for criterion in section.criteria:
        parent = criterion.parent
        if parent:
            lines[f"heading {parent.code}"] = str(parent.max or "-")
        under = f" under {parent.code}" if parent else f" under {section.code}"
        lines[f"criterion {criterion.code}"] = f"{_criterion_line(criterion)}{under}"
    return lines


def _criterion_line(criterion: Criterion) -> str:
    marks = (
        "(none)" if criterion.none_printed else "",
        "(stop)" if criterion.can_disqualify else "",
        f"(star {criterion.named_for_star})" if criterion.named_for_star else "",
        f"(prints {criterion.printed})" if criterion.printed != criterion.code else "",
    )
    levels = [_level_word(criterion, level) for level in criterion.levels]
    return " ".join([f"{criterion.max} =", *levels, *(mark for mark in marks if mark)])


def _level_word(criterion: Criterion, level: Level) -> str:
    case = f"/{criterion.cases.index(level.case) + 1}" if level.case else ""
    star = f">{level.min_for_star}" if level.min_for_star else ""
    return f"{level.points}{case}{star}"
