"""What a recognised product gets."""

__all__ = ["issue", "keeping", "life", "register"]
