"""A fresh moto table, made from the template, for each test.

Each function is held to its role (see `tests.support.holding`). The table is asked without a wire
(see `tests.support.sparing`), but by tests marked `wire`.
"""

import os
from collections.abc import Iterator

import pytest
from moto import mock_aws

from ocop.aws.clients import client
from ocop.aws.papers import BucketPapers
from tests.support.holding import held_to_roles
from tests.support.sparing import spare
from tests.support.table import PAPERS_BUCKET, client_of, create_table, one_at_a_time

os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="ap-southeast-1",
    TABLE_NAME="ocop",
)

from tests.support.world import World


@pytest.fixture(autouse=True)
def table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    one_at_a_time(monkeypatch)
    if not request.node.get_closest_marker("wire"):
        spare(monkeypatch)
    with mock_aws():
        create_table(client_of("dynamodb"), "ocop")
        with held_to_roles(monkeypatch):
            yield


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketPapers]:
    """Papers in a bucket of their own."""
    monkeypatch.setenv("AWS_REGION", "ap-southeast-3")
    client.cache_clear()
    place = {"LocationConstraint": "ap-southeast-3"}
    client_of("s3", "ap-southeast-3").create_bucket(
        Bucket=PAPERS_BUCKET, CreateBucketConfiguration=place
    )
    yield BucketPapers(PAPERS_BUCKET)
    client.cache_clear()
