"""A browser or program that has been let in before, as most readers of a mailbox are."""

from datetime import timedelta

from ocop.http.link_cookies import DEVICE_COOKIE
from ocop.links.codes import device_owner, device_token
from tests.support.world import World


def known_device(world: World, email: str, province: str = "") -> str:
    """The token of a device known for somebody's mailbox in a province, by default the sample."""
    owner = device_owner(province or world.province.code, email)
    return device_token(world.svc.keys(), owner, world.clock.now + timedelta(days=1))


def device_cookie(email: str) -> str:
    """A name under which a browser keeps it."""
    return f"{DEVICE_COOKIE}{email}"
