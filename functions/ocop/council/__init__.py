"""Bodies at work: rounds, who sits, sheets, tally, withdrawal."""

__all__ = [
    "composition",
    "joining",
    "recalling",
    "roll",
    "sitting",
    "stuck",
    "tallying",
    "withdrawal",
]
