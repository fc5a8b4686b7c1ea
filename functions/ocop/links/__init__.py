"""Emailed links and their tokens."""

__all__ = ["codes", "failures", "tokens"]
