"""The edge: what it reads, what it refuses, and what every answer carries."""

import base64
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from ocop.base import errors
from ocop.base.errors import FieldError, InvalidInput, OcopError
from ocop.http.edge import Edge
from ocop.http.multipart import multipart_fields
from ocop.http.problem import problem, status_of
from ocop.http.reply import Reply, Site, cookie, json_reply, page_reply, see_other
from ocop.http.request import Request, preferred
from ocop.http.routing import Routing
from ocop.web.failures import refuse

ROOT = Path(__file__).parents[2]
SITE = Site(
    "https://ocop.example.vn", "https://files.example.vn", {"vi": "Tỉnh Sông Lam", "en": "Song Lam"}
)
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


class FakeContext:
    function_name = "portal"


def unanswered(_: Request) -> Reply:
    raise errors.Unavailable from TimeoutError("nobody at chu.the@example.vn")


def edge(site: Site = SITE) -> Edge:
    found = Edge(site, refuse)

    def form(request: Request, form: str) -> Reply:
        return json_reply({"form": form, "lang": request.lang})

    def echo(request: Request) -> Reply:
        return json_reply(request.json(), 201)

    def posted(request: Request) -> Reply:
        return see_other("/page", [cookie("seen", str(len(request.form())), site, 60)])

    def shown(request: Request) -> Reply:
        return page_reply(f"<p>{request.lang}</p>", public=True)

    def broken(request: Request) -> Reply:
        raise RuntimeError(f"no row for {request.bearer} of chu.the@example.vn")

    def by_code(request: Request, code: str) -> Reply:
        raise {
            "input": InvalidInput(
                [FieldError("/a", "required", "Thiếu a"), FieldError("/b", "", "")]
            ),
            "late": errors.TooLate(params={"date": "30/04/2026"}),
            "busy": errors.Unavailable(),
            "door": errors.NotSignedIn(),
        }[code]

    def large(request: Request) -> Reply:
        return page_reply("chè " * 10_000)

    found.add("GET", "/v1/forms/<form>", form)
    found.add("POST", "/v1/echo", echo)
    found.add("POST", "/page", posted)
    found.add("GET", "/page", shown)
    found.add("GET", "/broken", broken)
    found.add("GET", "/unanswered", unanswered)
    found.add("GET", "/v1/unanswered", unanswered)
    found.add("GET", "/v1/refused/<code>", by_code)
    found.add("GET", "/large", large)
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
    return edge(more.get("site", SITE))(event, FakeContext())


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


def test_head_is_get_without_the_body() -> None:
    for path in ("/page", "/v1/forms/a", "/nothing", "/v1/nothing"):
        got, headed = ask("GET", path), ask("HEAD", path)
        assert headed["statusCode"] == got["statusCode"], path
        assert headed["headers"] == got["headers"], path
        assert headed["body"] == ""
    assert ask("HEAD", "/v1/echo")["statusCode"] == 405


def test_head_of_a_link_looks_nothing_up() -> None:
    assert ask("HEAD", "/r/broken")["statusCode"] == 200


def test_a_slash_at_the_end_changes_nothing() -> None:
    assert ask("GET", "/v1/forms/a/")["body"] == ask("GET", "/v1/forms/a")["body"]
    assert ask("GET", "/page//")["statusCode"] == 200
    assert ask("POST", "/page/", body="a=1", headers=FORM)["statusCode"] == 303


@pytest.mark.parametrize(
    "behind",
    [".", ",", ")", ").", ";", '"', "”", "…", "»", ">", "]", "!", "?", "%E2%80%9D", ").\u200b"],
)
def test_what_stands_behind_a_link_in_a_sentence_is_no_part_of_it(behind: str) -> None:
    assert ask("GET", f"/page{behind}")["statusCode"] == 200
    assert ask("GET", f"/page/{behind}")["statusCode"] == 404
    assert ask("GET", f"/v1/nothing{behind}")["statusCode"] == 404


@pytest.mark.parametrize("part", ["?", "#", "\t", "\n", "\x00", "©", "«x»", "a b\x7f", "\ud800"])
def test_odd_letters_in_a_part_are_an_unknown_address(part: str) -> None:
    assert told(ask("GET", f"/v1/forms/{part}")) == (404, "not-found")


