"""The only place that reads the wall clock."""

from datetime import UTC, datetime


def system_now() -> datetime:
    """The present instant in UTC. Called through the module, so that a test can set another."""
    return datetime.now(UTC)
