"""Bodies at work: who sits, sheets, tally, withdrawal."""

__all__ = ["sitting", "stuck", "tallying", "withdrawal"]
