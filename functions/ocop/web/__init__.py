"""Who comes in: public, producer, reviewer, office."""

__all__ = ["desk", "doors"]
