"""What became of each product, read where anybody, or its producer, can read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from infra.demo.case import Case
from infra.demo.page import Page
from infra.demo.story import Expected

STARS = "{star} sao trên 5"
Shown = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """How a case ended, with the reason as it is shown; `wrong` is what does not fit."""

    case: Case
    ending: str = ""
    star: int = 0
    total: str = ""
    why: str = ""
    certificate: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether it ended as the story says."""
        return not self.wrong


def outcome_of(case: Case) -> Outcome:
    """The outcome of a case that was played to its end, checked against its story."""
    if case.failure:
        return Outcome(case, ending="not played", wrong=(case.failure,))
    web = case.scene.visitor()
    tracked = f"/v1/cases/{case.reference}?key={quote(case.product.email)}"
    public = web.api("GET", tracked).json()
    token = case.producers_mail().token
    own = web.api("GET", f"/v1/dossiers/{case.dossier}", None, token).json()
    found = _recognised(case, public) if public["certificate"] else _ended(case, own)
    return replace(found, wrong=tuple(_wrong(found, public, own)))


def _recognised(case: Case, public: Shown) -> Outcome:
    number = public["certificate"]
    paper = case.scene.visitor().api("GET", f"/v1/certificates/{number}").json()
    star, total = int(paper["stars"]), str(paper["points"])
    return Outcome(case, public["ending"], star, total, paper["headline"], number)


def _ended(case: Case, own: Shown) -> Outcome:
    if own["results"]:
        last = own["results"][0]
        why = last["explanation"][0]
        return Outcome(case, own["ending"], int(last["stars"]), str(last["points"]), why)
    told = own["timeline"][-1]
    return Outcome(case, own["ending"], why=f"{told['title']}. {told['detail']}".strip())


def _wrong(found: Outcome, public: Shown, own: Shown) -> Iterator[str]:
    case, got = found.case, Expected(found.ending, found.star, found.total)
    wanted = case.product.expected
    if got != wanted:
        yield f"expected {_told(wanted)}, got {_told(got)}"
    if public["status"] != "ended":
        yield f"the case is {public['status']} in {public['stage']}"
    kept = sum(len(files) for files in own["evidence"].values())
    if kept != case.files:
        yield f"{case.files} files were handed in, {kept} are there"
    for subject in case.scene.post.twice(case.reference):
        yield f"mailed twice: {subject}"
    yield from _wrong_pages(found)


def _told(one: Expected) -> str:
    return f"{one.ending}, {one.star} stars, {one.total or 'no'} points"


def _wrong_pages(found: Outcome) -> Iterator[str]:
    """What the public pages show otherwise than they should."""
    web, reference = found.case.scene.visitor(), found.case.reference
    pages = {f"/cases/{reference}": web.track(reference, found.case.product.email).page}
    if found.certificate:
        address = f"/certificates/{found.certificate}"
        pages[address] = web.get(address).page
    for address, page in pages.items():
        yield from (f"{address} {wrong}" for wrong in _wrong_on(page, found))


def _wrong_on(page: Page, found: Outcome) -> Iterator[str]:
    if found.case.product.name not in page.words:
        yield "does not name the product"
    if found.star and STARS.format(star=found.star) not in page.labels:
        yield f"does not show {found.star} stars"
