"""Rulebooks and processes as typed values."""

__all__ = ["composing", "force", "provisions", "reading", "rounds", "rulebook"]
