"""Bodies at work: who sits, sheets, tally, withdrawal."""

__all__ = ["composition", "sitting", "stuck", "tallying", "withdrawal"]
