"""Rulebooks and processes as typed values."""

__all__ = [
    "again",
    "composing",
    "composition",
    "force",
    "provisions",
    "reading",
    "rounds",
    "rulebook",
]
