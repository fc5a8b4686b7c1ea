"""What deciders do, one person by a date."""

__all__ = ["decide", "inspecting", "officer"]
