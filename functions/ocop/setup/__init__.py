"""What the administrator does."""

__all__ = ["accounts", "ports", "provinces"]
