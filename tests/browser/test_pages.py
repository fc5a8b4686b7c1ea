"""Every page fits a phone of 360 px, a thumb and a screen reader, and asks nobody else."""

from collections.abc import Callable

import pytest

from infra.demo import evidence
from infra.local.runtime import SAMPLE_PASSWORD, Runtime
from tests.support.http import Person
from tests.support.walk import ADMINISTRATOR, Walk
from tests.support.window import PHONE, Window

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
FORMS = (
    "product-idea",
    "business-plan",
    "deployment-progress",
    "registration",
    "self-assessment",
)
OPEN = ("/", "/forms", "/about", "/privacy", "/cases", "/products", "/office/sign-in")


@pytest.fixture(scope="module")
def planning(runtime: Runtime) -> Walk:
    """A case whose plan is awaited, with a file of evidence."""
    walk = Walk.on(runtime).to_plan()
    person = Person(walk.base)
    person.get(f"/r/{walk.token}")
    page = person.get(f"/dossiers/{walk.dossier}/evidence")
    asked = {"/slot": "c1_1", "/name": "Giấy kiểm nghiệm tháng ba"}
    form = person.press(page, "/evidence", asked).page.form(multipart=True)
    fields = [(control.name, control.value) for control in form.controls]
    person.upload(form.action, fields, "kiem-nghiem.pdf", evidence.pdf("Kiem nghiem"))
    return walk


@pytest.fixture(scope="module")
def scored(runtime: Runtime) -> Walk:
    """A case that its council is scoring."""
    return Walk.on(runtime).to_council()


@pytest.fixture(scope="module")
def recognised(runtime: Runtime) -> Walk:
    """A case that came to its certificate."""
    return Walk.on(runtime).to_council().score(82, 4).recognise()


def assert_fit(phone: Window, *addresses: str, status: int = 200) -> None:
    """Pages as they should be, in both languages."""
    found = {}
    for address in addresses:
        for lang in ("vi", "en"):
            phone.open(f"{address}{'&' if '?' in address else '?'}lang={lang}", status)
            assert phone.page.locator("html").get_attribute("lang") == lang
            found[address, lang] = phone.faults()
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_what_everybody_sees(phone: Window, recognised: Walk) -> None:
    certificate = f"/certificates/{recognised.told()['certificate']}"
    case, received = f"/cases/{recognised.reference}", f"/received/{recognised.reference}"
    assert_fit(phone, *OPEN, certificate, case, received)
    assert_fit(phone, "/nowhere", "/r/v1.k1.x", "/cases?reference=99-1-001-2026", status=404)


def test_forms_to_prepare_for(phone: Window, recognised: Walk) -> None:
    assert_fit(phone, *(f"/forms/{form}" for form in FORMS))


def test_a_producer_s_pages(phone: Window, planning: Walk, recognised: Walk) -> None:
    for walk in (planning, recognised):
        phone.open(f"/r/{walk.token}")
    own, plan = f"/dossiers/{planning.dossier}", f"/forms/business-plan?dossier={planning.dossier}"
    ended = f"/dossiers/{recognised.dossier}"
    assert_fit(phone, own, plan, f"{own}/evidence", ended)


def test_a_blank_form_sent_back(phone: Window, planning: Walk) -> None:
    phone.open(f"/r/{planning.token}")
    phone.open(f"/forms/business-plan?dossier={planning.dossier}")
    phone.page.locator("button.primary[value=submit]").click()
    assert phone.page.title().startswith("Lỗi:")
    assert phone.faults() == []


def test_a_page_keeps_its_subject_when_the_language_is_changed(
    phone: Window, planning: Walk
) -> None:
    phone.open(f"/r/{planning.token}")
    phone.open(f"/forms/business-plan?dossier={planning.dossier}")
    phone.page.get_by_role("link", name="English").click()
    assert phone.page.url.endswith("/forms/business-plan?lang=en")
    assert phone.page.locator("main form").count() == 1


def test_a_reviewer_s_pages(phone: Window, runtime: Runtime, scored: Walk) -> None:
    deciding = Walk.on(runtime).idea().confirm()
    member, gone = (scored.open(one) for one in scored.council[1:3])
    officer = deciding.open(deciding.officer)
    for letter in (member, officer):
        phone.open(f"/r/{letter.token}")
    assert_fit(phone, f"/r/{member.key}", f"/r/{officer.key}", "/r/renewed", "/r/gone/conflict")
    away = {"reason": "Người nhà"}
    scored.program.api("POST", f"/v1/reviews/{gone.key}/conflict", away, gone.token)
    phone.open(f"/r/{gone.token}", 410)
    assert_fit(phone, f"/r/{gone.key}", status=410)
    phone.open(f"/r/{officer.key}")
    phone.pick("/outcome", "selected")
    phone.page.locator("main form button.primary").click()
    assert phone.path.endswith("/decided")
    assert phone.faults() == []


def test_an_officer_s_pages(phone: Window, scored: Walk, planning: Walk) -> None:
    phone.open("/office")
    phone.fill({"email": ADMINISTRATOR, "password": SAMPLE_PASSWORD})
    phone.press("Đăng nhập")
    assert phone.path == "/office"
    dossiers = [f"/office/dossiers/{walk.dossier}" for walk in (scored, planning)]
    assert_fit(phone, "/office", "/office/trouble", *dossiers)


def test_the_mailbox(phone: Window, runtime: Runtime, planning: Walk) -> None:
    phone.open("/mailbox")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.page.get_by_role("link").count() >= len(runtime.mailbox(planning.email))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(
    window: Callable[..., Window], recognised: Walk, scheme: str
) -> None:
    """Contrast of 4.5 for every text on these pages."""
    with window(**PHONE, color_scheme=scheme) as phone:
        faint = {}
        for address in ("/", "/forms/product-idea", f"/cases/{recognised.reference}", "/office"):
            phone.open(address)
            faint[address] = phone.faint()
    assert {address: words for address, words in faint.items() if words} == {}
