"""What a recognised product gets."""

__all__ = [
    "again",
    "import_sheet",
    "importing",
    "issue",
    "keeping",
    "life",
    "overseeing",
    "proceedings",
    "register",
    "renewing",
    "sealing",
    "telling",
]
