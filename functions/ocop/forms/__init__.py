"""Forms served, filled and checked."""

__all__ = ["check", "checked", "form", "forms", "publish", "score_form", "serve", "ui", "uploads"]
