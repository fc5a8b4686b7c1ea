"""What offices owe by their plan, and who is told."""

__all__ = [
    "acts",
    "counting",
    "moving",
    "opening",
    "owing",
    "ports",
    "settling",
    "telling",
    "wording",
]
