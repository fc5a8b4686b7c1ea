"""What DynamoDB refuses in a question and moto lets pass: keys that no row can have, twice the
same key in one batch.
"""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

LONGEST = {"pk": 2048, "sk": 1024}  # bytes; those of the index are as long
IN_THE_INDEX = {"wpk": "pk", "wsk": "sk", "cpk": "pk", "csk": "sk"}


def demand_keys(operation: str, told: dict[str, Any]) -> None:
    """Raises ClientError as DynamoDB does."""
    keys = list(_keys(operation, told))
    if operation == "BatchGetItem" and len(keys) > len({str(key) for key in keys}):
        raise _refused(operation, "Provided list of item keys contains duplicates")
    for name, value in (part for key in keys for part in key.items()):
        size, most = len(value["S"].encode()), LONGEST[IN_THE_INDEX.get(name, name)]
        if not 0 < size <= most:
            raise _refused(operation, f"the key {name} has {size} bytes")


def _keys(operation: str, told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if operation in ("GetItem", "UpdateItem", "DeleteItem"):
        yield told["Key"]
    if operation == "BatchGetItem":
        yield from (key for table in told["RequestItems"].values() for key in table["Keys"])
    if operation == "Query":
        # Conditions name the partition first; what a condition compares with is a sort key's.
        values = list(told["ExpressionAttributeValues"].values())
        yield {"pk": values[0]}
        yield from ({"sk": value} for value in values[1:] if value.get("S"))


def _refused(operation: str, why: str) -> ClientError:
    told: Any = {"Error": {"Code": "ValidationException", "Message": why}, "ResponseMetadata": {}}
    return ClientError(told, operation)
