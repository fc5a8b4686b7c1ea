"""What runs by itself: dispatch, waiting, sweep, reconcile."""

__all__ = ["delivery", "dispatch", "machine", "recount", "sweep", "trouble", "walks"]
