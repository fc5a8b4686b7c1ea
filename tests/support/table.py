"""The table as the template declares it."""

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from moto.core.botocore_stubber import BotocoreStubber

from infra.cfn import load_template

TURN = threading.RLock()
ROOT = Path(__file__).parents[2]


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
