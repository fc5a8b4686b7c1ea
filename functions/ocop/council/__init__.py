"""Bodies at work: rounds, who sits, sheets, tally, withdrawal."""

__all__ = [
    "attendance",
    "by_hand",
    "composition",
    "extending",
    "joining",
    "meeting_record",
    "meetings",
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
