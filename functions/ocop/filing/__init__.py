"""What producers do."""

__all__ = [
    "access",
    "addresses",
    "again",
    "carried",
    "complaint",
    "devices",
    "filing",
    "idea",
    "misuse",
    "needs",
    "product_page",
    "reissuing",
    "support",
    "tracking",
    "uploads",
]
