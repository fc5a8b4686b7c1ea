"""Provinces, units, officers, bodies."""

__all__ = ["account", "bodies", "former", "province", "rights", "serving"]
