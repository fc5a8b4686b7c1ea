"""One product from idea to certificate, over HTTP and mail alone."""

from urllib.parse import urlsplit

import pytest

from infra.demo import evidence
from infra.demo.client import Answer
from infra.demo.devices import FORBIDDEN, let_in
from infra.demo.page import flat
from infra.demo.reviewers import score_step_by_step
from infra.local.runtime import Runtime
from tests.support.http import Person
from tests.support.papers import on_paper
from tests.support.walk import ADVISOR, CHAIRMAN, DOSSIER_FORMS, Walk, sheet

pytestmark = pytest.mark.e2e
PAPER = evidence.pdf("Phieu kiem nghiem")


def test_a_program_comes_from_idea_to_certificate(runtime: Runtime) -> None:
    walk = Walk.on(runtime).to_plan().file("business-plan")
    walk.decide(walk.officer, "decision", "selected")
    hand_in(walk)
    walk.file(*DOSSIER_FORMS).decide(walk.officer, "commune-report", "propose")
    walk.decide(ADVISOR, "advisory-report", "ready").score(82, 4).recognise()
    told = walk.told()
    assert (told["status"], told["ending"]) == ("ended", "recognised")
    assert [one["name"] for one in told["evidence"]["c1_1"]] == ["Kiểm nghiệm.pdf"]
    result = told["results"][0]
    assert (result["stars"], result["points"]) == (4, "82.00")
    assert any("4 sao" in line for line in result["explanation"])
    certificate = walk.program.api("GET", f"/v1/certificates/{told['certificate']}").json()
    assert (certificate["stars"], certificate["product"]) == (4, walk.product)
    assert certificate["headline"]
    assert walk.public()["certificate"] == told["certificate"]


def hand_in(walk: Walk) -> None:
    """Evidence, put into the bucket by the producer's program itself."""
    asked = {"slot": "c1_1", "name": "Kiểm nghiệm.pdf", "type": evidence.PDF}
    ticket = walk.program.api(
        "POST", "/v1/uploads", {"dossier": walk.dossier, **asked}, walk.token
    ).json()
    fields = ticket["fields"].items()
    walk.program.upload(ticket["url"], fields, asked["name"], PAPER, follow=False)


def test_people_without_scripts_come_from_idea_to_certificate(runtime: Runtime) -> None:
    walk = Walk.on(runtime)
    producer = Person(runtime.base_url)
    register(walk, producer)
    decide(walk, walk.officer, {"/outcome": "selected"})
    plan(walk, producer)
    from_the_worklist(walk, {"/outcome": "selected"})
    upload(walk, producer)
    for form in DOSSIER_FORMS:
        fill_in(walk, producer, form)
    look_at_the_evidence(walk)
    decide(walk, walk.officer, flat(walk.document("commune-report", outcome="propose")))
    decide(walk, ADVISOR, flat(walk.document("advisory-report", outcome="ready")))
    for member in walk.council:
        score(walk, member)
    paper = on_paper("12/QĐ-UBND", walk.now)
    decide(walk, CHAIRMAN, flat({"outcome": "recognise", **paper}))
    read_in_public(walk, producer)


def register(walk: Walk, producer: Person) -> None:
    """The idea from its page, then the button behind the mail's link."""
    page = producer.get("/forms/product-idea")
    answer = producer.press(page, "/forms/product-idea", flat(walk.document("product-idea")))
    walk.reference = urlsplit(answer.url).path.removeprefix("/received/")
    assert walk.reference in answer.text
    letter = walk.open(walk.email)
    asked = producer.get(letter.link)
    walk.dossier, walk.token = urlsplit(asked.url).path.rpartition("/")[2], letter.token
    assert secret(letter.token) not in asked.url + asked.text
    assert producer.press(asked, "/confirm", {}).url.endswith(f"/dossiers/{walk.dossier}")


def secret(token: str) -> str:
    """What makes a link open."""
    return token.rpartition(".")[2]


