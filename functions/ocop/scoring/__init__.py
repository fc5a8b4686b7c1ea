"""From sheets to stars."""

__all__ = ["criteria", "criteria_check", "explain", "ranking", "sheet", "tally"]
