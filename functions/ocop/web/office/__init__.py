"""Pages and API behind officers" accounts."""

__all__ = ["desk", "sessions"]
