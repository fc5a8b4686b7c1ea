"""Rulebooks and processes as typed values."""

__all__ = ["composing", "reading", "rulebook"]
