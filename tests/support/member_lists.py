"""A member's list of a round, and the links of single products that it leads to."""

from ocop.cases.assignment import Assignment
from tests.support.errands import bearer
from tests.support.known import known_device
from tests.support.visitor import Answer, Visitor
from tests.support.world import Post, World

BRINGING = frozenset({"round-invited", "round-reminder", "round-link-renewed"})


def list_mails(world: World, email: str) -> list[Post]:
    """The mails that brought somebody a list, oldest first."""
    return [post for post in world.post.sent if post.to == email and post.template in BRINGING]


def list_holder(world: World, email: str) -> Assignment:
    """The list that somebody's newest link opens."""
    link = list_mails(world, email)[-1].token.split(".")[2]
    dossier, id, _ = link.split("-")
    return world.store.assignment(dossier, id)


def read_list(world: World, email: str, start: int = 0) -> Answer:
    """The list as a program gets it, by the newest mail."""
    holder, token = list_holder(world, email), list_mails(world, email)[-1].token
    headers = {**bearer(token), "x_device": known_device(world, email)}
    address = f"/v1/reviews/{holder.dossier}-{holder.id}/products?from={start}"
    return Visitor(world).call("GET", address, **headers)


def listed_token(world: World, email: str, dossier: str) -> str:
    """The token of one product, as somebody's list hands it out."""
    count, start = 1, 0
    while start < count:
        told = read_list(world, email, start).json
        for one in told["products"]:
            if one.get("review", "").startswith(dossier):
                return str(one["token"])
        count, start = told["count"], start + len(told["products"])
    raise AssertionError(f"{dossier} is not on the list of {email}")
