"""Settings read once; all ports put together."""

__all__ = ["services", "site", "start"]
