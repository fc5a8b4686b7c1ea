"""Producers: by the portal's pages, or through a program that speaks the JSON interface."""

from collections.abc import Mapping
from mimetypes import guess_type
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from infra.demo import evidence, papers, sheets
from infra.demo.case import Case
from infra.demo.client import Refused
from infra.demo.page import flat
from infra.demo.story import Step

CONFLICT = 409
FILES = (("Phiếu kiểm nghiệm.pdf", evidence.PDF), ("Ảnh sản phẩm.png", evidence.PNG))
CLAIMED = (84, 80, 76, 72, 68, 64)  # points producers give themselves, the first that can be made


class Desk(Protocol):
    """How a producer reaches the portal."""

    def send_idea(self, data: Mapping[str, Any]) -> str:
        """Register an idea; the reference it got."""

    def file(self, form: str, data: Mapping[str, Any]) -> None:
        """File a form of the case; raises Refused."""

    def hand_in(self, slot: str, name: str, file: bytes) -> str:
        """Upload a file; its id."""


class Pages:
    """Pages and cookies alone, no script."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.web = case.scene.visitor()
        if case.reference:
            self.web.get(case.producers_mail().link)

    def send_idea(self, data: Mapping[str, Any]) -> str:
        page = self.web.get(f"/forms/product-idea?province={self.case.cast.code}").page
        answer = self.web.send(page.form("/forms/product-idea"), flat(data))
        return urlsplit(answer.url).path.rpartition("/")[2]

    def file(self, form: str, data: Mapping[str, Any]) -> None:
        page = self.web.get(f"/dossiers/{self.case.dossier}/forms/{form}").page
        self.web.send(page.form(f"/forms/{form}"), flat(data))

    def hand_in(self, slot: str, name: str, file: bytes) -> str:
        page = self.web.get(f"/dossiers/{self.case.dossier}/evidence").page
        asked = {"slot": slot, "name": name}
        form = self.web.send(page.form("/evidence"), flat(asked)).page.form(multipart=True)
        ticket = [(c.name, c.value) for c in form.controls]
        arrived = self.web.upload(form.action, ticket, name, file)
        key = parse_qs(urlsplit(arrived.url).query)["key"][0]
        return key.rpartition("/")[2].partition("-")[0]


class Program:
    """The JSON interface with the link's token as bearer."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.web = case.scene.visitor()
        self.token = case.producers_mail().token if case.reference else ""

    def send_idea(self, data: Mapping[str, Any]) -> str:
        address = f"/v1/forms/product-idea/submissions?province={self.case.cast.code}"
        return str(self.web.api("POST", address, {"data": data}).json()["reference"])

    def file(self, form: str, data: Mapping[str, Any]) -> None:
        sent = {"data": data, "dossier": self.case.dossier}
        self.web.api("POST", f"/v1/forms/{form}/submissions", sent, self.token)

    def hand_in(self, slot: str, name: str, file: bytes) -> str:
        kind = guess_type(name)[0]
        asked = {"dossier": self.case.dossier, "slot": slot, "name": name, "type": kind}
        ticket = self.web.api("POST", "/v1/uploads", asked, self.token).json()
        self.web.upload(ticket["url"], ticket["fields"].items(), name, file, follow=False)
        return str(ticket["id"])


def desk(case: Case) -> Desk:
    """The producer's way in; with a case under way it starts from the newest mail."""
    return Pages(case) if case.product.by_pages else Program(case)


def send_idea(case: Case, _: Step) -> str:
    """Register the idea and confirm the address by the link in the mail."""
    case.reference = desk(case).send_idea(papers.idea(case.product, case.place))
    case.passed("idea")
    letter = case.producers_mail()
    person = case.scene.visitor()
    page = person.get(letter.link).page
    answer = person.send(page.form("/confirm"), {})
    case.dossier = urlsplit(answer.url).path.rpartition("/")[2]
    case.scene.post.await_count(case.product.email, case.reference, 2)
    return f"registers the idea, confirms the address: {case.reference}"


def send_again(case: Case, step: Step) -> str:
    """Hand the idea in again; too early it has to be refused."""
    data = papers.idea(case.product, case.place)
    data["core_value"] += " Đã bổ sung nguồn nguyên liệu theo góp ý."
    try:
        desk(case).file("product-idea", data)
    except Refused as refusal:
        if not step.said.get("early") or refusal.status != CONFLICT:
            raise
        return "hands the idea in again too early: refused (409)"
    if step.said.get("early"):
        raise AssertionError("an idea was taken before its week was over")
    return "hands the idea in again"


def file_plan(case: Case, step: Step) -> str:
    """Hand in the business plan."""
    desk(case).file("business-plan", papers.plan(case.product, step.day))
    case.passed("plan")
    return "hands in the business plan"


def report_progress(case: Case, step: Step) -> str:
    """Report how the plan goes."""
    desk(case).file("deployment-progress", papers.progress(case.product, step.day))
    return "reports progress"


def file_dossier(case: Case, _: Step) -> str:
    """Upload evidence, file forms 01 and 02."""
    way_in = desk(case)
    group = str(case.criteria["name"]["vi"])
    way_in.file("registration", papers.registration(case.product, case.place, group))
    files = [_upload(way_in, case, place) for place in range(len(FILES))]
    _assess(way_in, case, files)
    return f"files the dossier with {len(files)} files of evidence"


def file_supplement(case: Case, _: Step) -> str:
    """Upload what was asked for and assess once more."""
    way_in = desk(case)
    _assess(way_in, case, [_upload(way_in, case, 0)])
    return "supplements the dossier"


def _upload(way_in: Desk, case: Case, place: int) -> str:
    name, kind = FILES[place]
    drawn = evidence.pdf(case.reference) if kind == evidence.PDF else evidence.png(47, 107, 58)
    case.files += 1
    return way_in.hand_in(case.level_fields[place], name, drawn)


def _assess(way_in: Desk, case: Case, files: list[str]) -> None:
    levels = sheets.as_answers(case.level_fields, _claimed(case))
    way_in.file("self-assessment", papers.self_assessment(case.product, case.place, levels, files))


def _claimed(case: Case) -> list[sheets.Level]:
    for total in CLAIMED:
        try:
            return sheets.levels_for(case.criteria, total, 3)
        except sheets.OutOfReach:
            continue
    raise sheets.OutOfReach(case.product.name)