def decide(walk: Walk, who: str, answers: dict[str, str]) -> None:
    """An officer, by the link in the mail."""
    letter, person = walk.open(who), Person(walk.base)
    shut = person.get(letter.link, 200, FORBIDDEN)
    assert (shut.status == FORBIDDEN) == (who == CHAIRMAN)
    page = let_in(person, shut, walk.post, who, walk.reference)
    assert walk.product in page.text
    assert secret(letter.token) not in page.url + page.text
    done = person.press(page, "/decide", answers)
    assert done.url.endswith(f"/r/{letter.key}/decided")
    with pytest.raises(Exception, match="no form"):
        person.get(letter.link).page.form("/decide")


def from_the_worklist(walk: Walk, answers: dict[str, str]) -> None:
    """The same officer, signed in."""
    walk.open(walk.officer)
    person = Person(walk.base)
    work = person.sign_in(walk.officer)
    address = f"/office/dossiers/{walk.dossier}"
    assert address in work.page.links
    done = person.press(person.get(address), "/decide", answers)
    assert walk.product in done.text
    assert address not in person.get("/office").page.links


def plan(walk: Walk, producer: Person) -> None:
    """A draft that is come back to, then the whole plan."""
    address = f"/dossiers/{walk.dossier}/forms/business-plan"
    assert address in producer.get(f"/dossiers/{walk.dossier}").page.links
    first = {"/product/improvements": "Nhãn mới, chai thuỷ tinh"}
    producer.press(producer.get(address), "/forms/business-plan", first, "draft")
    again = producer.get(address)
    kept = {control.name: control.value for control in again.page.form("/forms").controls}
    assert kept.items() >= first.items()
    producer.press(again, "/forms/business-plan", flat(walk.document("business-plan")))


def fill_in(walk: Walk, producer: Person, form: str) -> Answer:
    """A form of the dossier from its page."""
    page = producer.get(f"/dossiers/{walk.dossier}/forms/{form}")
    return producer.press(page, f"/forms/{form}", flat(walk.document(form)))


def upload(walk: Walk, producer: Person) -> None:
    """Evidence by two pages: what it is, then the file straight to the bucket."""
    page = producer.get(f"/dossiers/{walk.dossier}/evidence")
    asked = {"/slot": "c1_1", "/name": "Kiểm nghiệm"}
    ticket = producer.press(page, "/evidence", asked).page.form(multipart=True)
    fields = [(control.name, control.value) for control in ticket.controls]
    back = producer.upload(ticket.action, fields, "kiem-nghiem.pdf", PAPER)
    assert urlsplit(back.url).path == f"/dossiers/{walk.dossier}/evidence"
    assert "Đã nhận tệp Kiểm nghiệm.pdf" in back.text


def look_at_the_evidence(walk: Walk) -> None:
    """The commune's officer opens the producer's file."""
    person = Person(walk.base)
    work = person.sign_in(walk.officer)
    address = f"/office/dossiers/{walk.dossier}"
    assert address in work.page.links
    files = [link for link in person.get(address).page.links if "/evidence/" in link]
    assert [person.get(file).body for file in set(files)] == [PAPER]


def score(walk: Walk, member: str) -> None:
    """A member saves three levels, sees them counted, and submits all."""
    letter, person = walk.open(member), Person(walk.base)
    answers = flat(sheet(82, 4))
    person.get(letter.link)
    step = person.get(f"/r/{letter.key}?at=1")
    first = dict(list(answers.items())[:2])
    saved = person.press(step, "/save", first, "draft")
    kept = {c.name: c.value for c in saved.page.form("/save").controls if c.checked}
    assert kept.items() >= first.items()
    done = score_step_by_step(person, letter.key, answers)
    assert "82" in done.text
    assert not [control for form in done.page.forms for control in form.controls if control.checked]


def read_in_public(walk: Walk, producer: Person) -> None:
    """The producer learns of the star, and everybody else finds the certificate."""
    number = walk.told()["certificate"]
    public, address = Person(walk.base), f"/certificates/{number}"
    assert address in producer.get(walk.open(walk.email).link).page.links
    assert address in public.get("/products").page.links
    case = public.track(walk.reference, walk.email)
    assert address in case.page.links
    shown = public.get(address)
    assert "4 sao trên 5" in shown.page.labels
    assert "82" in shown.page.words
    assert "12/QĐ-UBND" in shown.page.words
    assert "4 sao" in case.text
    assert walk.email not in case.text + shown.text