def test_browsers_may_ask_before_they_call_from_another_site() -> None:
    origin = {"origin": "https://cong.example.vn", "access-control-request-method": "PUT"}
    for path in ("/v1/forms/a", "/v1/office/worklist", "/nothing", "/page"):
        answer = ask("OPTIONS", path, headers=origin)
        assert (answer["statusCode"], answer["body"]) == (204, "")
        assert not [name for name in answer["headers"] if name.startswith("Access-Control")]
    assert ask("OPTIONS", "/page")["headers"]["Allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "x-unknown"])
def test_packed_bodies_are_refused_by_name(coding: str) -> None:
    answer = ask("POST", "/v1/echo", body="{}", headers={**JSON, "content-encoding": coding})
    assert told(answer) == (415, "unsupported-coding")
    assert coding in json.loads(answer["body"])["detail"]
    assert answer["headers"]["Accept-Encoding"] == "identity"
    plain = ask("POST", "/v1/echo", body="{}", headers={**JSON, "content-encoding": "identity"})
    assert plain["statusCode"] == 201


def test_a_byte_order_mark_is_passed_over() -> None:
    answer = ask("POST", "/v1/echo", body='\ufeff{"a": 1}', headers=JSON)
    assert (answer["statusCode"], json.loads(answer["body"])) == (201, {"a": 1})


@pytest.mark.parametrize("body", ['{"a": 1, "a": 2}', '{"b": [{"a": 1, "a": 1}]}'])
def test_a_name_that_stands_twice_is_named(body: str) -> None:
    answer = ask("POST", "/v1/echo", body=body, headers=JSON)
    assert told(answer) == (400, "duplicate-name")
    assert "“a”" in json.loads(answer["body"])["detail"]


def test_a_strange_name_that_stands_twice_breaks_nothing() -> None:
    name = "\\ud800" + "x" * 9000
    answer = ask("POST", "/v1/echo", body=f'{{"{name}": 1, "{name}": 2}}', headers=JSON)
    assert told(answer) == (400, "duplicate-name")
    assert len(answer["body"]) < 1000


def test_of_many_names_the_one_that_stands_twice_is_found_in_time() -> None:
    names = ",".join(f'"{number:x}":1' for number in range(25_000))
    begun = time.process_time()
    answer = ask("POST", "/v1/echo", body=f'{{{names},"61a7":2,"61a7":3}}', headers=JSON)
    assert told(answer) == (400, "duplicate-name")
    assert "“61a7”" in json.loads(answer["body"])["detail"]
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("depth", [100, 900, 30_000])
@pytest.mark.parametrize(("opens", "shuts"), [("[", "]"), ('{"a":', "}")])
def test_what_lies_too_deep_is_not_read(depth: int, opens: str, shuts: str) -> None:
    body = f'{{"data": {opens * depth}1{shuts * depth}}}'
    assert told(ask("POST", "/v1/echo", body=body, headers=JSON)) == (400, "malformed-json")


def test_what_is_wide_is_read_however_wide() -> None:
    body = json.dumps({"data": [{"a": [[n]]} for n in range(300)]})
    assert ask("POST", "/v1/echo", body=body, headers=JSON)["statusCode"] == 201


def test_many_mistakes_are_counted_and_a_hundred_shown() -> None:
    mistakes = [FieldError(f"/f{n}", "unknown", "Không có mục này") for n in range(18_000)]
    found = problem(InvalidInput(mistakes), "vi")
    assert (len(found["errors"]), found["more_errors"]) == (100, 17_900)
    long = [FieldError("/" + "x" * 40_000, "unknown", "Không có mục này")] * 50
    assert len(json.dumps(problem(InvalidInput(long), "vi"))) < 256 * 1024


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


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://la.example.com"}, 403),
        ({"origin": "https://ocop.example.vn.example.com"}, 403),
        ({"origin": "https://la.example.com", "host": "api.example.vn"}, 403),
        ({"origin": "https://ocop.example.vn"}, 303),
        ({"origin": "https://api.example.vn", "host": "api.example.vn"}, 303),
        ({"origin": "null"}, 303),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
    ],
)
def test_whose_page_may_post(headers: dict[str, str], status: int) -> None:
    assert ask("POST", "/page", body="a=1", headers={**FORM, **headers})["statusCode"] == status


def test_of_two_cookies_of_a_name_the_narrower_one_counts() -> None:
    answer = ask("GET", "/v1/forms/a", cookies=["lang=en", "lang=vi"])
    assert json.loads(answer["body"])["lang"] == "en"


def test_a_wrong_method_names_the_right_ones() -> None:
    answer = ask("DELETE", "/page", headers={"accept": "application/json"})
    assert told(answer) == (405, "method-not-allowed")
    assert answer["headers"]["Allow"] == "GET, HEAD, POST"


