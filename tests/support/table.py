"""The table as the template declares it, and clients of what moto stands for."""

import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.core.botocore_stubber import BotocoreStubber

from infra.cfn import load_template

TURN = threading.RLock()
ROOT = Path(__file__).parents[2]
REGION = "ap-southeast-1"
PAPERS_BUCKET = "papers-bucket"


@cache
def client_of(service: str, region: str = REGION) -> Any:
    """A client for all tests: moto answers it in each as if it were new, and making one takes
    longer than most tests.
    """
    made: Any = boto3.client(service, region_name=region)  # type: ignore[call-overload]
    return made


@cache
def raw_table() -> Any:
    """The table of rows as boto3 shows it, past the code under test."""
    return boto3.resource("dynamodb", region_name=REGION).Table("ocop")


@lru_cache(maxsize=1)
def template() -> dict[str, Any]:
    """The template, its short-form intrinsics in their long form."""
    return load_template(ROOT / "template.yaml")


def create_table(client: Any, name: str) -> None:
    """Create the template's table under another name."""
    properties = template()["Resources"]["Table"]["Properties"]
    kept = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName=name, **{key: properties[key] for key in kept})


def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let moto answer one request at a time: its tables are not made for several threads, and each
    request to DynamoDB is atomic anyway.
    """
    answer = BotocoreStubber.__call__

    def in_turn(self: BotocoreStubber, event_name: str, request: Any, **more: Any) -> Any:
        with TURN:
            return answer(self, event_name, request, **more)

    monkeypatch.setattr(BotocoreStubber, "__call__", in_turn)
