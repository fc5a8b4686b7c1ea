"""How much strangers, links and cases may do: the numbers that keep free service free of abuse."""

import ipaddress
from datetime import timedelta

from ocop.cases.records import Allowance

IDEAS_TO_ONE_ADDRESS = 3  # a day
RENEWALS = 5  # a day, of one link
CORRECTIONS = 2  # a day, of one idea's address
REPORTS_FROM_ONE_CLIENT = 3  # in six hours, of whatever product
REPORTS_OF_ONE_PRODUCT = 10  # a day, from everybody
MAILED_CODES = 10  # a day, to the mailbox of one link
CODE_TRIES = 5  # of one code
PAGES_SHOWN = 10  # a day, of one product: each has its pictures made anew
GUEST_ANSWERS = 20  # a day, to one invitation: each is kept in its history
INQUIRIES_WISHED = 10  # a day, by one member: each is mailed to who convenes the council
TRIES = 10  # an hour, to name what only a case's producer knows
DAY, HOUR, SPELL = timedelta(days=1), timedelta(hours=1), timedelta(hours=6)
IPV6_NETWORK = 64  # bits; one subscriber has all addresses behind them


def to_address(email: str) -> Allowance:
    """Mails that ask one address to confirm, whoever sets them off."""
    subject = email.strip().casefold()
    return Allowance("address", subject, IDEAS_TO_ONE_ADDRESS, DAY, "too-many-to-address")


def from_client(address: str, most: int) -> Allowance:
    """Ideas from one client, known by its network address."""
    return Allowance("client", _network(address), most, SPELL, "too-many-from-here")


def reports_from(address: str) -> Allowance:
    """Reports of misuse from one client, known by its network address."""
    subject = _network(address)
    return Allowance("reporter", subject, REPORTS_FROM_ONE_CLIENT, SPELL, "too-many-reports")


def reports_of(certificate: str) -> Allowance:
    """Reports of misuse of one certified product."""
    return Allowance("reported", certificate, REPORTS_OF_ONE_PRODUCT, DAY, "too-many-reports")


def renewals_of(assignment: str) -> Allowance:
    """New links for one assignment."""
    return Allowance("renewal", assignment, RENEWALS, DAY, "too-many-renewals")


def corrections_of(dossier: str) -> Allowance:
    """Corrections of the address of an idea that nobody has confirmed."""
    return Allowance("correction", dossier, CORRECTIONS, DAY)


def pages_shown_of(dossier: str) -> Allowance:
    """Pages for buyers put up of one product."""
    return Allowance("page", dossier, PAGES_SHOWN, DAY)


def answers_of_guest(invitation: str) -> Allowance:
    """Answers that change the one before, to one invitation."""
    return Allowance("guest", invitation, GUEST_ANSWERS, DAY)


def inquiries_wished_by(assignment: str) -> Allowance:
    """Wishes of one member that something be looked into."""
    return Allowance("wish", assignment, INQUIRIES_WISHED, DAY)


def tries_of(reference: str) -> Allowance:
    """Wrong tries to open one case with its producer's address or phone."""
    return Allowance("try", reference, TRIES, HOUR, "too-many-tries")


def codes_of(link: str) -> Allowance:
    """Codes mailed for one link."""
    return Allowance("code", link, MAILED_CODES, DAY, "too-many-codes")


def tries_of_code(request: str) -> Allowance:
    """Tries to type one code, the right one included."""
    return Allowance("code-try", request, CODE_TRIES, HOUR, "too-many-codes")


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, IPV6_NETWORK), strict=False))
