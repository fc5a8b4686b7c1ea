"""Bodies at work: rounds, who sits, sheets, tally, withdrawal."""

__all__ = [
    "composition",
    "joining",
    "progress",
    "recalling",
    "roll",
    "round_terms",
    "rounds",
    "sitting",
    "stuck",
    "tallying",
    "withdrawal",
]
