"""Bodies at work: rounds, who sits, sheets, tally, withdrawal."""

__all__ = [
    "attendance",
    "by_hand",
    "composition",
    "extending",
    "joining",
    "link_control",
    "meeting_record",
    "meetings",
    "progress",
    "recalling",
    "roll",
    "round_terms",
    "rounds",
    "second_look",
    "sheet_matrix",
    "sitting",
    "stuck",
    "tallying",
    "withdrawal",
]
