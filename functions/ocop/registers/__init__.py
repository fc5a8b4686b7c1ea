"""Registers: one engine for every list the programme keeps."""

__all__ = [
    "acts",
    "calendar",
    "change",
    "erasing",
    "filling",
    "inviting",
    "lint",
    "listing",
    "measures",
    "opened",
    "places",
    "ports",
    "record",
    "recounting",
    "register",
    "rights",
    "row_tasks",
    "sheets",
    "taking",
    "yearly",
]
