"""The programme: figures folded from running totals, and how far its plan is."""

__all__ = ["board", "figures", "nightly", "ports", "reading", "snapshots"]
