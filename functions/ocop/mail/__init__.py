"""Letters from one source each."""

__all__ = ["check", "letters"]
