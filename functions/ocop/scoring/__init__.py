"""From sheets to stars."""

__all__ = [
    "criteria",
    "criteria_check",
    "explain",
    "printed",
    "ranking",
    "reading",
    "reading_rule",
    "sheet",
    "tally",
]
