"""Officers' accounts: made, bound to their people, invited, and closed when people leave."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from ocop.base.errors import (
    Conflict,
    LinkExpired,
    LinkUsed,
    NotFound,
    OcopError,
    StaleVersion,
)
from ocop.base.hashing import short_id
from ocop.base.text import pick
from ocop.cases.effects import SendMail
from ocop.cases.records import Wake
from ocop.links.tokens import LinkId, LinkUnknown, open_token
from ocop.people.account import INVITED_FOR, RESET_FOR, RESET_PAUSE, Account, account_id
from ocop.people.province import Person, Province
from ocop.setup.ports import Directory, SetupServices

PASSWORD_DOOR = "/office/password/"  # noqa: S105 - an address
SUBJECT = "OCOP"  # stands where the case's number stands in other mails


@dataclass
class Enrolled:
    """What became of the officers' accounts: people by id, failures with the reason's code."""

    made: list[str] = field(default_factory=list)
    bound: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    left: int = 0


def officers(province: Province) -> list[Person]:
    """The people who have an account: those with a role."""
    return [person for person in province.people.values() if person.roles]


def enrol_officers(
    svc: SetupServices,
    directory: Directory,
    province: Province,
    *,
    most: int = 0,
    password: str = "",
) -> Enrolled:
    """Make, bind and invite the accounts of all officers, and close those of people who left.

    Each account stands alone: one that fails is named and the others go on, so that running it
    again does what is left. `most` bounds the new calls to the pool in one run (0: all). With
    `password` new accounts get it and no mail is sent.
    """
    done = Enrolled()
    active = [account for account in svc.store.accounts(province.code) if account.active]
    _close_leavers(svc, directory, province, active, done)
    known = {account.person: account for account in active}
    wanted = [one for one in officers(province) if not _settled(one, known.get(one.id))]
    taken = wanted[: most or len(wanted)]
    done.left = len(wanted) - len(taken)
    for person in taken:
        try:
            _enrol(svc, directory, province, person, done, password)
        except OcopError as problem:
            done.failed[person.id] = problem.code
    return done


def _settled(person: Person, account: Account | None) -> bool:
    return bool(account and account.settled and _theirs(person, account))


def _theirs(person: Person, account: Account) -> bool:
    return bool(person.roles) and account.email == person.email.casefold()


def _close_leavers(
    svc: SetupServices,
    directory: Directory,
    province: Province,
    accounts: Iterable[Account],
    done: Enrolled,
) -> None:
    """First of all: whoever is no officer any more, or has another address, is shut out."""
    for account in accounts:
        person = province.people.get(account.person)
        if person and _theirs(person, account):
            continue
        try:
            svc.store.save_account(replace(account, active=False))
            directory.close(account.sub)
            done.closed.append(account.person)
        except OcopError as problem:
            done.failed[account.person] = problem.code


def _enrol(
    svc: SetupServices,
    directory: Directory,
    province: Province,
    person: Person,
    done: Enrolled,
    password: str,
) -> None:
    email = person.email.casefold()
    sub, waits = directory.enrol(email)
    account = _bind(svc, province, person, sub)
    if waits and password:
        directory.set_password(sub, password)
    elif waits:
        account = invite(svc, province, account)
    svc.store.save_account(replace(account, settled=True))
    (done.made if waits else done.bound).append(person.id)


def _bind(svc: SetupServices, province: Province, person: Person, sub: str) -> Account:
    """Bind an account to its person; raises Conflict for an account of another province."""
    email = person.email.casefold()
    try:
        held = svc.store.account(account_id(sub))
    except NotFound:
        return svc.store.save_account(Account(sub, province.code, person.id, email))
    if held.province != province.code:
        raise Conflict("account-elsewhere", {"province": held.province})
    return svc.store.save_account(replace(held, person=person.id, email=email, active=True))


def invite(svc: SetupServices, province: Province, account: Account) -> Account:
    """Mail the link to set a first password; an older link is dead from then on."""
    return _mail(svc, province, account, "account-invited", svc.now() + INVITED_FOR)


def ask_new_password(svc: SetupServices, email: str) -> None:
    """Mail a link to set another password, if there is such an account.

    Says nothing of whether there is: strangers ask too. At most one mail an hour.
    """
    wanted = email.strip().casefold()
    for province in svc.store.provinces():
        for account in svc.store.accounts(province.code):
            if account.email == wanted and account.active and not _just_mailed(svc, account):
                with suppress(StaleVersion):  # somebody else's mail goes, in this very moment
                    _mail(svc, province, account, "password-forgotten", svc.now() + RESET_FOR)


def _just_mailed(svc: SetupServices, account: Account) -> bool:
    return account.mailed is not None and svc.now() < account.mailed + RESET_PAUSE


def password_account(svc: SetupServices, token: str) -> Account:
    """The account whose password a mailed link may set.

    Raises LinkUnknown, LinkExpired, LinkUsed (also for a link that a newer one replaced).
    """
    link = open_token(token, svc.keys())
    try:
        account = svc.store.account(link.dossier)
    except NotFound:
        raise LinkUnknown from None
    if not account.active or link.assignment != password_link(account).assignment:
        raise LinkUnknown
    if link.n != account.n or account.expires is None:
        raise LinkUsed
    if svc.now() >= account.expires:
        raise LinkExpired
    return account


def set_password(svc: SetupServices, directory: Directory, token: str, password: str) -> Account:
    """Set the password that a mailed link asks for; the link is used up, before it is used: of two
    who hold it one sets a password. All sessions of the account end.

    Raises WeakPassword, with the link still good, and what `password_account` raises.
    """
    account = password_account(svc, token)
    try:
        used = svc.store.save_account(replace(account, expires=None))
    except StaleVersion:
        raise LinkUsed from None
    try:
        directory.set_password(account.sub, password)
    except OcopError:
        svc.store.save_account(replace(used, expires=account.expires))
        raise
    return used


def _values(province: Province, person: Person) -> dict[str, str]:
    name = pick(province.name, person.lang)
    return {"reference": SUBJECT, "name": person.name, "province": name}


def _mail(
    svc: SetupServices, province: Province, account: Account, template: str, expires: datetime
) -> Account:
    person = province.people[account.person]
    kid = svc.keys().current
    told = replace(account, n=account.n + 1, kid=kid, mailed=svc.now(), expires=expires)
    mail = SendMail(
        template=template,
        to=person.email,
        lang=person.lang,
        values=_values(province, person),
        link=str(password_link(told)),
        kid=kid,
        door=PASSWORD_DOOR,
        province=province.code,
        deadline=expires.isoformat(),
    )
    row = f"{svc.now().isoformat()}#{told.id}#{told.n}"
    return svc.store.save_account(told, Wake(row, (mail,), svc.now()))


def account_of(svc: SetupServices, person: str, code: str = "") -> tuple[Province, Account]:
    """The account of a person named by id or address; raises NotFound."""
    wanted = person.casefold()
    for province in svc.store.provinces():
        if code in ("", province.code):
            for account in svc.store.accounts(province.code):
                if account.active and wanted in (account.person, account.email):
                    return province, account
    raise NotFound("unknown-person")


def password_link(account: Account) -> LinkId:
    """The newest link by which an account's holder sets a password."""
    return LinkId(account.id, short_id(account.id, "password", size=10), account.n)
