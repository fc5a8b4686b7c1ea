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
    "needs",
    "reissuing",
    "support",
    "tracking",
    "uploads",
]
