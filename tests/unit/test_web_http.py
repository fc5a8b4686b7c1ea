"""The edge: what it reads, what it refuses, and what every answer carries."""

import base64
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from ocop.domain import errors
from ocop.domain.errors import FieldError, InvalidInput, OcopError
from ocop.web.http import Edge
from ocop.web.problem import problem, status_of
from ocop.web.reply import Reply, Site, cookie, json_reply, page_reply, see_other
from ocop.web.request import Asked, preferred

ROOT = Path(__file__).parents[2]
SITE = Site(
    "https://ocop.example.vn", "https://files.example.vn", {"vi": "Tỉnh Sông Lam", "en": "Song Lam"}
)
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


class FakeContext:
    function_name = "portal"


def edge(site: Site = SITE) -> Edge:
    found = Edge(site)

    @found.get("/v1/forms/<form>")
    def form(asked: Asked, form: str) -> Reply:
        return json_reply({"form": form, "lang": asked.lang})

    @found.post("/v1/echo")
    def echo(asked: Asked) -> Reply:
        return json_reply(asked.json(), 201)

    @found.post("/page")
    def posted(asked: Asked) -> Reply:
        return see_other("/page", [cookie("seen", str(len(asked.form())), site, 60)])

    @found.get("/page")
    def shown(asked: Asked) -> Reply:
        return page_reply(f"<p>{asked.lang}</p>", public=True)

    @found.get("/broken")
    def broken(asked: Asked) -> Reply:
        raise RuntimeError(f"no row for {asked.bearer} of chu.the@example.vn")

    @found.get("/v1/refused/<code>")
    def refused(asked: Asked, code: str) -> Reply:
        raise {
            "input": InvalidInput(
                [FieldError("/a", "required", "Thiếu a"), FieldError("/b", "", "")]
            ),
            "late": errors.TooLate(params={"date": "30/04/2026"}),
            "busy": errors.Unavailable(),
            "door": errors.NotSignedIn(),
        }[code]

    return found


def ask(
    method: str, path: str, *, body: str | None = None, query: str = "", **more: Any
) -> dict[str, Any]:
    event = {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": more.get("headers", {}),
        "cookies": more.get("cookies", []),
        "body": body,
        "isBase64Encoded": more.get("encoded", False),
        "requestContext": {"stage": "$default", "http": {"method": method, "path": path}},
    }
    return edge(more.get("site", SITE))(event, FakeContext())  # type: ignore[arg-type]


def told(answer: dict[str, Any]) -> tuple[int, str]:
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    return answer["statusCode"], json.loads(answer["body"])["code"]


@pytest.mark.parametrize(
    ("query", "headers", "cookies", "lang"),
    [
        ("", {}, [], "vi"),
        ("lang=en", {}, ["lang=vi"], "en"),
        ("lang=fr", {}, ["lang=en"], "en"),
        ("", {"accept-language": "en-GB,en;q=0.9"}, [], "en"),
        ("", {"accept-language": "fr,en;q=0.3,vi;q=0.8"}, [], "vi"),
        ("", {"accept-language": "en;q=x, ;;,"}, [], "vi"),
    ],
)
def test_language(query: str, headers: dict[str, str], cookies: list[str], lang: str) -> None:
    answer = ask("GET", "/v1/forms/idea", query=query, headers=headers, cookies=cookies)
    assert json.loads(answer["body"]) == {"form": "idea", "lang": lang}


def test_a_language_that_is_asked_for_beats_one_that_is_merely_accepted() -> None:
    assert preferred("en;q=0.5, vi;q=0.4") == "en"
    assert preferred("de") == "vi"


@pytest.mark.parametrize(
    ("body", "headers", "refusal"),
    [
        ('{"a":', JSON, (400, "malformed-json")),
        ("", JSON, (400, "malformed-json")),
        ("[1]", JSON, (400, "not-an-object")),
        ('{"a": NaN}', JSON, (400, "malformed-json")),
        ('{"a": 1e999}', JSON, (400, "malformed-json")),
        ('{"a": "\\ud800"}', JSON, (400, "malformed-json")),
        ('{"a":' * 100_000, JSON, (413, "too-large")),
        ("[" * 200_000, JSON, (400, "malformed-json")),
        ("{}", {}, (415, "unsupported-media-type")),
        ("{}", {"content-type": "text/plain"}, (415, "unsupported-media-type")),
        (
            "{}",
            {"content-type": "application/json; charset=utf-16"},
            (415, "unsupported-media-type"),
        ),
    ],
)
def test_bodies_that_are_refused(
    body: str, headers: dict[str, str], refusal: tuple[int, str]
) -> None:
    assert told(ask("POST", "/v1/echo", body=body, headers=headers)) == refusal


