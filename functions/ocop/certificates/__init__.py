"""What a recognised product gets."""

__all__ = [
    "import_sheet",
    "importing",
    "issue",
    "keeping",
    "life",
    "register",
    "renewing",
    "sealing",
]
