"""Registers on the table: filled in, listed, corrected, confirmed, void, taken in from sheets."""

import base64
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from infra.publish import unsound
from ocop.aws import wire
from ocop.aws.registers import TableRegisters
from ocop.aws.table import Row
from ocop.base.errors import (
    Forbidden,
    InvalidInput,
    KeyReused,
    Malformed,
    NotFound,
    StaleVersion,
    WrongState,
)
from ocop.base.sheets import read_csv, safe_csv
from ocop.cases.records import Wake
from ocop.catalogue.folders import REGISTER_FOLDER
from ocop.catalogue.ledger import Shelf, write_ledger
from ocop.catalogue.paths import schemas_dir
from ocop.registers.acts import (
    Keeping,
    confirm_record,
    correct,
    declare_void,
    enter,
    open_record,
)
from ocop.registers.change import RegisterChange
from ocop.registers.filling import DuplicateRecord
from ocop.registers.listing import list_records
from ocop.registers.record import Entered, RegisterRecord, broken_revisions
from ocop.registers.sheets import column_titles, record_sheet
from ocop.registers.storing import take_records
from ocop.registers.taking import SheetTaken, check_records
from ocop.registers.wanted import WantedRecords
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.meanwhile import sent_twice
from tests.support.play import ADVISOR, COMMUNE
from tests.support.registers import COOPERATIVE, acting_on
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World

HEAD_ROLE = "province-advisory"
OTHER = "canbo.bai-boi@songxanh.example.vn"  # an officer of another commune
API = "/v1/office/registers"


def entered(data: Mapping[str, Any], key: str = "k1", unit: str = "10105", **how: Any) -> Entered:
    return Entered(data, unit, key, "vi", **how)


def cooperative(acting: Keeping, number: int = 0, **told: Any) -> RegisterRecord:
    data = {**COOPERATIVE, "name": f"Hợp tác xã {number}", **told}
    data.pop("registration" if number else "", None)
    return enter(acting, entered(data, f"c{number}"))


def listed(acting: Keeping, **wanted: Any) -> list[str]:
    asked = WantedRecords(**{"unit": "99", **wanted})
    part = list_records(acting.svc, acting.who, acting.register, asked, 30)
    return [one.name for one in part.items]


def test_a_record_is_kept_with_its_history(world: World) -> None:
    acting = acting_on(world, "organisations")
    first = enter(acting, entered(COOPERATIVE))
    assert (first.state, first.version, first.unit) == ("recorded", 1, "10105")
    second = correct(acting, first.id, 1, entered({**COOPERATIVE, "workers": 12}, "k2"))
    assert second.data["workers"] == 12
    office = acting_on(world, "organisations", "province-advisory", "99")
    third = confirm_record(office, first.id, 2, "k3")
    assert third.state == "confirmed"
    fourth = correct(acting, first.id, 3, entered({**COOPERATIVE, "workers": 13}, "k4"))
    assert fourth.state == "recorded"
    last = declare_void(acting, first.id, 4, "Ghi nhầm", "k5", "vi")
    history = acting.svc.store.revisions("99", first.id)
    assert [one.kind for one in history] == [
        "recorded", "corrected", "confirmed", "corrected", "voided",
    ]  # fmt: skip
    assert [one.by for one in history][2] == office.who.person.id
    assert history[0].data == COOPERATIVE
    assert history[-1].reason == "Ghi nhầm"
    assert broken_revisions(last, history) == []
    assert open_record(acting, first.id) == last


def test_a_history_that_was_tampered_with_is_noticed(world: World) -> None:
    acting = acting_on(world, "organisations")
    record = enter(acting, entered(COOPERATIVE))
    record = correct(acting, record.id, 1, entered({**COOPERATIVE, "workers": 9}, "k2"))
    first, second = acting.svc.store.revisions("99", record.id)
    assert broken_revisions(record, [replace(first, by="nobody"), second]) == [1]
    assert broken_revisions(record, [first]) == [2]
    assert broken_revisions(replace(record, data={}), [first, second]) == [2]
    assert broken_revisions(record, [second]) == [1]


def test_the_same_key_makes_one_record(world: World) -> None:
    acting = acting_on(world, "organisations")
    first = enter(acting, entered(COOPERATIVE))
    assert enter(acting, entered(COOPERATIVE)) == first
    with pytest.raises(KeyReused):
        enter(acting, entered({**COOPERATIVE, "workers": 5}))
    changed = entered({**COOPERATIVE, "workers": 5}, "k2")
    second = correct(acting, first.id, 1, changed)
    assert correct(acting, first.id, 1, changed) == second
    assert len(acting.svc.store.revisions("99", first.id)) == 2


def test_nobody_overwrites_what_somebody_else_changed(world: World) -> None:
    acting = acting_on(world, "organisations")
    first = enter(acting, entered(COOPERATIVE))
    correct(acting, first.id, 1, entered({**COOPERATIVE, "workers": 5}, "k2"))
    with pytest.raises(StaleVersion):
        correct(acting, first.id, 1, entered({**COOPERATIVE, "workers": 6}, "k3"))
    with pytest.raises(InvalidInput):
        declare_void(acting, first.id, 2, "  \u200b", "k4", "vi")
    declare_void(acting, first.id, 2, "Trùng", "k4", "vi")
    with pytest.raises(WrongState):
        correct(acting, first.id, 3, entered(COOPERATIVE, "k5"))