def test_bodies_that_came_in_base64() -> None:
    whole = base64.b64encode('{"a":"Chè"}'.encode()).decode()
    assert json.loads(ask("POST", "/v1/echo", body=whole, headers=JSON, encoded=True)["body"]) == {
        "a": "Chè"
    }
    other = base64.b64encode('{"a":"Chè"}'.encode("utf-16")).decode()
    for broken in (other, "***", "é"):
        answer = ask("POST", "/v1/echo", body=broken, headers=JSON, encoded=True)
        assert told(answer) == (400, "not-utf8")


def test_every_answer_carries_the_security_headers() -> None:
    for answer in (ask("GET", "/v1/forms/a"), ask("GET", "/nothing"), ask("HEAD", "/r/x")):
        headers = answer["headers"]
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "form-action 'self' https://files.example.vn" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert "Strict-Transport-Security" in headers


def test_public_pages_may_be_kept_and_found() -> None:
    headers = ask("GET", "/page")["headers"]
    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["X-Robots-Tag"] == "all"


def test_head_looks_nothing_up() -> None:
    assert ask("HEAD", "/broken")["statusCode"] == 200


def test_cookies_are_locked_down_and_secure_where_the_site_is() -> None:
    answer = ask("POST", "/page", body="a=1&b=2", headers=FORM)
    assert answer["statusCode"] == 303
    assert answer["headers"]["Location"] == "/page"
    assert answer["cookies"] == ["seen=2; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"]
    plain = ask("POST", "/page", body="", headers=FORM, site=Site("http://localhost:8000"))
    assert plain["cookies"] == ["seen=0; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"]
    assert "Strict-Transport-Security" not in plain["headers"]


def test_a_picked_language_is_remembered_on_pages_only() -> None:
    assert ask("GET", "/page", query="lang=en")["cookies"][0].startswith("lang=en;")
    assert ask("GET", "/v1/forms/a", query="lang=en")["cookies"] == []
    assert ask("GET", "/page", query="lang=%0d%0a")["cookies"] == []


def test_a_page_of_another_site_cannot_post_here() -> None:
    answer = ask("POST", "/page", body="a=1", headers={**FORM, "sec-fetch-site": "cross-site"})
    assert answer["statusCode"] == 403


def test_a_wrong_method_names_the_right_ones() -> None:
    answer = ask("DELETE", "/page", headers={"accept": "application/json"})
    assert told(answer) == (405, "method-not-allowed")
    assert answer["headers"]["Allow"] == "GET, HEAD, POST"


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs() -> None:
    page = ask("GET", "/nothing", query="lang=en")
    assert page["statusCode"] == 404
    assert "<title>Error:" in page["body"]
    assert told(ask("GET", "/v1/nothing")) == (404, "not-found")


def test_a_mistake_of_ours_tells_nothing_and_logs_no_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = StringIO()
    monkeypatch.setattr("ocop.web.http.log", Logger(service="test-web-http", stream=lines))
    token = "v1.k1." + "a" * 26 + "-" + "b" * 16 + "-1." + "c" * 32
    answer = ask("GET", "/broken", headers={"authorization": f"Bearer {token}"})
    logged = lines.getvalue()
    assert answer["statusCode"] == 500
    assert "RuntimeError" not in answer["body"]
    assert json.loads(logged)["number"] in answer["body"]
    assert "RuntimeError" in logged
    assert "c" * 32 not in logged
    assert "chu.the@example.vn" not in logged


@pytest.mark.parametrize(
    ("code", "status"), [("input", 422), ("late", 409), ("busy", 503), ("door", 401)]
)
def test_refusals_are_problem_documents(code: str, status: int) -> None:
    answer = ask("GET", f"/v1/refused/{code}")
    document = json.loads(answer["body"])
    assert document["status"] == answer["statusCode"] == status
    assert document["title"]
    assert document["detail"]
    assert document["type"].endswith(document["code"])


def test_input_errors_come_all_at_once_with_pointers() -> None:
    found = json.loads(ask("GET", "/v1/refused/input")["body"])["errors"]
    assert [one["pointer"] for one in found] == ["/a", "/b"]
    assert found[0] == {"pointer": "/a", "code": "required", "detail": "Thiếu a"}


def test_the_detail_names_the_facts_in_the_asked_language() -> None:
    late = errors.TooLate(params={"date": "30/04/2026"})
    assert "30/04/2026" in problem(late, "vi")["detail"]
    assert problem(late, "vi")["title"] != problem(late, "en")["title"]


def test_every_refusal_has_a_status() -> None:
    def below(kind: type[OcopError]) -> set[type[OcopError]]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    internal = {OcopError, errors.MailRefused}
    made = {kind: kind.__new__(kind) for kind in below(OcopError) - internal}
    assert {kind for kind, error in made.items() if status_of(error) == 500} == set()


def test_the_api_never_loads_what_makes_a_cold_start_slow() -> None:
    heavy = ("pydantic", "boto3", "aws_xray_sdk", "numpy", "jinja2", "jsonschema")
    code = f"import sys, ocop.web.http; print([m for m in {heavy!r} if m in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT / "functions")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"
