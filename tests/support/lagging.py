"""A table whose copies lag behind: what is not read consistently has not arrived yet."""

from typing import Any

import pytest
from pynamodb.connection.base import Connection

NOTHING: dict[str, Any] = {
    "GetItem": {},
    "Query": {"Items": [], "Count": 0, "ScannedCount": 0},
    "BatchGetItem": {"Responses": {"ocop": []}, "UnprocessedKeys": {}},
}


def lag(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the table shows its rows to consistent reads alone; its indexes, which know no
    others, show what they hold.
    """
    ask = Connection._make_api_call

    def asked(self: Connection, operation: str, request: dict[str, Any], *more: Any) -> Any:
        if operation in NOTHING and not _sees(request):
            return NOTHING[operation]
        return ask(self, operation, request, *more)

    monkeypatch.setattr(Connection, "_make_api_call", asked)


def _sees(request: dict[str, Any]) -> bool:
    tables = request.get("RequestItems", {"": request}).values()
    return "IndexName" in request or all(one.get("ConsistentRead") for one in tables)
