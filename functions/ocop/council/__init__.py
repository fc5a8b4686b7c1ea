"""Bodies at work: who sits, sheets, tally, withdrawal."""

__all__ = ["composition", "roll", "sitting", "stuck", "tallying", "withdrawal"]
