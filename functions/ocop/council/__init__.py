"""Bodies at work: rounds, who sits, sheets, tally, withdrawal."""

__all__ = [
    "by_hand",
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
