"""What deciders do, one person by a date."""

__all__ = ["custody", "decide", "inspecting", "joint", "officer", "redoing", "redoing_results"]
