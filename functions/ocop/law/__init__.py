"""Rulebooks and processes as typed values."""

__all__ = [
    "again",
    "composing",
    "composition",
    "custody",
    "force",
    "oversight",
    "provisions",
    "reading",
    "rounds",
    "rulebook",
]
