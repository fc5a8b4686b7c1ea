"""The one reader and the one ledger of everything in schemas/."""

__all__ = [
    "criteria_sets",
    "folders",
    "holidays",
    "ledger",
    "messages",
    "naming",
    "paths",
    "plans",
    "published",
    "rulebooks",
    "sets_compared",
    "shapes",
    "stated",
    "texts",
]
