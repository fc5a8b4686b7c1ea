"""Officers: signed in with a password, or by a program with Cognito's token."""

from contextlib import suppress
from typing import Any

import pytest

from infra.demo.client import Answer
from infra.local.mail import Mail
from infra.local.runtime import SAMPLE_PASSWORD, SAMPLE_PROVINCE, Runtime
from ocop.aws.identity import claims_of
from tests.support.http import JSON, Person, tokens
from tests.support.stack import until
from tests.support.walk import ADMINISTRATOR, ADVISOR, NUI_TRA, PEOPLE, Walk

pytestmark = pytest.mark.e2e
STOLEN = "quantri-moi@songxanh.example.vn"


@pytest.fixture(scope="module")
def cases(runtime: Runtime) -> list[Walk]:
    """Three cases that wait for one commune's officer; the second is due first."""
    first = Walk.on(runtime, NUI_TRA).to_intake()
    second = Walk.on(runtime, NUI_TRA).idea().confirm()
    third = Walk.on(runtime, NUI_TRA).to_plan().file("business-plan")
    for walk in (first, second, third):
        walk.open(walk.officer)
    return [first, second, third]


def call(runtime: Runtime, method: str, path: str, token: str, body: bytes = b"") -> Answer:
    """A call behind the gateway's authorizer."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": JSON}
    return Person(runtime.base_url).once(method, path, body, headers)


def id_token(runtime: Runtime, email: str) -> str:
    """What an officer's program sends."""
    return str(tokens(runtime, email)["IdToken"])


def work_of(runtime: Runtime, email: str) -> list[dict[str, Any]]:
    """The worklist as the API gives it."""
    answer = call(runtime, "GET", "/v1/office/worklist", id_token(runtime, email))
    assert answer.status == 200
    return list(answer.json()["work"])


def test_the_worklist_begins_with_what_is_due_first(runtime: Runtime, cases: list[Walk]) -> None:
    work = work_of(runtime, cases[0].officer)
    assert {one["dossier"] for one in work} == {walk.dossier for walk in cases}
    assert [one["due"] for one in work] == sorted(one["due"] for one in work)
    assert work[0]["dossier"] == cases[1].dossier
    page = Person(runtime.base_url).sign_in(cases[0].officer)
    shown = [link for link in page.page.links if link.startswith("/office/dossiers/")]
    assert shown == [f"/office/dossiers/{one['dossier']}" for one in work]


def test_a_program_decides_with_its_officers_token(runtime: Runtime, cases: list[Walk]) -> None:
    walk = cases[1]
    token = id_token(runtime, walk.officer)
    mine = next(one for one in work_of(runtime, walk.officer) if one["dossier"] == walk.dossier)
    address = f"/v1/office/dossiers/{walk.dossier}/{mine['assignment']}/decide"
    foreign = call(runtime, "POST", address, id_token(runtime, ADVISOR), b'{"data": {}}')
    assert (foreign.status, foreign.json()["code"]) == (403, "forbidden")
    body = b'{"data": {"outcome": "selected"}}'
    assert walk.public()["stage"] == "idea-selection"
    for _ in range(2):
        assert call(runtime, "POST", address, token, body).json()["stage"] == "plan"
    assert walk.dossier not in [one["dossier"] for one in work_of(runtime, walk.officer)]


