"""Open data: every public field as CSV and JSON, and nothing else that a register holds."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ocop.registers.acts import declare_void, enter
from ocop.registers.change import AsKept, change_of
from ocop.registers.record import Entered, Revision
from ocop.registers.register import Register, published_registers
from tests.support.registers import COOPERATIVE, acting_on, bare_record
from tests.support.visitor import Visitor
from tests.support.world import World

REGISTERS = published_registers()
OPEN = [id for id in REGISTERS.ids() if REGISTERS.get(id).is_public]
EVENT = {
    "name": "Hội chợ OCOP Sông Xanh",
    "kind": "ocop-fair",
    "from": "2026-07-10",
    "to": "2026-07-12",
    "scope": "province",
    "cost": 77_777_777,
}
POINT = {
    "name": "Cửa hàng số 1",
    "kind": "shop",
    "address": "Chợ Sông Xanh",
    "opened": "2025-01-02",
}


def kept(world: World, register: str, key: str, **data: Any) -> Any:
    return enter(acting_on(world, register), Entered(data, "10105", key, "vi"))


def marked(node: Mapping[str, Any], at: str = "") -> Any:
    """An answer for every field, by which it is known again."""
    if node["type"] == "object":
        return {name: marked(one, f"{at}/{name}") for name, one in node["properties"].items()}
    if node["type"] == "array":
        return [marked(node["items"], f"{at}/*")]
    return f"<{at}>"


@pytest.mark.parametrize("id", OPEN)
def test_no_field_that_is_not_public_ever_leaves(world: World, id: str) -> None:
    register = REGISTERS.get(id)
    stored(world, register, marked(register.form.schema))
    seen = Visitor(world)
    told = [seen.get(f"/data/{id}.{kind}?province=99").body for kind in ("csv", "json")]
    pages = [seen.get(page).body for page in ("/data", "/events", "/sales-points")]
    for at in register.fields:
        mark = f"<{at}>"
        assert [mark in one for one in told] == [at in register.public] * 2, at
        if at not in register.public:
            assert not any(mark in one or f"&lt;{at}&gt;" in one for one in pages)


def stored(world: World, register: Register, data: Mapping[str, Any]) -> None:
    """A record as it lies in the table, whatever its form would say of it."""
    record = replace(bare_record(register, data), counted="2026-07-30")
    act = Revision(
        record=record.id,
        number=1,
        kind="recorded",
        by="",
        channel="",
        at=record.at,
        register=register.ref,
        data=data,
    )
    change = change_of(world.province, None, AsKept(register, record), act)
    world.svc.registers.store.write(change)


def test_personal_fields_are_never_public() -> None:
    for id in OPEN:
        register = REGISTERS.get(id)
        assert not set(register.personal) & set(register.public)


def test_a_sheet_and_its_json_hold_the_same_with_names_for_links(world: World) -> None:
    maker = kept(world, "organisations", "o", **COOPERATIVE)
    kept(world, "products", "p", name="Mật ong", organisation=maker.id, set="04", state="made")
    seen = Visitor(world)
    [head, row] = list(
        csv.reader(io.StringIO(seen.get("/data/products.csv").body.removeprefix("\ufeff")))
    )
    assert head[:4] == ["Mã", "Đơn vị", "Tên sản phẩm", "Chủ thể"]
    assert row[1:4] == ["Xã Suối Mật", "Mật ong", "Hợp tác xã Mật ong Sông Xanh"]
    [told] = seen.get("/data/products.json").json["records"]
    assert told["data"]["organisation"] == "Hợp tác xã Mật ong Sông Xanh"
    assert "creativecommons.org" in seen.send("GET", "/data/products.json").headers["Link"]
    page = seen.get("/data").body
    for way in ("/products.csv?province=99", "/v1/products?province=99"):  # nobody's register
        assert f'href="{way}"' in page
        assert seen.get(way).status == 200


def test_yes_and_no_are_words_in_a_sheet_and_no_text_for_programs(world: World) -> None:
    told = {"product": "Chè", "set": "13", "commune": "10105", "state": "potential"}
    data = {**told, "key": True, "reviewed": "2026-06-30"}
    enter(acting_on(world, "potential-products"), Entered(data, "10105", "p", "vi"))
    seen = Visitor(world)
    assert seen.get("/data/potential-products.csv").body.rstrip().endswith(",Có")
    assert '"key":true' in seen.get("/data/potential-products.json").body


def test_parts_follow_each_other_and_hold_every_record_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocop.web.public.open_data.RECORDS_OF_A_PART", 2)
    for number in range(5):
        kept(world, "sales-points", str(number), **{**POINT, "name": f"Điểm {number}"})
    seen, address, names = Visitor(world), "/data/sales-points.json", []
    while address:
        part = seen.get(address).json
        names += [one["data"]["name"] for one in part["records"]]
        address = part["next"]
    assert sorted(names) == [f"Điểm {number}" for number in range(5)]


def test_what_is_over_closed_or_void_is_not_shown(world: World) -> None:
    kept(world, "trade-events", "1", **EVENT)
    kept(
        world,
        "trade-events",
        "2",
        **{**EVENT, "name": "Đã qua", "from": "2026-06-01", "to": "2026-06-02"},
    )
    void = kept(world, "sales-points", "3", **{**POINT, "name": "Ghi nhầm"})
    declare_void(acting_on(world, "sales-points"), void.id, 1, "Nhầm.", "v", "vi")
    kept(world, "sales-points", "4", **{**POINT, "name": "Đóng rồi", "closed": "2026-01-31"})
    kept(world, "sales-points", "5", **POINT)
    seen = Visitor(world)
    events, points = seen.get("/events").body, seen.get("/sales-points").body
    assert "Hội chợ OCOP Sông Xanh" in events
    assert "Đã qua" not in events
    assert "77777777" not in events.replace(".", "")
    assert ("10/07/2026" in events, "2026-07-10" in events) == (True, False)
    assert "Cửa hàng số 1" in points
    assert ("02/01/2025" in points, "2025-01-02" in points) == (True, False)
    assert "Đóng rồi" not in points
    assert "Ghi nhầm" not in points


@pytest.mark.parametrize("id", ["support", "funding", "nothing"])
def test_a_closed_register_is_none_of_the_open_data(world: World, id: str) -> None:
    assert Visitor(world).get(f"/data/{id}.csv").status == 404


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_names_no_field_of_a_register_twice(world: World, lang: str) -> None:
    page = Visitor(world, lang=lang).get("/data").page
    notes = [one.text for one in page.all("span") if "note" in one.attributes.get("class", "")]
    named = [note.split("; ") for note in notes]
    assert len(named) >= 10
    assert [fields for fields in named if len(fields) != len({*fields})] == []
