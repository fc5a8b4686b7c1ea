"""What runs by itself: dispatch, waiting, sweep, reconcile."""

__all__ = [
    "audit",
    "delivery",
    "dispatch",
    "harm",
    "large_sheets",
    "machine",
    "missing",
    "recount",
    "sweep",
    "trouble",
    "walks",
]
