"""A fresh moto table, made from the template, for each test."""

import os
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from tests.support.table import create_table, one_at_a_time

os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="ap-southeast-1",
    TABLE_NAME="ocop",
)

from tests.support.world import World


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    one_at_a_time(monkeypatch)
    with mock_aws():
        create_table(boto3.client("dynamodb", region_name="ap-southeast-1"), "ocop")
        yield


@pytest.fixture
def world() -> World:
    return World()
