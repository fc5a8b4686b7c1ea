"""A row is written as pynamodb would write it, attribute by attribute."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pynamodb.models import Model

from ocop.aws.table import Numbered, Row, Versioned, versioned

AT = datetime(2026, 7, 1, 2, tzinfo=UTC)


def numbered() -> Numbered:
    row = Numbered("D#x", "U#y", body=[])
    row.version = 3
    return row


@pytest.mark.parametrize(
    "row",
    [
        Row("D#x", "META"),
        Row("D#x", "E#y", body={"a": ["b"], "tên": "Mật ong"}, wpk="LOG", wsk="2026"),
        Row("OUTBOX", "y", n=7, lease=8, done={0, 2}, ttl=AT, order="3"),
        Row("LIMIT#x", "1", acts={"a", "b"}, done=None),
        versioned("D#x", "META", 0, {}),
        versioned("D#x", "A#y", 4, {"n": 1}),
        numbered(),
    ],
    ids=lambda row: f"{type(row).__name__}-{row.sk}",
)
def test_an_item_is_what_pynamodb_makes_of_it(row: Row) -> None:
    item: dict[str, Any] = row.serialize()
    assert item == Model.serialize(row)
    assert type(row).from_raw_data(item).attribute_values.keys() >= {"pk", "sk"}


@pytest.mark.parametrize(
    "condition",
    [
        None,
        Row.pk.does_not_exist(),
        Row.pk.exists() & (Row.n == 3) | ~Row.done.contains(2),
        Row.order.does_not_exist() | (Row.order <= "000001"),
    ],
    ids=str,
)
@pytest.mark.parametrize("answer", [None, "ALL_OLD"])
def test_a_put_is_asked_for_as_pynamodb_asks(condition: Any, answer: str | None) -> None:
    told = {"condition": condition, "return_values_on_condition_failure": answer}
    for row in (
        Row("D#x", "E#y", body={"tên": "Mật ong"}, n=4, done={0, 2}, ttl=AT),
        numbered(),
        versioned("D#x", "META", 0, {}),
        versioned("D#x", "META", 41, {"n": 1}),
    ):
        asked = row.get_save_kwargs_from_instance(**told)
        assert asked == Model.get_save_kwargs_from_instance(row, **told)


def test_a_version_is_counted_when_a_row_is_put() -> None:
    request = versioned("D#x", "META", 4, {}).get_save_kwargs_from_instance()
    assert request["Item"]["version"] == {"N": "5"}
    first = Versioned("D#x", "META", body={}).get_save_kwargs_from_instance()
    assert first["Item"]["version"] == {"N": "1"}
