"""Plans of the programme: clauses, duties, indicators, and how far they are."""

__all__ = [
    "check",
    "course",
    "duty",
    "indicator",
    "periods",
    "plan",
    "reading",
    "settlement",
    "task",
]
