"""What producers do."""

__all__ = ["access", "addresses", "filing", "idea", "tracking", "uploads"]
