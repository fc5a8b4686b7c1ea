"""Rulebooks and processes as typed values."""

__all__ = ["again", "composing", "force", "provisions", "reading", "rounds", "rulebook"]
