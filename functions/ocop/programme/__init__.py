"""The programme: figures folded from running totals, and how far its plan is."""

__all__ = [
    "below",
    "board",
    "compiled",
    "content",
    "corrections",
    "figures",
    "manifest",
    "missing",
    "nightly",
    "periods",
    "ports",
    "reading",
    "report",
    "report_checks",
    "report_kind",
    "report_rights",
    "report_seat",
    "reporting",
    "snapshots",
    "wording",
]
