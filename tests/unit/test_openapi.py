"""openapi.json says what the routes do, and no published version is broken by a later one."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ocop.catalogue.texts import word_files
from ocop.http.problem import STATUS
from ocop.web.routes import OFFICE, OFFICE_DOOR, PORTAL, REVIEW
from tests.support.api_changes import breaking
from tests.support.contract import PROBLEM, operations, served

PUBLISHED = Path(__file__).parents[1] / "samples" / "openapi"
PART = re.compile(r"\{(\w+)\}")
Document = dict[str, Any]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


VERSIONS = sorted(PUBLISHED.glob("*.json"), key=lambda path: _numbers(path.stem))
LATEST: Document = json.loads(VERSIONS[-1].read_text("utf-8"))


def routed() -> set[tuple[str, str]]:
    """Each method and address of the API, as OpenAPI writes it."""
    return {
        (method, rule.replace("<", "{").replace(">", "}"))
        for method, rule, _ in (*PORTAL, *REVIEW, *OFFICE, *OFFICE_DOOR)
        if rule.startswith("/v1/")
    }


def test_every_route_is_described_and_no_other() -> None:
    assert set(operations(served())) == routed()


def test_the_parts_of_an_address_are_its_parameters() -> None:
    for (method, path), operation in operations(served()).items():
        told = [one for one in operation["parameters"] if one["in"] == "path"]
        assert {one["name"] for one in told} == set(PART.findall(path)), f"{method} {path}"
        assert all(one["required"] for one in told), f"{method} {path}"


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for operation in operations(served()).values()]
    assert len(names) == len(set(names))


def test_refusals_are_problem_documents_of_known_statuses() -> None:
    known = {str(status) for _, status in STATUS}
    for (method, path), operation in operations(served()).items():
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                continue
            assert status in {*known, "default"}, f"{method} {path}"
            gateway = status == "401" and path.startswith("/v1/office/")
            assert gateway or set(response["content"]) == {PROBLEM}, f"{method} {path} {status}"


def test_what_a_dead_link_is_refused_for_is_told_to_take_a_link() -> None:
    """A form is open to everybody as an idea, and takes its producer's link from then on."""
    for (method, path), operation in operations(served()).items():
        if "410" in operation["responses"] and not path.startswith("/v1/office/"):
            assert {"link": []} in operation["security"], f"{method} {path}"


def test_what_may_be_posted_may_be_refused() -> None:
    """A body can be malformed, too large, of the wrong kind, or wrong in what it says."""
    for (method, path), operation in operations(served()).items():
        if "requestBody" in operation:
            lacking = {"400", "413", "415", "422", "503"} - set(operation["responses"])
            assert lacking == set(), f"{method} {path}"


def test_codes_of_refusals_are_all_told() -> None:
    messages = word_files().get("messages")
    schemas = served()["components"]["schemas"]
    told = schemas["Problem"]["properties"]["code"]["examples"]
    assert told == sorted(messages["problems"])
    assert schemas["FieldError"]["properties"]["code"]["examples"] == sorted(messages["fields"])


def test_every_schema_is_used() -> None:
    text = json.dumps(served())
    for kind, parts in served()["components"].items():
        for name in parts:
            if kind != "securitySchemes":
                assert f'"#/components/{kind}/{name}"' in text, name


# ------------------------------------------------------------------ changes


def test_what_was_published_is_not_broken() -> None:
    version = served()["info"]["version"]
    assert served() == LATEST or _numbers(version) > _numbers(VERSIONS[-1].stem)
    if _numbers(version)[0] == _numbers(VERSIONS[-1].stem)[0]:
        assert breaking(LATEST, served()) == []


def test_a_copy_stands_under_its_own_version() -> None:
    for path in VERSIONS:
        assert json.loads(path.read_text("utf-8"))["info"]["version"] == path.stem


def _changed(change: Callable[[Document], object]) -> Document:
    document = copy.deepcopy(LATEST)
    change(document)
    return document


def _schema(document: Mapping[str, Any], name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


def _submit(document: Mapping[str, Any]) -> Document:
    found: Document = document["paths"]["/v1/forms/{form}/submissions"]["post"]
    return found


def _breaks() -> Iterator[tuple[str, Callable[[Document], object]]]:
    yield "an address", lambda d: d["paths"].pop("/v1/products")
    yield "a method", lambda d: d["paths"]["/v1/dossiers/{id}/drafts/{form}"].pop("put")
    yield "a field of an answer", lambda d: _schema(d, "Receipt")["properties"].pop("reference")
    yield "a field deep inside", lambda d: _schema(d, "TimelineEntry")["properties"].pop("at")
    yield "a field always there", lambda d: _schema(d, "Receipt")["required"].remove("dossier")
    yield (
        "a type",
        lambda d: _schema(d, "Receipt")["properties"]["reference"].update(type="integer"),
    )
    yield "a field more to send", lambda d: _schema(d, "Submission")["required"].append("dossier")
    yield "a field not taken", lambda d: _schema(d, "UploadAsked")["properties"].pop("slot")
    yield "an answer", lambda d: _submit(d)["responses"].pop("201")
    yield (
        "a parameter more",
        lambda d: _submit(d)["parameters"].append({"in": "query", "name": "x", "required": True}),
    )
    yield "a parameter less", lambda d: _submit(d)["parameters"].pop(1)
    yield "a token", lambda d: d["paths"]["/v1/products"]["get"].update(security=[{"link": []}])


@pytest.mark.parametrize(("what", "change"), list(_breaks()), ids=lambda one: str(one)[:30])
def test_a_change_that_breaks_is_seen(what: str, change: Callable[[Document], object]) -> None:
    assert breaking(LATEST, _changed(change)) != [], what


def test_what_is_added_breaks_nothing() -> None:
    def add(document: Document) -> None:
        document["paths"]["/v1/new"] = document["paths"]["/v1/forms"]
        _schema(document, "Receipt")["properties"]["more"] = {"type": "string"}
        _schema(document, "Submission")["properties"]["more"] = {"type": "string"}
        _schema(document, "Submission")["required"].clear()
        _submit(document)["parameters"].append({"in": "query", "name": "more"})
        _submit(document)["responses"]["429"] = {"$ref": "#/components/responses/Problem"}

    assert breaking(LATEST, _changed(add)) == []