def test_a_large_page_is_packed_for_who_can_unpack_it() -> None:
    plain = ask("GET", "/large", headers={"accept-encoding": "br"})
    assert (plain["isBase64Encoded"], "Content-Encoding" in plain["headers"]) == (False, False)
    small = ask("GET", "/large", headers={"accept-encoding": "gzip, br"})
    assert small["headers"]["Content-Encoding"] == "gzip"
    assert small["headers"]["Vary"] == plain["headers"]["Vary"] == "Accept-Encoding"
    assert gzip.decompress(base64.b64decode(small["body"])).decode() == plain["body"]


def test_a_rule_of_letters_alone_goes_before_one_with_parts() -> None:
    def telling(rule: str) -> Callable[..., Reply]:
        return lambda **parts: json_reply({"rule": rule, **parts})

    routing = Routing()
    for method, rule in (("GET", "/a/<b>"), ("GET", "/a/b"), ("POST", "/a/<c>")):
        routing.add(method, rule, telling(rule))

    def told_by(method: str, path: str) -> Any:
        answer, parts = routing.find(method, path)
        return json.loads(answer(**parts).body)

    assert told_by("GET", "/a/b") == {"rule": "/a/b"}
    assert told_by("GET", "/a/x") == {"rule": "/a/<b>", "b": "x"}
    assert told_by("POST", "/a/b") == {"rule": "/a/<c>", "c": "b"}
    assert routing.allowed("/a/b") == {"GET", "HEAD", "POST"}


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs() -> None:
    page = ask("GET", "/nothing", query="lang=en")
    assert page["statusCode"] == 404
    assert "<title>Error:" in page["body"]
    assert told(ask("GET", "/v1/nothing")) == (404, "not-found")


def test_a_mistake_of_ours_tells_nothing_and_logs_no_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = StringIO()
    monkeypatch.setattr("ocop.http.edge.log", Logger(service="test-web-http", stream=lines))
    token = "v1.k1." + "a" * 26 + "-" + "b" * 16 + "-1." + "c" * 32
    answer = ask("GET", "/broken", headers={"authorization": f"Bearer {token}"})
    logged = lines.getvalue()
    assert answer["statusCode"] == 500
    assert "RuntimeError" not in answer["body"]
    assert json.loads(logged)["number"] in answer["body"]
    assert "RuntimeError" in logged
    assert "c" * 32 not in logged
    assert "chu.the@example.vn" not in logged


@pytest.mark.parametrize("address", ["/unanswered", "/v1/unanswered"])
def test_what_a_service_left_unanswered_is_logged_with_its_cause_and_told_with_its_number(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = StringIO()
    monkeypatch.setattr("ocop.http.edge.log", Logger(service=address, stream=lines))
    answer = ask("GET", address)
    logged = json.loads(lines.getvalue())
    assert answer["statusCode"] == 503
    assert logged["number"] in answer["body"]
    assert logged["cause"] == "TimeoutError: nobody at …@…"
    ask("GET", "/nothing")
    assert lines.getvalue().count("\n") == 1, "what is the asker's fault is no line"


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

    internal = {OcopError, errors.MailRefused, errors.Unreadable}
    made = {kind: kind.__new__(kind) for kind in below(OcopError) - internal}
    assert {kind for kind, error in made.items() if status_of(error) == 500} == set()


def test_the_api_never_loads_what_makes_a_cold_start_slow() -> None:
    heavy = ("pydantic", "boto3", "aws_xray_sdk", "numpy", "jinja2", "jsonschema")
    code = f"import sys, ocop.http.edge; print([m for m in {heavy!r} if m in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT / "functions")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"


def test_files_come_along_byte_by_byte() -> None:
    content = bytes(range(256)) + b"\r\n--x\n"
    part = b'--b1\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    field = '--b1\r\nContent-Disposition: form-data; name="sheet"\r\n\r\nMật\r\n'.encode()
    body = field + part + content + b"\r\n--b1--\r\n"
    fields, files = multipart_fields('multipart/form-data; boundary="b1"', body)
    assert (fields, files) == ({"sheet": "Mật"}, {"file": content})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--b1--\r\n"),
        ("multipart/form-data; boundary=b1", b""),
        ("multipart/form-data; boundary=b1", b"--b1\r\nno end"),
        ("multipart/form-data; boundary=b1", b"--b1\r\n\r\nno name\r\n--b1--\r\n"),
        (
            "multipart/form-data; boundary=b1",
            b'--b1\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--b1--\r\n',
        ),
    ],
)
def test_a_body_with_files_that_cannot_be_read_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(errors.Malformed, match="malformed-form"):
        multipart_fields(kind, body)
