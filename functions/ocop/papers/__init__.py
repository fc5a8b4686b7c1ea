"""The papers of a case: which acts call for which, what stands in them, and their making."""

__all__ = ["calling", "contents", "making", "ministry", "packaging", "taking"]
