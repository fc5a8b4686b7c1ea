"""What a producer sends beside a case, behind its link: a complaint, a request for support, what
buyers are shown.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.questions import Question
from ocop.cases.services import Services
from ocop.html import Component, Heading, Link, PageFilling, Paragraph, Posted, WebPage, posted_key
from ocop.http import Reply, Request, json_reply, see_other
from ocop.links.tokens import producer_assignment_id
from ocop.web.asking import answer, data_in, key_for, status_of_page
from ocop.web.desk import Desk, producer
from ocop.web.reading import Reading, instant
from ocop.web.showing import file_lines, nameable

Filer = Callable[[Services, str, Mapping[str, Any], Lang, str], Case]
Known = Callable[[Services, Case], Mapping[str, Any]]


def _nothing(_: Reading) -> list[Component]:
    return []


@struct(frozen=True)
class Beside:
    """One kind: its form stands under `/dossiers/<id>/<path>` below the phrase `lead`, `file` opens
    the case of its own, and the page of the case then carries the query `sent`. `known` gives what
    the form begins with, where it begins with anything; it may name the producer's files then.
    `told` is what else its filer has to know.
    """

    path: str
    sent: str
    lead: str
    question: Callable[[Services, Case], Question]
    file: Filer
    known: Known | None = None
    told: Callable[[Reading], list[Component]] = _nothing

    def show(self, desk: Desk, request: Request, id: str) -> Reply:
        """The form."""
        reading = _reading(desk, request, id)
        values = self.known(desk.svc, reading.case) if self.known else {}
        return self._page(request, reading, self._filling(reading, values))

    def take(self, desk: Desk, request: Request, id: str) -> Reply:
        """Receives it, or shows the form again with what is wrong with it."""
        reading = _reading(desk, request, id)

        def act(posted: Posted, _: PageFilling) -> Reply:
            self.file(desk.svc, id, posted.data, request.lang, posted_key(posted))
            return see_other(f"/dossiers/{id}?{self.sent}=1")

        def again(filled: PageFilling) -> Reply:
            return self._page(request, reading, filled)

        return answer(request, self._filling(reading), act, again)

    def take_by_program(self, desk: Desk, request: Request, id: str) -> Reply:
        """The same for programs."""
        producer(desk, request, id, "file")
        data = data_in(request.json(), request.lang)
        case = self.file(desk.svc, id, data, request.lang, key_for(desk, request, data))
        return json_reply({"reference": case.reference, "due": instant(case.position.due)}, 201)

    def _filling(self, reading: Reading, values: Mapping[str, Any] | None = None) -> PageFilling:
        case = reading.case
        return PageFilling(
            served=self.question(reading.desk.svc, case).serve(reading.lang),
            action=f"/dossiers/{case.id}/{self.path}",
            values=values or {},
            files=self._files(reading) if self.known else {},
        )

    def _files(self, reading: Reading) -> dict[str, str]:
        """The producer's files that the form may name."""
        id = reading.case.id
        return nameable(file_lines(reading, f"/dossiers/{id}", producer_assignment_id(id)))

    def _page(self, request: Request, reading: Reading, filling: PageFilling) -> Reply:
        back = Link(label=reading.case.subject.title, href=f"/dossiers/{reading.case.id}")
        page = WebPage(
            title=filling.title,
            wrong=bool(filling.errors),
            parts=[
                filling.summary,
                Heading(back=back, title=filling.title, reference=reading.case.reference),
                Paragraph(text=reading.say(self.lead), tone="soft"),
                *self.told(reading),
                filling.form,
            ],
        )
        status = status_of_page(filling)
        return reading.desk.show(request, page, status, at=reading.province)


def _reading(desk: Desk, request: Request, id: str) -> Reading:
    """The case, for who may file on it. Raises what `producer` raises."""
    producer(desk, request, id, "file")
    return Reading.open(desk, id, request.lang)
