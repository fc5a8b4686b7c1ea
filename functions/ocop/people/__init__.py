"""Provinces, units, officers, bodies."""

__all__ = ["account", "bodies", "province", "rights", "serving"]
