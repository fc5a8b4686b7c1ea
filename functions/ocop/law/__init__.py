"""Rulebooks and processes as typed values."""

__all__ = [
    "again",
    "citing",
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
