"""What a recognised product gets."""

__all__ = [
    "again",
    "beginning",
    "import_sheet",
    "importing",
    "issue",
    "keeping",
    "life",
    "numbered",
    "overseeing",
    "ports",
    "proceedings",
    "product_page",
    "recogniser",
    "register",
    "renewing",
    "sealing",
    "telling",
]
