"""The code that a deciding link asks for on a new device: read in the same mailbox, typed in."""

from datetime import UTC, datetime

from infra.demo.client import Answer, Visitor
from infra.demo.postbox import Letter, Postbox

FORBIDDEN, ACCEPTED = 403, 202


def let_in(person: Visitor, page: Answer, post: Postbox, to: str, reference: str) -> Answer:
    """The page behind a link once this browser is known; a page that asks no code as it is."""
    if page.status != FORBIDDEN:
        return page
    asking = person.send(page.page.form("/code"), {}).page.form("/device")
    minute = next(one.value for one in asking.controls if one.name == "minute")
    return person.send(asking, {"code": post.code(to, reference, _instant(minute))})


def known_program(program: Visitor, letter: Letter, post: Postbox, to: str, reference: str) -> str:
    """What a program sends along with a link's token from now on; "" where no code is asked."""
    review = f"/v1/reviews/{letter.key}"
    opened = program.api("GET", review, None, letter.token, 200, FORBIDDEN, 410)
    if opened.status != FORBIDDEN:
        return ""
    minute = program.api("POST", f"{review}/code", {}, letter.token, ACCEPTED).json()["minute"]
    typed = {"minute": minute, "code": post.code(to, reference, _instant(minute))}
    return str(program.api("POST", f"{review}/device", typed, letter.token).json()["device"])


def _instant(minute: str) -> datetime:
    return datetime.fromtimestamp(int(minute), UTC)
