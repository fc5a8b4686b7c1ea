"""The papers of cases and reports: which acts call for which, what stands in them, their making."""

__all__ = [
    "calling",
    "contents",
    "handing",
    "making",
    "ministry",
    "packaging",
    "parcel",
    "pictures",
    "report_calling",
    "report_making",
    "taking",
    "year_contents",
    "year_files",
]
