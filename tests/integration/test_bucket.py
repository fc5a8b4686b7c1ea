"""The evidence bucket: what a ticket binds, which version counts, where browsers are sent."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ocop.aws.clients import client, evidence_origin
from ocop.aws.files import Evidence
from ocop.base.filetype import DOCX, HEIC, JPEG, PDF
from ocop.cases.records import Upload
from tests.support.table import client_of

BUCKET, REGION, MOST = "evidence-bucket", "ap-southeast-3", 20 * 1024 * 1024
KEY = "evidence/d/c1_1/aaaa"
UPLOAD = Upload("d", "aaaa", "p", "c1_1", KEY, "Phiếu 3.pdf", datetime(2026, 7, 1, tzinfo=UTC))


@pytest.fixture(autouse=True)
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_REGION", REGION)
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    client.cache_clear()
    made = client_of("s3", REGION)
    made.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-3"}
    )
    made.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    yield made
    client.cache_clear()


def conditions(fields: Any) -> list[Any]:
    policy = json.loads(base64.b64decode(fields["policy"]))
    found: list[Any] = policy["conditions"]
    return found


def test_a_program_s_ticket_leads_nowhere() -> None:
    given = Evidence(BUCKET).ticket(UPLOAD, MOST, "")
    assert given.fields["success_action_status"] == "201"
    assert "success_action_redirect" not in given.fields
    assert ["content-length-range", 1, MOST] in conditions(given.fields)
    assert {"key": KEY} in conditions(given.fields)


def test_a_page_s_ticket_leads_back() -> None:
    given = Evidence(BUCKET).ticket(UPLOAD, MOST, "https://ocop.example.vn/x")
    assert given.fields["success_action_redirect"] == "https://ocop.example.vn/x"
    assert {"success_action_redirect": "https://ocop.example.vn/x"} in conditions(given.fields)


def test_a_ticket_binds_what_was_announced() -> None:
    digest = hashlib.sha256(b"x")
    known = replace(UPLOAD, declared=PDF, size=7, sha256=digest.hexdigest())
    given = Evidence(BUCKET).ticket(known, MOST, "")
    bound = conditions(given.fields)
    assert ["content-length-range", 7, 7] in bound
    assert {"Content-Type": PDF} in bound
    told = base64.b64encode(digest.digest()).decode()
    assert given.fields["x-amz-checksum-sha256"] == told
    assert {"x-amz-checksum-sha256": told} in bound


def test_the_version_that_came_first_counts(bucket: Any) -> None:
    first = bucket.put_object(Bucket=BUCKET, Key=KEY, Body=b"one")["VersionId"]
    bucket.put_object(Bucket=BUCKET, Key=KEY, Body=b"another")
    [found] = Evidence(BUCKET).first(KEY)
    assert (found.version, found.size) == (first, 3)
    assert Evidence(BUCKET).read(KEY, found.version) == b"one"


@pytest.mark.parametrize(
    ("media", "shown"),
    [
        (PDF, "inline"),
        (JPEG, "inline"),
        (HEIC, "attachment"),
        (DOCX, "attachment"),
        ("", "attachment"),
    ],
)
def test_an_address_names_version_type_and_way_of_opening(media: str, shown: str) -> None:
    pinned = replace(UPLOAD, media=media, object_version="v1")
    asked = parse_qs(urlsplit(Evidence(BUCKET).link(pinned)).query)
    assert asked["versionId"] == ["v1"]
    assert asked["response-content-type"] == [media or "application/octet-stream"]
    assert asked["response-content-disposition"][0].startswith(f"{shown}; filename*=UTF-8''Phi")


@pytest.mark.parametrize("region", ["ap-southeast-1", "ap-southeast-3", "us-east-1"])
def test_browsers_are_sent_to_the_bucket_s_own_region(
    region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The global address answers 400 in newer regions and redirects elsewhere."""
    monkeypatch.setenv("AWS_REGION", region)
    client.cache_clear()
    own = f"https://{BUCKET}.s3.{region}.amazonaws.com"
    assert Evidence(BUCKET).ticket(UPLOAD, MOST, "").url == f"{own}/"
    assert Evidence(BUCKET).link(UPLOAD).startswith(f"{own}/")
    assert evidence_origin(BUCKET) == own


def test_one_machine_has_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    client.cache_clear()
    assert Evidence(BUCKET).ticket(UPLOAD, MOST, "").url == f"http://127.0.0.1:4566/{BUCKET}"
