"""Rulebooks and processes as typed values."""

__all__ = ["composing", "force", "reading", "rounds", "rulebook"]
