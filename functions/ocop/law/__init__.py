"""Rulebooks and processes as typed values."""

__all__ = [
    "again",
    "composing",
    "composition",
    "custody",
    "dossier",
    "force",
    "oversight",
    "provisions",
    "reading",
    "rounds",
    "rulebook",
]
