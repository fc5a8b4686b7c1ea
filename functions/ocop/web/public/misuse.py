"""Anybody reports misuse of a certified product, from the page of its certificate."""

from collections.abc import Sequence
from dataclasses import replace

from ocop.base.errors import TooMany
from ocop.base.text import Lang
from ocop.cases.certificate import Certificate
from ocop.cases.lookup import province_of
from ocop.catalogue.texts import say
from ocop.certificates.numbered import certificate_numbered
from ocop.filing.misuse import misuse_question, report_misuse
from ocop.html import (
    Component,
    Heading,
    Link,
    Notice,
    PageFilling,
    Paragraph,
    Posted,
    WebPage,
    posted_key,
)
from ocop.http import Reply, Request, headers_of, problem, see_other
from ocop.web.asking import answer, status_of_page
from ocop.web.desk import Desk

MISUSE_TOLD = "reported"


def misuse_ways(certificate: Certificate, request: Request) -> Sequence[Component]:
    """The way to report it, and that a report has come."""
    lang = request.lang
    told = [Notice(tone="good", title=say(lang, "shown.reported"))]
    href = f"/certificates/{certificate.number}/report"
    way = Paragraph(text="", link=Link(label=say(lang, "shown.report"), href=href))
    return [*(told if MISUSE_TOLD in request.query else []), way]


def show_misuse_form(desk: Desk, request: Request, number: str) -> Reply:
    """The form. Raises NotFound."""
    certificate = certificate_numbered(desk.svc, number)
    return _page(desk, request, certificate, _filling(desk, certificate, request.lang))


def take_misuse_form(desk: Desk, request: Request, number: str) -> Reply:
    """Receives a report, or shows the form again with what is wrong with it."""
    certificate = certificate_numbered(desk.svc, number)

    def act(posted: Posted, filled: PageFilling) -> Reply:
        key = posted_key(posted)
        try:
            report_misuse(
                desk.svc, certificate.number, posted.data, request.lang, key, request.address
            )
        except TooMany as error:
            return _not_now(desk, request, certificate, filled, error)
        return see_other(f"/certificates/{certificate.number}?{MISUSE_TOLD}=1")

    def again(filled: PageFilling) -> Reply:
        return _page(desk, request, certificate, filled)

    return answer(request, _filling(desk, certificate, request.lang), act, again)


def _not_now(
    desk: Desk, request: Request, certificate: Certificate, filled: PageFilling, error: TooMany
) -> Reply:
    """The page again with what was typed, saying from when on it will be taken."""
    told = problem(error, request.lang)
    notice = Notice(tone="bad", title=told["title"], text=told["detail"])
    reply = _page(desk, request, certificate, filled, notice)
    return replace(reply, status=429, headers={**reply.headers, **headers_of(error)})


def _filling(desk: Desk, certificate: Certificate, lang: Lang) -> PageFilling:
    served = misuse_question(desk.svc, certificate).serve(lang)
    return PageFilling(served=served, action=f"/certificates/{certificate.number}/report")


def _page(
    desk: Desk,
    request: Request,
    certificate: Certificate,
    filled: PageFilling,
    notice: Notice | None = None,
) -> Reply:
    back = Link(label=certificate.product, href=f"/certificates/{certificate.number}")
    page = WebPage(
        title=filled.title,
        wrong=bool(filled.errors),
        parts=[
            filled.summary,
            Heading(back=back, title=filled.title, reference=certificate.shown_number),
            *([notice] if notice else []),
            Paragraph(text=say(request.lang, "shown.report_lead"), tone="soft"),
            filled.form,
        ],
    )
    at = province_of(desk.svc, certificate.province)
    return desk.show(request, page, status_of_page(filled), at=at)