def test_an_act_that_is_sent_twice_in_one_moment_is_done_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, head = (
        acting_on(world, "organisations"),
        acting_on(world, "organisations", HEAD_ROLE, "99"),
    )
    twice = partial(sent_twice, monkeypatch, TableRegisters, "write")
    made = twice(lambda: enter(acting, entered(COOPERATIVE)))
    more = entered({**COOPERATIVE, "workers": 5}, "k2")
    assert twice(lambda: correct(acting, made.id, 1, more)).version == 2
    assert twice(lambda: confirm_record(head, made.id, 2, "k3")).version == 3
    less = entered({**COOPERATIVE, "workers": 4}, "k5")
    in_one_moment(monkeypatch, lambda: correct(acting, made.id, 3, more))
    with pytest.raises(StaleVersion):
        correct(acting, made.id, 3, less)
    assert twice(lambda: declare_void(acting, made.id, 4, "Trùng", "k4", "vi")).version == 5
    assert len(acting.svc.store.revisions("99", made.id)) == 5


def test_two_at_once_leave_one_act(world: World) -> None:
    """The table itself refuses the second, also when both have read the same version."""
    acting = acting_on(world, "organisations")
    store = acting.svc.store
    written: list[Any] = []

    class Remembering:
        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def write(self, change: Any) -> None:
            written.append(change)
            store.write(change)

    watched = replace(acting, svc=replace(acting.svc, store=Remembering()))
    first = enter(watched, entered(COOPERATIVE))
    correct(watched, first.id, 1, entered({**COOPERATIVE, "workers": 5}, "k2"))
    with pytest.raises(StaleVersion):
        store.write(written[-1])
    assert len(store.revisions("99", first.id)) == 2


# ------------------------------------------------------------------ likeness


def test_a_record_like_another_is_asked_about_with_and_without_marks(world: World) -> None:
    acting = acting_on(world, "organisations")
    enter(acting, entered(COOPERATIVE))
    alike = {**COOPERATIVE, "name": "hop tac xa mat ong song xanh", "registration": "001099012345"}
    with pytest.raises(DuplicateRecord) as told:
        enter(acting, entered(alike, "k2"))
    assert COOPERATIVE["name"] in told.value.params["names"]
    same_number = {**COOPERATIVE, "name": "Khác hẳn", "registration": "01 0010 9106"}
    with pytest.raises(DuplicateRecord):
        enter(acting, entered(same_number, "k3"))
    assert enter(acting, entered(alike, "k2", anyway=True)).version == 1
    elsewhere = {**alike, "commune": "10101", "registration": "001099012346"}
    assert enter(acting, entered(elsewhere, "k4")).version == 1


def in_one_moment(monkeypatch: pytest.MonkeyPatch, other: Callable[[], object]) -> None:
    """Let another act come between the next act's look and its write."""
    write, others = TableRegisters.write, iter([other])

    def writing(store: TableRegisters, change: RegisterChange, wake: Wake | None = None) -> None:
        if act := next(others, None):
            act()
        write(store, change, wake)

    monkeypatch.setattr(TableRegisters, "write", writing)


