"""From sheets to stars."""

__all__ = [
    "criteria",
    "criteria_check",
    "explain",
    "gap",
    "printed",
    "ranking",
    "reading",
    "reading_rule",
    "sheet",
    "tally",
]
