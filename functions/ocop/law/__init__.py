"""Rulebooks and processes as typed values."""

__all__ = [
    "again",
    "checking",
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