@pytest.mark.parametrize("unit", ["10105", "10106"])
def test_of_two_alike_in_one_moment_the_second_is_asked_about(
    world: World, monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    """Under two keys of one officer, and by officers of two communes."""
    acting, other = acting_on(world, "organisations"), acting_on(world, "organisations", unit=unit)
    told = {**COOPERATIVE, "name": "Tên khác", "commune": unit}
    in_one_moment(monkeypatch, lambda: enter(other, entered(told, "k2", unit)))
    with pytest.raises(DuplicateRecord) as asked:
        enter(acting, entered(COOPERATIVE))
    assert asked.value.params == {"names": "Tên khác"}
    assert listed(acting) == ["Tên khác"]
    enter(acting, entered(COOPERATIVE, anyway=True))
    assert len(listed(acting)) == 2


def test_a_correction_that_makes_a_record_like_another_is_asked_about_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = acting_on(world, "organisations")
    plain = {name: told for name, told in COOPERATIVE.items() if name != "registration"}
    first = enter(acting, entered({**plain, "name": "Một"}, "k1"))
    second = enter(acting, entered({**plain, "name": "Hai"}, "k2"))
    number = {"registration": COOPERATIVE["registration"]}
    theirs = entered({**plain, "name": "Hai", **number}, "k3")
    in_one_moment(monkeypatch, lambda: correct(acting, second.id, 1, theirs))
    with pytest.raises(DuplicateRecord):
        correct(acting, first.id, 1, entered({**plain, "name": "Một", **number}, "k4"))
    assert acting.svc.store.record("99", first.id) == first


def test_a_number_that_was_given_up_in_the_same_moment_is_free(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came between bears the key no longer: nothing stands in the way."""
    acting = acting_on(world, "organisations")

    def come_and_go() -> None:
        record = enter(acting, entered({**COOPERATIVE, "name": "Nhầm"}, "k2"))
        declare_void(acting, record.id, 1, "Ghi nhầm", "k3", "vi")

    in_one_moment(monkeypatch, come_and_go)
    enter(acting, entered(COOPERATIVE))
    assert listed(acting) == [COOPERATIVE["name"]]


def test_a_void_record_is_like_none(world: World) -> None:
    acting = acting_on(world, "organisations")
    first = enter(acting, entered(COOPERATIVE))
    declare_void(acting, first.id, 1, "Ghi nhầm", "v", "vi")
    assert enter(acting, entered(COOPERATIVE, "k2")).id != first.id


# ------------------------------------------------------------------ links


def test_a_link_takes_a_name_or_an_id_and_keeps_the_id(world: World) -> None:
    maker = enter(acting_on(world, "organisations"), entered(COOPERATIVE))
    acting = acting_on(world, "products")
    told = {"name": "Mật ong hoa nhãn", "set": "04", "state": "made"}
    by_name = {**told, "organisation": "hop tac xa mat ong song xanh"}
    first = enter(acting, entered(by_name))
    assert first.data["organisation"] == maker.id
    assert first.name == f"Mật ong hoa nhãn, {maker.name}"
    second = enter(acting, entered({**told, "name": "Sáp ong", "organisation": maker.id}, "k2"))
    assert second.data["organisation"] == maker.id


def test_a_link_that_leads_nowhere_is_named(world: World) -> None:
    makers = acting_on(world, "organisations")
    acting = acting_on(world, "products")
    told = {"name": "Mật ong", "set": "04", "state": "made", "organisation": "Không có"}
    with pytest.raises(InvalidInput) as refused:
        enter(acting, entered({**told, "certificate": "OCOP-1"}))
    assert [(e.pointer, e.code) for e in refused.value.errors] == [
        ("/organisation", "link"),
        ("/certificate", "link"),
    ]
    for number in (1, 2):
        twins = {**COOPERATIVE, "name": "HTX Trùng tên", "commune": f"1010{number}"}
        twins.pop("registration")
        enter(makers, entered(twins, f"t{number}"))
    with pytest.raises(InvalidInput) as refused:
        enter(acting, entered({**told, "organisation": "HTX Trùng tên"}))
    assert [e.pointer for e in refused.value.errors] == ["/organisation"]
    enter(makers, entered(COOPERATIVE, "bees"))
    with pytest.raises(InvalidInput) as refused:
        enter(acting, entered({**told, "organisation": "mat ong"}))
    [near] = refused.value.errors
    assert near.detail.endswith(
        "không có bản ghi nào tên đúng như vậy; có: “Hợp tác xã Mật ong Sông Xanh”"
    )


def test_a_record_counts_on_the_day_of_what_it_leads_to(world: World) -> None:
    enter(acting_on(world, "organisations"), entered(COOPERATIVE))
    office = acting_on(world, "trade-events", "province-advisory", "99")
    fair = {"name": "Hội chợ Tết", "kind": "ocop-fair", "scope": "province"}
    days = {"from": "2026-01-20", "to": "2026-01-25"}
    enter(office, entered({**fair, **days}, unit="99"))
    acting = acting_on(world, "trade-participation")
    stand = enter(acting, entered({"event": "Hội chợ Tết", "organisation": COOPERATIVE["name"]}))
    assert stand.counted == "2026-01-25"


def test_a_product_is_called_by_its_own_name_beside_its_producer(world: World) -> None:
    enter(acting_on(world, "organisations"), entered(COOPERATIVE))
    made = {"name": "Cam sành", "organisation": COOPERATIVE["name"], "set": "01", "state": "made"}
    product = enter(acting_on(world, "products"), entered(made, "p"))
    inspections = acting_on(world, "inspections")
    told = {
        "planned": "planned", "date": "2026-06-01", "conclusion": "fine",
        "organisation": COOPERATIVE["name"], "product": "cam sành",
    }  # fmt: skip
    assert enter(inspections, entered(told, "i")).data["product"] == product.id
    with pytest.raises(InvalidInput):
        enter(inspections, entered({**told, "product": "Cam"}, "j"))
    officer, _ = signed_in(world)
    page = officer.get(f"/office/registers/organisations/{product.data['organisation']}").page
    ways = [one.attributes.get("href", "").replace("&amp;", "&") for one in page.all("a")]
    lists = {way.partition("?")[0].rpartition("/")[2]: way for way in ways if "&q=" in way}
    assert {"products", "inspections", "support", "trade-participation"} <= lists.keys()
    assert "training" not in lists  # who attended does not name a class
    assert product.id in officer.get(lists["products"]).body
    assert "01/06/2026" in officer.get(lists["inspections"]).body
    assert product.id not in officer.get(lists["support"]).body


# ------------------------------------------------------------------ lists


def test_lists_are_narrowed_searched_and_sorted(world: World) -> None:
    acting = acting_on(world, "organisations")
    cooperative(acting, 1, name="Mật ong rừng", founded="2020-05-01")
    cooperative(acting, 2, name="Chè Đồi Mây", founded="2022-05-01", kind="company")
    cooperative(acting, 3, name="Ong vàng", founded="2021-05-01", commune="10101")
    assert listed(acting) == ["Chè Đồi Mây", "Ong vàng", "Mật ong rừng"]
    assert listed(acting, order="oldest") == ["Mật ong rừng", "Ong vàng", "Chè Đồi Mây"]
    assert listed(acting, order="name") == ["Chè Đồi Mây", "Mật ong rừng", "Ong vàng"]
    assert listed(acting, words="mat ong") == ["Mật ong rừng"]
    assert set(listed(acting, words="ong")) == {"Mật ong rừng", "Ong vàng"}
    assert listed(acting, answers={"/kind": "company"}) == ["Chè Đồi Mây"]
    assert listed(acting, answers={"/commune": "10101"}, year="2021") == ["Ong vàng"]
    assert listed(acting, year="2022") == ["Chè Đồi Mây"]
    assert listed(acting, words="ong", answers={"/kind": "company"}) == []
    assert listed(acting, unit="10105", state="confirmed") == []


def test_names_stand_in_the_order_of_the_vietnamese_alphabet(world: World) -> None:
    acting = acting_on(world, "organisations")
    for at, name in enumerate(("Đào Sen", "Dương Liễu", "Ông Lão", "Tổ 10", "Tổ 2"), 1):
        cooperative(acting, at, name=name)
    assert listed(acting, order="name") == [
        "Dương Liễu", "Đào Sen", "Ông Lão", "Tổ 2", "Tổ 10",
    ]  # fmt: skip
    for wrong in ({"order": "x"}, {"state": "x"}, {"year": "20"}, {"words": "a", "cursor": "zz"}):
        with pytest.raises(Malformed):
            listed(acting, **wrong)


def test_a_list_is_read_part_by_part(world: World) -> None:
    acting = acting_on(world, "organisations")
    for number in range(1, 8):
        cooperative(acting, number, founded=f"202{number % 3}-01-01")
    for order in ("newest", "oldest", "name"):
        seen: list[str] = []
        cursor = ""
        for _ in range(4):
            asked = WantedRecords("99", order=order, cursor=cursor)
            part = list_records(acting.svc, acting.who, acting.register, asked, 2)
            seen += [one.name for one in part.items]
            cursor = part.cursor
        assert cursor == ""
        assert seen == listed(acting, order=order)
        assert len(set(seen)) == 7


def test_what_was_corrected_or_void_is_listed_where_it_belongs(world: World) -> None:
    acting = acting_on(world, "organisations")
    record = cooperative(acting, 1, name="Tên cũ")
    other = {"name": "Tên mới", "kind": "farm", "commune": "10101"}
    record = correct(acting, record.id, 1, entered(other, "k2"))
    assert listed(acting, words="cu") == []
    assert listed(acting, words="ten moi") == ["Tên mới"]
    assert listed(acting, answers={"/kind": "cooperative"}) == []
    declare_void(acting, record.id, 2, "Ghi nhầm", "k3", "vi")
    assert listed(acting) == listed(acting, words="moi") == []
    assert listed(acting, state="void") == ["Tên mới"]


def test_a_list_costs_the_same_however_many_records_there_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = acting_on(world, "partners", "province-advisory", "99")
    reads: list[int] = []
    plain = wire.look_through

    def counted(*given: Any, **how: Any) -> Any:
        reads.append(how["limit"])
        return plain(*given, **how)

    def cost() -> int:
        reads.clear()
        list_records(acting.svc, acting.who, acting.register, WantedRecords("99"), 2)
        return sum(reads)

    monkeypatch.setattr(wire, "look_through", counted)
    costs = []
    for number in range(12):
        data = {"name": f"Ngân hàng {number}", "kind": "bank"}
        enter(acting, entered(data, f"b{number}", "99"))
        costs.append(cost())
    assert len(set(costs)) == 1


# ------------------------------------------------------------------ rights


def test_who_fills_in_what(world: World) -> None:
    acting = acting_on(world, "organisations")
    with pytest.raises(Forbidden):
        enter(acting, entered(COOPERATIVE, unit="10101"))
    record = enter(acting, entered(COOPERATIVE))
    stranger = acting_on(world, "organisations", unit="10101")
    with pytest.raises(Forbidden):
        correct(stranger, record.id, 1, entered(COOPERATIVE, "k2"))
    with pytest.raises(Forbidden):
        confirm_record(stranger, record.id, 1, "k2")
    with pytest.raises(Forbidden):
        confirm_record(acting, record.id, 1, "k2")
    admin = acting_on(world, "organisations", "administrator", "99")
    with pytest.raises(Forbidden):
        enter(admin, entered(COOPERATIVE, "k3", "99"))


def test_a_stranger_sees_the_public_part_alone(world: World) -> None:
    told = {**COOPERATIVE, "representative": "Lê Thị Mẫu", "workers": 12}
    record = enter(acting_on(world, "organisations"), entered(told))
    person = Visitor(world)
    seen = person.call("GET", f"{API}/organisations/{record.id}", x_claim=OTHER).json
    assert seen["data"] == {k: told[k] for k in ("name", "kind", "commune")}
    assert {one["by"] for one in seen["history"]} == {""}
    whole = person.call("GET", f"{API}/organisations/{record.id}", x_claim=COMMUNE).json
    assert whole["data"] == told
    admin = person.call("GET", f"{API}/organisations/{record.id}", x_claim=ADMIN).json
    assert "representative" not in admin["data"]
    assert admin["data"]["workers"] == 12
    sheet = person.call("GET", f"{API}/organisations", x_claim=OTHER).body
    assert "Lê Thị Mẫu" not in sheet


def test_a_register_without_public_fields_is_closed_to_strangers(world: World) -> None:
    money = {"state": "planned", "source": "own", "content": "training", "amount": 5,
             "date": "2026-01-02", "document": "1/KH"}  # fmt: skip
    record = enter(acting_on(world, "funding"), entered(money))
    person = Visitor(world)
    assert person.call("GET", f"{API}/funding/{record.id}", x_claim=OTHER).status == 404
    assert person.call("GET", f"{API}/funding?unit=10105", x_claim=OTHER).status == 403
    assert person.call("GET", f"{API}/funding/{record.id}", x_claim=ADVISOR).status == 200
    # A record is reached by its own register's address alone.
    assert person.call("GET", f"{API}/organisations/{record.id}", x_claim=COMMUNE).status == 404


# ------------------------------------------------------------------ sheets

HEAD = "Tên tổ chức;Loại hình;Xã, phường;Mã số thuế hoặc số định danh cá nhân;Số lao động"
GOOD = "HTX Mật;Hợp tác xã;Suối Mật;0100109106;12"


def checked(acting: Keeping, *lines: str, head: str = HEAD) -> list[tuple[int, str, str]]:
    taken = SheetTaken(read_csv("\n".join((head, *lines))), "vi")
    return [(e.line, e.column, e.code) for e in check_records(acting, taken).errors]


def commune_name(world: World) -> str:
    return world.province.units["10105"].name["vi"]


def test_a_wrong_cell_is_named_and_nothing_is_stored(world: World) -> None:
    acting = acting_on(world, "organisations")
    good = GOOD.replace("Suối Mật", "10105")
    before = len(list(Row.scan()))
    assert checked(acting, good) == []
    for line, column, code in (
        (good.replace("0100109106", "0100109107"), "/registration", "pattern"),
        (good.replace("Hợp tác xã", "Tập đoàn"), "/kind", "oneOf"),
        (good.replace(";12", ";nhiều"), "/workers", "type"),
        (good.replace("HTX Mật", ""), "/name", "required"),
        (good.replace("HTX Mật", "=1+1"), "/name", "formula"),
    ):
        assert checked(acting, good.replace("HTX", "Nhóm").replace("0100109106", ""), line) == [
            (3, column, code)
        ]
    assert checked(acting, head="Tên tổ chức;Loại hình") == [
        (1, "/commune", "missing-column"),
        (1, "", "no-rows"),
    ]
    assert checked(acting, good, good) == [(3, "", "twice")]
    assert len(list(Row.scan())) == before


def test_a_sheet_is_taken_in_once(world: World) -> None:
    acting = acting_on(world, "organisations")
    lines = [GOOD.replace("Suối Mật", "10105"), "Tổ Chè;to hop tac;10105;;3"]
    lines[1] = lines[1].replace("to hop tac", "Tổ hợp tác")
    taken = SheetTaken(read_csv("\n".join((HEAD, *lines))), "vi")
    first = check_records(acting, taken)
    assert first.errors == ()
    assert take_records(acting, first, taken) == 2
    again = check_records(acting, taken)
    assert (again.errors, again.ready, again.unchanged) == ((), (), 2)
    assert sorted(listed(acting)) == ["HTX Mật", "Tổ Chè"]


def test_a_day_in_a_name_is_written_as_people_write_it(world: World) -> None:
    cooperative(acting_on(world, "organisations"), 1)
    [name] = listed(acting_on(world, "organisations"))
    acting = acting_on(world, "inspections")
    told = {"planned": "planned", "date": "2026-05-04", "organisation": name, "conclusion": "fine"}
    assert enter(acting, entered(told)).name == f"{name}, 04/05/2026"


def test_two_units_that_send_the_same_sheet_have_a_record_each(world: World) -> None:
    """A talk that both held: nobody's work is taken for the other's."""
    sheet = read_csv("/form;/title;/date\nconference;Hội nghị mẫu;2026-05-04")
    for unit in ("10105", "10101"):
        acting = acting_on(world, "communication", unit=unit)
        taken = SheetTaken(sheet, "vi", anyway=True)
        ready = check_records(acting, taken)
        assert (ready.errors, take_records(acting, ready, taken)) == ((), 1)
    assert len(listed(acting_on(world, "communication", "province-advisory", "99"))) == 2


def test_what_goes_out_is_edited_and_comes_in(world: World) -> None:
    acting = acting_on(world, "organisations")
    for number in (1, 2, 3):
        cooperative(acting, number)
    records = list_records(
        acting.svc, acting.who, acting.register, WantedRecords("99", order="name"), 9
    )
    rows = record_sheet(acting.register, [(one, one.data) for one in records.items], "vi")
    sheet = read_csv(safe_csv(rows))
    sheet[2][sheet[0].index("Số lao động")] = "41"
    taken = SheetTaken(sheet, "vi")
    found = check_records(acting, taken)
    assert (found.errors, len(found.ready), found.unchanged) == ((), 1, 2)
    take_records(acting, found, taken)
    assert open_record(acting, records.items[1].id).data["workers"] == 41
    stale = check_records(acting, SheetTaken([*sheet[:2], [*sheet[2]]], "vi"))
    assert [e.code for e in stale.errors] == ["version"]
    stranger = acting_on(world, "organisations", unit="10101")
    assert {e.column for e in check_records(stranger, taken).errors} <= {"id", "unit"}


def test_communes_stand_in_a_sheet_by_name_and_come_in_by_name_or_code(world: World) -> None:
    """Two communes whose names differ by a mark are two; without marks they need their codes."""
    document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    named = {"10105": "Xã Yên Từ", "10104": "Xã Yên Tứ"}
    for unit in document["units"]:
        unit["name"]["vi"] = named.get(unit["code"], unit["name"]["vi"])
    world.province = world.load("song-xanh", units=document["units"])
    acting = acting_on(world, "organisations")
    head = ["Tên tổ chức", "Loại hình", "Xã, phường"]
    asked = ("10104", "Xã Yên Tứ", "XÃ YÊN TỪ", "Yen Tu commune", "Xã Yên Tu")
    lines = [[f"HTX {at}", "hop tac xa", text] for at, text in enumerate(asked)]
    found = check_records(acting, SheetTaken([head, *lines], "vi"))
    assert [(one.line, one.column, one.code) for one in found.errors] == [
        (5, "/commune", "oneOf"), (6, "/commune", "oneOf"),
    ]  # fmt: skip
    taken = SheetTaken([head, *lines[:3]], "vi")
    take_records(acting, check_records(acting, taken), taken)
    officer, _ = signed_in(world)
    sheet = read_csv(officer.get("/office/registers/organisations/sheet?order=name").body)
    place = sheet[0].index("Xã, phường")
    assert [line[place] for line in sheet[1:]] == ["Xã Yên Tứ", "Xã Yên Tứ", "Xã Yên Từ"]
    back = check_records(acting, SheetTaken(sheet, "vi"))
    assert (back.errors, back.ready, back.unchanged) == ((), (), 3)


def test_a_code_may_lack_the_zeros_that_a_spreadsheet_dropped(world: World) -> None:
    acting = acting_on(world, "products")
    cooperative(acting_on(world, "organisations"), 1)
    head = ["Tên sản phẩm", "Chủ thể", "Bộ sản phẩm", "Tình trạng"]
    titles = column_titles(acting.register, "vi")
    head[2] = titles["/set"]
    asked = ("6", "06", "006", "60")
    lines = [[f"Bún {text}", "Hợp tác xã 1", text, "Đang sản xuất"] for text in asked]
    found = check_records(acting, SheetTaken([head, *lines], "vi"))
    assert [(one.line, one.column) for one in found.errors] == [(4, "/set"), (5, "/set")]
    sound = check_records(acting, SheetTaken([head, *lines[:2]], "vi"))
    assert [one.data["set"] for one in sound.ready] == ["06", "06"]


def test_a_link_by_name_leads_to_no_record_of_another_name(world: World) -> None:
    """With its marks a name is one alone; with some left out it has to mean one."""
    acting = acting_on(world, "organisations")
    coconut, other = (
        cooperative(acting, at, name=f"HTX Mứt {kind}") for at, kind in ((1, "Dừa"), (2, "Gừng"))
    )
    products = acting_on(world, "products")

    def linked(name: str) -> str:
        told = {"name": "Mứt", "set": "06", "organisation": name, "state": "made"}
        try:
            return str(enter(products, entered(told, name, anyway=True)).data["organisation"])
        except InvalidInput as refused:
            return refused.errors[0].code

    assert [linked(name) for name in ("htx mut dua", "HTX  Mứt  DỪA", "HTX Mứt Dứa")] == [
        coconut.id, coconut.id, "link",
    ]  # fmt: skip
    told = {**COOPERATIVE, "name": "HTX Mứt Dứa", "registration": ""}
    pineapple = enter(acting, entered(told, "k", anyway=True))
    assert [linked(name) for name in ("HTX Mứt  Dứa", "HTX mứt dua", "HTX Mứt Gứng")] == [
        pineapple.id, "link", "link",
    ]  # fmt: skip
    assert linked("HTX Mút Gùng") == other.id


# ------------------------------------------------------------------ pages


def test_an_officer_fills_in_a_register_on_its_pages(world: World) -> None:
    officer, work = signed_in(world)
    assert "/office/registers" in work.body
    assert "/office/registers/organisations" in officer.get("/office/registers").body
    page = officer.get("/office/registers/organisations/new")
    own = [one.attributes for one in page.page.all("input") if "checked" in one.attributes]
    assert [(one["name"], one["value"]) for one in own] == [("/commune", "10105")]
    told = {name: str(value) for name, value in COOPERATIVE.items()}
    wrong = officer.press(page, "/new", **{**told, "registration": "0100109107"})
    assert wrong.status == 422
    kept = officer.follow(officer.press(wrong, "/new", registration="0100109106"))
    assert kept.status == 200
    assert COOPERATIVE["name"] in kept.body
    [record] = Visitor(world).call("GET", f"{API}/organisations", x_claim=COMMUNE).json["records"]
    home = f"/office/registers/organisations/{record['id']}"
    changed = officer.follow(
        officer.press(officer.get(f"{home}/correct"), "/correct", workers="1.200")
    )
    assert "1200" in changed.body.replace(".", "")
    refused = officer.press(changed, "/void")
    assert refused.status == 422
    void = officer.follow(officer.press(refused, "/void", reason="Ghi nhầm"))
    assert "Ghi nhầm" in void.body
    assert record["id"] not in officer.get("/office/registers/organisations").body


def test_a_likeness_is_asked_about_on_the_page_with_a_way_to_what_is_like_it(world: World) -> None:
    first = enter(acting_on(world, "organisations"), entered(COOPERATIVE))
    officer, _ = signed_in(world)
    page = officer.get("/office/registers/organisations/new")
    told = {name: str(value) for name, value in COOPERATIVE.items()}
    asked = officer.press(page, "/new", **told)
    assert asked.status == 409
    there = f"/office/registers/organisations/{first.id}"
    assert there in [link.attributes.get("href") for link in asked.page.all("a")]
    assert officer.follow(officer.press(asked, "/new")).status == 200
    assert len(listed(acting_on(world, "organisations"))) == 2


def test_work_that_another_overtook_is_shown_again(world: World) -> None:
    acting = acting_on(world, "organisations")
    record = enter(acting, entered(COOPERATIVE))
    officer, _ = signed_in(world)
    page = officer.get(f"/office/registers/organisations/{record.id}/correct")
    correct(acting, record.id, 1, entered({**COOPERATIVE, "workers": 5}, "k2"))
    late = officer.press(page, "/correct", workers="77")
    assert late.status == 412
    assert 'value="77"' in late.body
    assert officer.follow(officer.press(late, "/correct")).status == 200
    assert open_record(acting, record.id).data["workers"] == 77


def test_a_sheet_is_taken_in_on_its_page(world: World) -> None:
    officer, _ = signed_in(world)
    page = officer.get("/office/registers/organisations/import")
    sheet = "\n".join((HEAD, GOOD.replace("Suối Mật", "10105")))
    wrong = officer.press(page, "/import", sheet=sheet.replace("0100109106", "0100109107"))
    assert wrong.status == 422
    assert "HTX Mật" in wrong.form("/import").values["sheet"]  # nothing typed is lost
    sound = officer.press(page, "/import", sheet=sheet)
    assert listed(acting_on(world, "organisations")) == []
    stored = officer.follow(officer.press(sound, "/import"))
    assert stored.status == 200
    assert listed(acting_on(world, "organisations")) == ["HTX Mật"]


def test_a_sheet_is_sent_as_a_file(world: World) -> None:
    acting = acting_on(world, "organisations")
    enter(acting, entered(COOPERATIVE))
    officer, _ = signed_in(world)
    sheet = officer.get("/office/registers/organisations/sheet?format=csv").body
    file = '--xx\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    act = '--xx\r\nContent-Disposition: form-data; name="act"\r\n\r\ncheck\r\n'
    answer = officer.send(
        "POST",
        "/office/registers/organisations/import",
        f"{act}{file}{sheet}\r\n--xx--\r\n",
        content_type="multipart/form-data; boundary=xx",
    )
    assert answer.status == 200
    assert "1 bản không đổi" in answer.body


def test_a_workbook_goes_out_and_comes_in(world: World) -> None:
    acting = acting_on(world, "organisations")
    enter(acting, entered({**COOPERATIVE, "workers": 12}))
    officer, _ = signed_in(world)
    book = officer.get("/office/registers/organisations/sheet?format=xlsx").body
    [head, line] = load_workbook(BytesIO(base64.b64decode(book))).worksheets[0].values
    told = dict(zip(head, line, strict=True))
    assert (told["Tên tổ chức"], told["Số lao động"]) == (COOPERATIVE["name"], 12)
    body = {"xlsx": book, "store": True}
    answer = officer.call("POST", f"{API}/organisations/import", body, x_claim=COMMUNE).json
    assert (answer["errors"], answer["unchanged"], answer["stored"]) == ([], 1, 0)


# ------------------------------------------------------------------ the API


def test_a_program_keeps_a_record(world: World) -> None:
    program = Visitor(world)
    sent = program.call(
        "POST", f"{API}/organisations", {"data": dict(COOPERATIVE)}, x_claim=COMMUNE
    )
    assert (sent.status, sent.headers["ETag"]) == (201, '"1"')
    again = program.call(
        "POST", f"{API}/organisations", {"data": dict(COOPERATIVE)}, x_claim=COMMUNE
    )
    assert (again.status, again.json["id"]) == (201, sent.json["id"])
    home = f"{API}/organisations/{sent.json['id']}"
    body = {"data": {**COOPERATIVE, "workers": 4}}
    assert program.call("PUT", home, body, x_claim=COMMUNE).status == 428
    assert program.call("PUT", home, body, x_claim=COMMUNE, if_match='"9"').status == 412
    put = program.call("PUT", home, body, x_claim=COMMUNE, if_match='"1"')
    assert (put.status, put.json["version"]) == (200, 2)
    assert program.call("PUT", home, body, x_claim=COMMUNE, if_match='"1"').status == 200
    done = program.call("POST", f"{home}/confirm", {}, x_claim=ADVISOR, if_match='"2"')
    assert (done.status, done.json["state"]) == (200, "confirmed")
    void = program.call("POST", f"{home}/void", {"reason": "x"}, x_claim=COMMUNE, if_match='"3"')
    assert (void.status, void.json["state"]) == (200, "void")
    history = program.call("GET", home, x_claim=COMMUNE).json["history"]
    assert [one["kind"] for one in history] == ["recorded", "corrected", "confirmed", "voided"]
    form = program.call("GET", f"{API}/organisations/form", x_claim=COMMUNE)
    assert form.json["schema"]["title"] == "Sổ tổ chức kinh tế, chủ thể"


def test_a_key_answers_for_the_act_it_was_given_to_and_no_other(world: World) -> None:
    """Nothing that was sent is lost silently: it is done, or refused."""
    program, key = Visitor(world), {"x_claim": COMMUNE, "idempotency_key": "k"}
    kept = enter(acting_on(world, "organisations"), entered(COOPERATIVE))
    home, body = f"{API}/organisations/{kept.id}", {"data": {**COOPERATIVE, "workers": 4}}
    assert program.call("PUT", home, body, if_match='"1"', **key).json["version"] == 2
    assert program.call("PUT", home, body, if_match='"1"', **key).json["version"] == 2
    other = {"data": {**COOPERATIVE, "workers": 5}}
    refused = program.call("PUT", home, other, if_match='"1"', **key)
    assert (refused.status, refused.json["code"]) == (422, "key-reused")
    for act, sent in (("void", {"reason": "Trùng"}), ("erase", {})):
        refused = program.call("POST", f"{home}/{act}", sent, if_match='"1"', **key)
        assert (refused.status, refused.json["code"]) == (422, "key-reused"), act
    by_others = {"x_claim": ADVISOR, "idempotency_key": "k", "if_match": '"1"'}
    assert program.call("POST", f"{home}/confirm", {}, **by_others).status == 412
    void = {"if_match": '"2"', "x_claim": COMMUNE, "idempotency_key": "v"}
    for _ in range(2):
        done = program.call("POST", f"{home}/void", {"reason": "Trùng"}, **void)
        assert (done.status, done.json["version"]) == (200, 3)
    again = program.call("POST", f"{home}/void", {"reason": "Sai"}, **void)
    assert again.json["code"] == "key-reused"


def test_a_program_is_asked_about_likeness(world: World) -> None:
    enter(acting_on(world, "organisations"), entered(COOPERATIVE))
    program = Visitor(world)
    sent = {"data": {**COOPERATIVE, "workers": 3}}
    refused = program.call("POST", f"{API}/organisations", sent, x_claim=COMMUNE)
    assert (refused.status, refused.json["code"]) == (409, "duplicate-record")
    sure = program.call("POST", f"{API}/organisations", {**sent, "anyway": True}, x_claim=COMMUNE)
    assert sure.status == 201


def test_there_is_no_other_register(world: World) -> None:
    program = Visitor(world)
    answer = program.call("GET", f"{API}/wishes", x_claim=COMMUNE)
    assert (answer.status, answer.json["code"]) == (404, "unknown-register")


# ------------------------------------------------------------------ one file more

BEES = Path(__file__).parents[1] / "samples" / "registers" / "bee-hives.json"


@pytest.fixture
def more_schemas(tmp_path: Path) -> Path:
    """The shipped schemas with one register more: a file, and nothing else."""
    shutil.copytree(schemas_dir(), tmp_path, dirs_exist_ok=True)
    shutil.copy(BEES, tmp_path / "registers")
    shelf = Shelf(REGISTER_FOLDER, tmp_path)
    assert [*unsound(shelf), *write_ledger([shelf])] == []
    return tmp_path


def test_a_new_register_is_one_file(world: World, more_schemas: Path) -> None:
    """On its pages, by the API, out as a sheet and in again; no line of Python knows it."""
    officer = Visitor(world, registers=more_schemas)
    door = officer.get("/office")
    officer.follow(officer.press(door, "/office/sign-in", email=COMMUNE, password="mat-khau-dung"))
    assert "Sổ đàn ong" in officer.get("/office/registers").body
    page = officer.get("/office/registers/bee-hives/new")
    told = {"keeper": "Lê Văn Ong", "hives": "40", "date": "1/6/2026"}
    kept = officer.follow(officer.press(page, "/new", **told))
    assert "Lê Văn Ong" in kept.body
    sent = {"data": {"keeper": "Hoàng Thị Mật", "hives": 7, "date": "2026-06-02"}}
    assert officer.call("POST", f"{API}/bee-hives", sent, x_claim=COMMUNE).status == 201
    sheet = officer.get("/office/registers/bee-hives/sheet?format=csv").body
    assert read_csv(sheet)[0][4:] == ["Người nuôi", "Số đàn", "Ngày đếm"]
    changed = sheet.replace(",40,", ",41,")
    body = {"csv": changed, "store": True}
    answer = officer.call("POST", f"{API}/bee-hives/import", body, x_claim=COMMUNE).json
    assert (answer["stored"], answer["unchanged"], answer["errors"]) == (1, 1, [])
    listed_now = officer.get("/office/registers/bee-hives?q=le+van")
    assert 'href="/office/registers/bee-hives"' in listed_now.body  # back to the whole list
    assert "41" in listed_now.body
    assert "Hoàng Thị Mật" not in listed_now.body


def test_a_record_that_there_is_not_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        open_record(acting_on(world, "organisations"), "a" * 26)


def test_what_was_done_was_not_done_on_a_day_to_come(world: World) -> None:
    """A day to come would close a task before anybody has done it; the day counts in Vietnam."""
    acting = acting_on(world, "reviews")
    task = {"task": "Rà soát nhãn", "who": "10105", "by": "2026-07-20", "done": "2026-07-02"}
    told = {"kind": "meeting", "title": "Giao ban", "date": "2026-06-30", "conclusions": [task]}
    with pytest.raises(InvalidInput) as refused:
        enter(acting, entered(told))
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/conclusions/0/done", "until-today")
    assert error.detail.endswith("Xong ngày: không được sau hôm nay")
    world.clock.now = datetime(2026, 7, 1, 17, tzinfo=UTC)  # midnight
    assert enter(acting, entered(told)).data["conclusions"] == [task]


@pytest.mark.parametrize(
    ("register", "told", "pointer"),
    [
        ("organisations", {**COOPERATIVE, "founded": "2026-07-02"}, "/founded"),
        (
            "organisations",
            {**COOPERATIVE, "life": [{"date": "2026-12-31", "what": "ended"}]},
            "/life/0/date",
        ),
        ("results", {"year": 2027}, "/year"),
        ("funding", {"state": "spent", "date": "2026-07-02"}, "/date"),
        ("documents", {"date": "2026-07-02"}, "/date"),
    ],
)
def test_no_record_tells_of_what_is_yet_to_happen(
    world: World, register: str, told: Mapping[str, Any], pointer: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        enter(acting_on(world, register), entered(told))
    assert (pointer, "until-today") in [(one.pointer, one.code) for one in refused.value.errors]
