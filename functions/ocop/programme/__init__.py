"""The programme: figures folded from running totals, and how far its plan is."""

__all__ = [
    "board",
    "compiled",
    "figures",
    "manifest",
    "nightly",
    "periods",
    "ports",
    "reading",
    "report",
    "report_kind",
    "snapshots",
]
