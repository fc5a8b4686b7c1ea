"""What offices owe by their plan, and who is told."""

__all__ = [
    "acts",
    "counting",
    "events",
    "late_cases",
    "moving",
    "opening",
    "owing",
    "own_page",
    "ports",
    "producers",
    "settling",
    "telling",
    "wording",
]
