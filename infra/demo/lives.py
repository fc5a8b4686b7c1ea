"""What becomes of stars: inspections, withdrawals, complaints, and products that are rated again.

A life goes on where the product's story ended. What is begun in it is a case of its own, with a
reference of its own; the certificate stays the one whose life is told until a newer one is given.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from infra.demo import papers
from infra.demo.case import Case
from infra.demo.client import Answer, Visitor
from infra.demo.page import Form, flat
from infra.demo.producers import Pages
from infra.demo.result import Outcome
from infra.demo.reviewers import Unexpected
from infra.demo.story import Life, Step
from infra.local.runtime import SAMPLE_PASSWORD


def life_of(outcome: Outcome, life: Life) -> Case:
    """The case of a product whose life is told on from how its story ended."""
    case = outcome.case
    goes_on = replace(case.product, steps=life.steps)
    return replace(
        case, product=goes_on, way=[], failure=case.failure, certificate=outcome.certificate
    )


def inspect(case: Case, step: Step) -> str:
    """The OCOP office plans a visit; its officer is asked for the report."""
    begun = _from_certificate(case, "/inspection", papers.inspection_plan(step))
    _go_on_with(case, _reference_on(case, begun), case.officer("administrator"))
    return f"is to be visited: {case.reference}"


def complain(case: Case, step: Step) -> str:
    """The producer complains of what was decided last."""
    web = _producer(case)
    address = f"/dossiers/{case.dossier}/complaint"
    told = papers.complaint(case.product, step)
    web.send(web.get(address).page.form("/complaint"), flat(told))
    _go_on_with(case, f"{case.reference}-KN1", case.officer("administrator"))
    return f"complains: {case.reference}"


def begin_again(case: Case, step: Step) -> str:
    """The producer begins an upgrade or a re-rating, by a button of the product's page."""
    web, occasion = _producer(case), step.text("occasion")
    page = web.get(f"/dossiers/{case.dossier}").page
    buttons = [one for one in page.forms if one.action.endswith("/again")]
    form = next((one for one in buttons if _hidden(one, "occasion") == occasion), None)
    if form is None:
        raise Unexpected(f"the page of {case.reference} offers no {occasion}")
    begun = parse_qs(urlsplit(web.send(form, {}).url).query)["begun"][0]
    _go_on_with(case, begun, case.product.email)
    return f"begins the {occasion}: {case.reference}"


def file_again(case: Case, step: Step) -> str:
    """Both forms come filled in: the producer pledges anew and says what has changed."""
    pages = Pages(case)
    anew = {"registration": {"pledge": True}, "self-assessment": {"changes": step.text("said")}}
    for form, changed in anew.items():
        address = f"/dossiers/{case.dossier}/forms/{form}"
        page = pages.web.get(address).page
        pages.web.send(page.form(f"/forms/{form}"), flat(changed))
    return "hands in the dossier, filled in from the last one"


def see(case: Case, step: Step) -> str:
    """Anybody looks at the certificate."""
    shown = case.scene.visitor().api("GET", f"/v1/certificates/{case.certificate}").json()
    told = {"state": shown["state"], "stars": shown["stars"]}
    wanted = {name: step.said[name] for name in told if name in step.said}
    if wanted != {name: told[name] for name in wanted}:
        raise Unexpected(f"{case.certificate} is {told}, not {wanted}")
    return f"{case.certificate}: {shown['stars']} stars, {shown['state']}"


def follow(case: Case, _: Step) -> str:
    """The product has a newer certificate: its life goes on with that."""
    key = case.product.email
    answer = case.scene.visitor().api("GET", f"/v1/cases/{case.reference}?key={key}").json()
    case.certificate = str(answer["certificate"])
    if not case.certificate:
        raise Unexpected(f"{case.reference} has led to no certificate: {answer}")
    return f"has the certificate {case.certificate}"


def _producer(case: Case) -> Visitor:
    web = case.scene.visitor()
    web.get(case.producers_mail().link)
    return web


def _hidden(form: Form, name: str) -> str:
    return next((one.value for one in form.controls if one.name == name), "")


def _from_certificate(case: Case, act: str, told: Mapping[str, Any]) -> Answer:
    """What the OCOP office begins on a page of the certificate."""
    office = case.scene.visitor()
    who = {"email": case.officer("administrator"), "password": SAMPLE_PASSWORD}
    office.send(office.get("/office/sign-in").page.form("/office/sign-in"), who)
    address = f"/office/certificates/{case.certificate}{act}"
    return office.send(office.get(address).page.form(act), flat(told))


def _reference_on(case: Case, answer: Answer) -> str:
    reference = f"{case.reference}-KT1"
    if reference not in answer.page.words:
        raise Unexpected(f"no {reference} on {answer.url}")
    return reference


def _go_on_with(case: Case, reference: str, told: str) -> None:
    """From now on the case is what was begun; who was told of it knows its dossier."""
    case.before.append(case.dossier)
    case.reference = reference
    case.dossier = case.scene.post.newest(told, reference).key.partition("-")[0]