def test_an_officer_reads_only_what_lies_in_their_units(
    runtime: Runtime, cases: list[Walk]
) -> None:
    elsewhere = "canbo.suoi-mat@songxanh.example.vn"
    address = f"/v1/office/dossiers/{cases[0].dossier}"
    assert call(runtime, "GET", address, id_token(runtime, cases[0].officer)).status == 200
    assert call(runtime, "GET", address, id_token(runtime, ADVISOR)).status == 200
    hidden = call(runtime, "GET", address, id_token(runtime, elsewhere))
    assert (hidden.status, hidden.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize("path", ["/v1/office/worklist", "/v1/office/dossiers/x"])
def test_no_token_no_answer(runtime: Runtime, cases: list[Walk], path: str) -> None:
    program = Person(runtime.base_url)
    assert program.once("GET", path).status == 401
    forged = id_token(runtime, cases[0].officer)[:-6] + "AAAAAA"
    for wrong in ("junk", forged, cases[0].token, ""):
        assert call(runtime, "GET", path, wrong).status == 401
    access = str(tokens(runtime, cases[0].officer)["AccessToken"])
    assert call(runtime, "GET", path, access).status == 401


def test_only_the_administrator_loads_the_province(runtime: Runtime, cases: list[Walk]) -> None:
    document = SAMPLE_PROVINCE.read_bytes()
    refused = call(
        runtime, "PUT", "/v1/office/province", id_token(runtime, cases[0].officer), document
    )
    assert (refused.status, refused.json()["code"]) == (403, "forbidden")
    chief = id_token(runtime, ADMINISTRATOR)
    assert call(runtime, "PUT", "/v1/office/province", chief, document).json()["code"] == "99"
    broken = document.replace(b'"seat": "chair"', b'"seat": "throne"', 1)
    wrong = call(runtime, "PUT", "/v1/office/province", chief, broken)
    assert wrong.status == 422
    assert wrong.json()["errors"]


def test_a_session_begins_with_the_right_password_and_ends_on_request(
    runtime: Runtime, cases: list[Walk]
) -> None:
    person = Person(runtime.base_url)
    door = person.get("/office")
    assert door.url.endswith("/office/sign-in")
    wrong = {"email": cases[0].officer, "password": "Sai-Mat-Khau-2026!"}
    refused = person.press(door, "/office/sign-in", wrong, "", 422)
    assert "office" not in person.cookies
    assert "Sai-Mat-Khau" not in refused.text
    work = person.sign_in(cases[0].officer)
    assert cases[0].reference in work.text
    person.press(work, "/office/sign-out", {})
    assert person.get("/office").url.endswith("/office/sign-in")


def test_a_session_that_was_signed_out_opens_nothing(runtime: Runtime, cases: list[Walk]) -> None:
    person = Person(runtime.base_url)
    work = person.sign_in(cases[0].officer)
    stolen = dict(person.cookies)
    person.press(work, "/office/sign-out", {})
    for kept in (stolen, {"office": stolen["office"]}, {"office_more": stolen["office_more"]}):
        thief = Person(runtime.base_url)
        thief.cookies.update(kept)
        assert thief.get("/office").url.endswith("/office/sign-in")


def test_a_session_outlives_its_first_hour(runtime: Runtime, cases: list[Walk]) -> None:
    person = Person(runtime.base_url)
    person.sign_in(cases[0].officer)
    del person.cookies["office"]
    assert person.get("/office").url.endswith("/office")
    assert person.cookies["office"]


def _named(email: str) -> list[dict[str, str]]:
    return [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]


def test_nobody_becomes_the_administrator_by_changing_an_address(
    runtime: Runtime, cases: list[Walk]
) -> None:
    """H1 of the audit: an ID token whose address its holder has changed."""
    pool = runtime.client("cognito-idp")
    mine = tokens(runtime, cases[0].officer)
    with suppress(pool.exceptions.ClientError):  # AWS refuses: the client may not write it
        pool.update_user_attributes(AccessToken=mine["AccessToken"], UserAttributes=_named(STOLEN))
    fresh = pool.get_tokens_from_refresh_token(
        ClientId=runtime.outputs["UserPoolClientId"], RefreshToken=mine["RefreshToken"]
    )["AuthenticationResult"]["IdToken"]
    document = SAMPLE_PROVINCE.read_bytes()
    try:
        refused = call(runtime, "PUT", "/v1/office/province", fresh, document)
        assert refused.status in (401, 403)
    finally:
        pool.admin_update_user_attributes(
            UserPoolId=runtime.outputs["UserPoolId"],
            Username=claims_of(fresh)["sub"],
            UserAttributes=_named(cases[0].officer),
        )


def _resets(runtime: Runtime, officer: str) -> list[Mail]:
    return [mail for mail in runtime.mailbox(officer) if "/office/password/" in mail["text"]]


def test_a_forgotten_password_comes_back_by_mail(runtime: Runtime) -> None:
    officer = PEOPLE.officer("centre", NUI_TRA)
    person = Person(runtime.base_url)
    page = person.get("/office/forgotten")
    told = person.press(page, "/office/forgotten", {"email": officer})
    assert "hai giờ" in told.text
    until(lambda: _resets(runtime, officer), "a mail with a link to set a password")
    words = _resets(runtime, officer)[0]["text"].split()
    address = next(word for word in words if "/office/password/" in word)
    form = person.get(address.removeprefix(runtime.base_url))
    person.press(form, "/office/password/", {"new-password": SAMPLE_PASSWORD})
    assert person.sign_in(officer).url.endswith("/office")
