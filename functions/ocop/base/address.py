"""What a mail address is: one rule for the form that takes it and the mailer that uses it."""

import re

from ocop.base.visible import bare

LONGEST_ADDRESS, LONGEST_LOCAL, LONGEST_DOMAIN = 254, 64, 253
MOST_TYPED = 4 * LONGEST_DOMAIN  # of a domain's letters, whose marks may be typed apart
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_WORD}(\.{_WORD})*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_NAMED = re.compile(r"[^<>\s][^<>]*<([^<>]*)>")
# Names that no mail is ever carried to (RFC 6761, RFC 6762, RFC 7686 and the like).
_NOWHERE = frozenset({"localhost", "localdomain", "local", "lan", "internal", "invalid", "test"})


class BadAddress(ValueError):
    """No mail can go there; `why` is "several", "letters", "domain" or "address"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def bare_address(text: str) -> str:
    """The one deliverable address in a text.

    Takes what people paste: "Nguyễn Văn A <a@example.vn>", "mailto:a@example.vn", blanks and a
    full stop around it. Raises BadAddress for anything else.
    """
    return deliverable(_unwrapped(text))


def deliverable(text: str) -> str:
    """The address with its domain in lower case and ASCII, as a mailer needs it.

    Raises BadAddress for what is more, or less, than one bare address: quotes, comments, IP
    addresses, domains of one word, letters outside ASCII before the "@", a second address.
    """
    given = bare(text)
    if given.count("@") != 1:
        raise BadAddress("several" if "@" in given else "address")
    local, _, domain = given.partition("@")
    if not local.isascii():
        raise BadAddress("letters")
    if len(local) > LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise BadAddress("address")
    address = f"{local}@{_domain(domain)}"
    if len(address) > LONGEST_ADDRESS:
        raise BadAddress("address")
    return address


def _unwrapped(text: str) -> str:
    given = bare(text)
    if named := _NAMED.fullmatch(given):
        given = bare(named[1])
    if given[:7].lower() == "mailto:":
        given = given[7:].partition("?")[0]
    return bare(given.rstrip(".,;"))


def _domain(text: str) -> str:
    if len(text) > MOST_TYPED:  # a body of such letters would be encoded label by label
        raise BadAddress("domain")
    try:
        # The codec is loaded for the few who need it: it costs a cold start milliseconds.
        domain = (text if text.isascii() else text.encode("idna").decode("ascii")).lower()
    except UnicodeError:
        raise BadAddress("domain") from None
    *below, top = domain.split(".")
    sound = all(map(_LABEL.fullmatch, below)) and _TOP.fullmatch(top)
    if not (below and sound) or top in _NOWHERE or len(domain) > LONGEST_DOMAIN:
        raise BadAddress("domain")
    return domain
