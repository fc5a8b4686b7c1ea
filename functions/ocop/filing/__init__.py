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
    "materials",
    "misuse",
    "needs",
    "product_page",
    "reissuing",
    "support",
    "tracking",
    "uploads",
]
