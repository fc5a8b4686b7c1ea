"""What producers do."""

__all__ = ["access", "addresses", "again", "carried", "filing", "idea", "tracking", "uploads"]
