"""What runs by itself: dispatch, waiting, sweep, reconcile."""

__all__ = ["audit", "delivery", "dispatch", "machine", "recount", "sweep", "trouble", "walks"]
