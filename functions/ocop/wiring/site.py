"""The site as the settings describe it."""

from ocop.http import Site
from ocop.wiring.settings import Settings


def site(settings: Settings, evidence: str) -> Site:
    """Where this stack lives; `evidence` is the origin that browsers post files to."""
    return Site(settings.base_url, evidence, front_key=settings.front_key)
