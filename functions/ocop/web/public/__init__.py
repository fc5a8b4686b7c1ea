"""Pages and API that anybody may open."""

__all__ = ["desk"]
