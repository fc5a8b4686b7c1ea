"""Registers: one engine for every list the programme keeps."""

__all__ = [
    "acts",
    "filling",
    "lint",
    "listing",
    "ports",
    "record",
    "register",
    "rights",
    "sheets",
    "taking",
]
