"""The papers of cases and reports: which acts call for which, what stands in them, their making."""

__all__ = [
    "calling",
    "contents",
    "making",
    "ministry",
    "packaging",
    "report_calling",
    "report_making",
    "taking",
]
