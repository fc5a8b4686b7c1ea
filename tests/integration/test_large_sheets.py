"""Sheets of thousands of records: looked at whole, stored only when all is right, never twice."""

from collections.abc import Callable, Sequence

import pytest

from ocop.aws.exports import EXPORTS_KEPT
from ocop.aws.imports import ANNOUNCED_FOR, IMPORTS_KEPT
from ocop.aws.registers import TableRegisters
from ocop.aws.table import Row
from ocop.base.errors import Forbidden, NotFound, Unavailable, WrongState
from ocop.base.sheets import safe_csv
from ocop.base.workbook import read_sheet
from ocop.base.workbook_out import write_workbook
from ocop.jobs.dispatch import dispatch
from ocop.jobs.large_sheets import make_sheet, take_large_sheet
from ocop.jobs.sweep import sweep
from ocop.registers import exports, import_steps, storing
from ocop.registers.acts import Keeping, declare_void, enter
from ocop.registers.change import RegisterChange
from ocop.registers.exports import begin_export, own_export
from ocop.registers.import_steps import parts_of
from ocop.registers.imports import (
    announce_large_sheet,
    check_large_sheet,
    own_import,
    store_large_sheet,
)
from ocop.registers.large_sheet import QUIET_FOR, SheetImport
from ocop.registers.places import BY_NAME, id_at
from ocop.registers.ports import Span
from ocop.registers.record import Entered, broken_revisions
from ocop.registers.recounting import wrong_heads
from ocop.registers.wanted import WantedRecords
from ocop.web.office import register_lists
from tests.integration.test_web_office import signed_in
from tests.support.meanwhile import meanwhile
from tests.support.play import COMMUNE
from tests.support.registers import acting_on
from tests.support.table import raw_table
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

HEAD = ["unit", "/name", "/kind", "/commune", "/founded"]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a dozen records are many."""
    monkeypatch.setattr(import_steps, "RECORDS_LOOKED_AT", 5)
    monkeypatch.setattr(import_steps, "STORED_AT_ONCE", 2)


def makers(count: int, *wrong: int) -> list[list[str]]:
    """A sheet of organisations; the numbers are those with no kind that there is."""
    lines = [
        ["10105", f"HTX số {n} (mẫu)", "?" if n in wrong else "cooperative", "10105", "2020-05-01"]
        for n in range(count)
    ]
    return [HEAD, *lines]


def sent(world: World, rows: list[list[str]]) -> tuple[Keeping, SheetImport]:
    """A sheet that has come to the bucket."""
    acting = acting_on(world, "organisations")
    begun = announce_large_sheet(acting, acting.svc.imports, "so.csv", "vi")
    world.shelf.post(begun.file, safe_csv(rows).encode())
    return acting, begun


def asked_to_check(world: World, rows: list[list[str]]) -> tuple[Keeping, SheetImport]:
    acting, begun = sent(world, rows)
    found = check_large_sheet(acting, acting.svc.imports, begun, world.shelf.posted[-1][0].version)
    return acting, found


def run(world: World) -> SheetImport:
    """Let effects go, and the function do what it is asked, until nothing is left to do."""
    for _ in range(50):
        for row in world.waiting():
            dispatch(world.svc, row)
        if not world.orders.sheets:
            break
        province, id = world.orders.sheets.pop(0)
        take_large_sheet(world.svc, province, id, lambda: False)
    return world.svc.registers.imports.load(province, id)


def names(acting: Keeping) -> list[str]:
    """What the register holds, by the numbers in the names."""
    found = raw_table().scan()["Items"]
    ids = [
        row["pk"].split("#")[2]
        for row in found
        if row["pk"].startswith("GR#") and row["sk"] == "REC"
    ]
    return sorted(one.name for one in acting.svc.store.records("99", ids))


def test_a_sheet_is_looked_at_whole_then_stored_whole(world: World) -> None:
    acting, found = asked_to_check(world, makers(12))
    found = run(world)
    assert (found.state, found.records, found.done, found.ready, found.wrong) == (
        "sound",
        12,
        12,
        12,
        0,
    )
    assert names(acting) == []
    store_large_sheet(acting, acting.svc.imports, found)
    found = run(world)
    assert (found.state, found.done, found.missed) == ("stored", 12, ())
    assert names(acting) == sorted(f"HTX số {n} (mẫu)" for n in range(12))


def test_nothing_is_stored_while_a_line_is_wrong_and_each_cell_is_named(world: World) -> None:
    acting, found = asked_to_check(world, makers(12, 0, 7, 11))
    found = run(world)
    assert (found.state, found.wrong) == ("wrong", 3)
    errors = [one for part in parts_of(world.rack, found) for one in part.errors]
    assert [(one.line, one.column) for one in errors] == [(2, "/kind"), (9, "/kind"), (13, "/kind")]
    with pytest.raises(WrongState):
        store_large_sheet(acting, acting.svc.imports, found)
    assert (run_nothing(world), names(acting)) == ([], [])


def run_nothing(world: World) -> list[str]:
    return world.waiting()


def test_what_is_told_twice_is_found_across_parts_and_may_be_meant(world: World) -> None:
    rows = makers(12)
    rows[12][1] = rows[1][1]
    acting, _ = asked_to_check(world, rows)
    found = run(world)
    [error] = [one for part in parts_of(world.rack, found) for one in part.errors]
    assert (found.state, error.line, error.code, error.value) == ("wrong", 13, "twice", "2")
    check_large_sheet(acting, acting.svc.imports, found, "", anyway=True)
    assert (run(world).state, run_nothing(world)) == ("sound", [])


def test_the_same_sheet_again_stores_nothing_twice(world: World) -> None:
    acting, _ = asked_to_check(world, makers(7))
    store_large_sheet(acting, acting.svc.imports, run(world))
    run(world)
    world.clock.now += QUIET_FOR
    asked_to_check(world, makers(7))
    found = run(world)
    assert (found.state, found.ready, found.unchanged) == ("sound", 0, 7)
    store_large_sheet(acting, acting.svc.imports, found)
    assert (run(world).state, len(names(acting))) == ("stored", 7)


def dying(after: int) -> Callable[[], bool]:
    """The time is over after so many steps."""
    left = iter(range(after))
    return lambda: next(left, None) is None


def test_a_go_whose_time_is_over_has_itself_gone_on_with(world: World) -> None:
    acting, found = asked_to_check(world, makers(12))
    dispatch(world.svc, world.waiting()[0])
    world.orders.sheets.clear()
    for done in (5, 10, 12):
        assert take_large_sheet(world.svc, "99", found.id, dying(1)) == done
    found = run_state(world, found)
    store_large_sheet(acting, acting.svc.imports, found)
    counts = []
    while run_state(world, found).state == "storing":
        counts.append(take_large_sheet(world.svc, "99", found.id, dying(2)))
    assert counts == [4, 8, 12]
    assert len(names(acting)) == 12


def run_state(world: World, found: SheetImport) -> SheetImport:
    return world.svc.registers.imports.load("99", found.id)


@pytest.mark.parametrize("dies_at", [0, 2, 5])
def test_a_crash_while_storing_loses_and_repeats_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    """The clock has it gone on with when it has not moved for a while."""
    acting, found = asked_to_check(world, makers(12))
    store_large_sheet(acting, acting.svc.imports, run(world))
    write, left = TableRegisters.write_together, iter(range(dies_at))

    def dies(store: TableRegisters, changes: Sequence[RegisterChange]) -> bool:
        if next(left, None) is None:
            raise Unavailable
        return write(store, changes)

    monkeypatch.setattr(TableRegisters, "write_together", dies)
    for row in world.waiting():
        dispatch(world.svc, row)
    world.orders.sheets.clear()
    with pytest.raises(Unavailable):
        take_large_sheet(world.svc, "99", found.id, lambda: False)
    monkeypatch.setattr(TableRegisters, "write_together", write)
    assert len(names(acting)) == dies_at * 2
    assert (sweep(world.svc).restarted, world.waiting()) == (0, [])
    world.clock.now += QUIET_FOR * 2
    assert sweep(world.svc).restarted == 1
    found = run(world)
    assert (found.state, found.missed) == ("stored", ())
    assert names(acting) == sorted(f"HTX số {n} (mẫu)" for n in range(12))


def test_two_workers_at_one_sheet_store_it_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, found = asked_to_check(world, makers(9))
    store_large_sheet(acting, acting.svc.imports, run(world))
    write, other = TableRegisters.write_together, iter([True])

    def overtaken(store: TableRegisters, changes: Sequence[RegisterChange]) -> bool:
        if next(other, False):
            take_large_sheet(world.svc, "99", found.id, lambda: False)
        return write(store, changes)

    monkeypatch.setattr(TableRegisters, "write_together", overtaken)
    take_large_sheet(world.svc, "99", found.id, lambda: False)
    found = run_state(world, found)
    assert (found.state, found.done, found.missed, len(names(acting))) == ("stored", 9, (), 9)


def test_what_was_changed_after_the_check_is_told_and_holds_up_nothing(world: World) -> None:
    acting = acting_on(world, "organisations")
    told = {"name": "HTX cũ (mẫu)", "kind": "cooperative", "commune": "10105"}
    old = enter(acting, Entered(told, "10105", "old", "vi"))
    rows = makers(6)
    head = ["id", "version", *rows[0]]
    lines = [["", "", *line] for line in rows[1:]]
    lines[2] = [old.id, "1", "10105", "HTX đổi tên (mẫu)", "cooperative", "10105", ""]
    _, found = asked_to_check(world, [head, *lines])
    found = run(world)
    assert (found.state, found.ready) == ("sound", 6)
    declare_void(acting, old.id, 1, "Ghi nhầm", "v", "vi")
    store_large_sheet(acting, acting.svc.imports, found)
    found = run(world)
    assert [(one.line, one.code) for one in found.missed] == [(4, "stale-version")]
    assert (found.state, len(names(acting))) == ("stored", 6)
    revisions = acting.svc.store.revisions("99", old.id)
    assert broken_revisions(acting.svc.store.record("99", old.id), revisions) == []


def test_what_is_like_a_record_that_came_after_the_check_is_told_and_not_stored(
    world: World,
) -> None:
    acting, _ = asked_to_check(world, makers(4))
    found = run(world)
    told = {"name": "HTX số 2 (mẫu)", "kind": "cooperative", "commune": "10105"}
    enter(acting, Entered(told, "10105", "by-hand", "vi"))
    store_large_sheet(acting, acting.svc.imports, found)
    found = run(world)
    assert [(one.line, one.code) for one in found.missed] == [(4, "duplicate-record")]
    assert (found.stored, len(names(acting))) == (3, 4)


def test_records_are_stored_several_in_one_transaction_each_with_its_history(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New ones and corrections, of two kinds and months: totals, lists and histories are as if each
    had been typed by itself.
    """
    monkeypatch.setattr(import_steps, "STORED_AT_ONCE", 50)
    acting = acting_on(world, "organisations")
    told = {"name": "HTX cũ (mẫu)", "kind": "cooperative", "commune": "10105"}
    old = enter(acting, Entered(told, "10105", "old", "vi"))
    lines = [["", "", *line] for line in makers(20)[1:]]
    lines[7] = [old.id, "1", "10105", "HTX đổi tên (mẫu)", "farm", "10105", "2021-07-01"]
    _, found = asked_to_check(world, [["id", "version", *HEAD], *lines])
    found = run(world)
    store_large_sheet(acting, acting.svc.imports, found)
    writes: list[int] = []
    write = TableRegisters.write_together

    def counted(store: TableRegisters, changes: Sequence[RegisterChange]) -> bool:
        writes.append(len(changes))
        return write(store, changes)

    monkeypatch.setattr(TableRegisters, "write_together", counted)
    assert (run(world).state, sum(writes)) == ("stored", 20)
    assert len(writes) <= 6
    store = acting.svc.store
    assert wrong_heads(acting.svc, "99", acting.register) == []
    listed = store.listed("99", "organisations", "10105", BY_NAME, Span(), 30)
    records = store.records("99", list(map(id_at, listed)))
    assert sorted(one.name for one in records) == names(acting)
    for record in records:
        assert broken_revisions(record, store.revisions("99", record.id)) == []
    acts = {one.id: len(store.revisions("99", one.id)) for one in records}
    assert (acts.pop(old.id), {*acts.values()}) == (2, {1})


def test_long_records_make_no_transaction_that_is_too_large(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Together they hold so much at most; one that holds more by itself is stored as well."""
    monkeypatch.setattr(import_steps, "STORED_AT_ONCE", 50)
    monkeypatch.setattr(storing, "LETTERS_TOGETHER", 400)
    lines = makers(9)
    lines[5][1] = f"HTX {'rất xa ' * 25}(mẫu)"
    acting, found = asked_to_check(world, lines)
    found = run(world)
    store_large_sheet(acting, acting.svc.imports, found)
    lengths: list[int] = []
    write = TableRegisters.write_together

    def weighed(store: TableRegisters, changes: Sequence[RegisterChange]) -> bool:
        lengths.append(sum(len(str(change.after.data)) for change in changes))
        return write(store, changes)

    monkeypatch.setattr(TableRegisters, "write_together", weighed)
    assert (run(world).stored, len(names(acting))) == (9, 9)
    assert len(lengths) > 1
    assert max(lengths) <= 400


def test_who_comes_before_a_sheet_with_the_same_number_is_not_passed_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the keys and the write: the others of the transaction are stored."""
    monkeypatch.setattr(import_steps, "STORED_AT_ONCE", 50)
    acting, _ = asked_to_check(world, makers(5))
    store_large_sheet(acting, acting.svc.imports, run(world))
    told = {"name": "HTX số 3 (mẫu)", "kind": "cooperative", "commune": "10105"}

    def by_hand() -> None:
        enter(acting_on(world, "organisations"), Entered(told, "10105", "by-hand", "vi"))

    meanwhile(monkeypatch, TableRegisters, "write_together", by_hand)
    found = run(world)
    assert [(one.line, one.code) for one in found.missed] == [(5, "duplicate-record")]
    assert (found.stored, len(names(acting))) == (4, 5)
    assert wrong_heads(acting.svc, "99", acting.register) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"PK no workbook", "bad-sheet"), (b"\xff\xfe", "not-utf8")],
)
def test_what_is_no_sheet_stops_with_a_reason(world: World, content: bytes, why: str) -> None:
    acting, begun = sent(world, [])
    world.shelf.post(begun.file, content)
    version = world.shelf.posted[-1][0].version
    check_large_sheet(acting, acting.svc.imports, begun, version)
    found = run(world)
    assert (found.state, found.why) == ("stopped", why)
    assert world.svc.registers.imports.unfinished() == []


def test_too_many_records_are_refused_as_a_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_steps, "MOST_IMPORTED", 6)
    asked_to_check(world, makers(7))
    found = run(world)
    [error] = [one for part in parts_of(world.rack, found) for one in part.errors]
    assert (found.state, error.code) == ("wrong", "too-many")


def test_who_has_left_the_office_stores_nothing_more(world: World) -> None:
    acting, found = asked_to_check(world, makers(6))
    found = run(world)
    store_large_sheet(acting, acting.svc.imports, found)
    world.load("song-xanh", people=[])
    assert (run(world).why, names(acting)) == ("gone", [])


def test_an_import_is_its_officer_s_alone(world: World) -> None:
    acting, begun = sent(world, makers(1))
    assert own_import(acting, acting.svc.imports, begun.id) == begun
    for other in (
        acting_on(world, "organisations", "province-advisory", "99"),
        acting_on(world, "documents"),
    ):
        with pytest.raises(NotFound):
            own_import(other, other.svc.imports, begun.id)


def test_a_workbook_is_read_as_well(world: World) -> None:
    acting, begun = sent(world, [])
    world.shelf.post(begun.file, write_workbook(makers(6), set()))
    check_large_sheet(acting, acting.svc.imports, begun, world.shelf.posted[-1][0].version)
    assert run(world).state == "sound"


# ------------------------------------------------------------------ as an officer does it

FORM = {"content_type": "application/x-www-form-urlencoded"}
IMPORT = "/office/registers/organisations/import"


def begun(world: World) -> tuple[Visitor, Answer]:
    officer, _ = signed_in(world)
    answer = officer.get(IMPORT)
    return officer, officer.follow(officer.press(answer, "/organisations/imports"))


def posted(world: World, page: Answer, rows: list[list[str]]) -> None:
    """What the browser does with the form of the page."""
    key = page.form("https://bucket.example.vn").values["key"]
    world.shelf.post(key, safe_csv(rows).encode())


def test_an_officer_sends_looks_and_stores(world: World) -> None:
    officer, page = begun(world)
    assert page.status == 200
    posted(world, page, makers(12))
    page = officer.get(page.path)
    assert "Đã nhận được bảng" in page.body
    page = officer.follow(officer.press(page, "/imports/", act="check"))
    assert "Đang đọc bảng" in page.body
    assert page.headers["Refresh"] == "4"
    run(world)
    page = officer.get(page.path)
    assert "12 bản ghi sẽ được ghi" in page.body
    page = officer.follow(officer.press(page, "/imports/", act="store"))
    run(world)
    page = officer.get(page.path)
    assert "Đã ghi 12 bản ghi" in page.body
    assert len(names(acting_on(world, "organisations"))) == 12


def test_who_sent_a_sheet_finds_it_again_where_sheets_are_taken_in(world: World) -> None:
    officer, page = begun(world)
    world.clock.now += QUIET_FOR
    _, second = begun(world)
    posted(world, second, makers(6))
    officer.press(officer.get(second.path), "/imports/", act="check")
    run(world)
    ways = [one.attributes["href"] for one in officer.get(IMPORT).page.all("a")]
    assert [one for one in ways if "/imports/" in one] == [second.path, page.path]
    assert "Đúng hết, chờ bấm ghi 6 bản ghi" in officer.get(IMPORT).body
    other, _ = signed_in(world, "canbo.dong-lau@songxanh.example.vn")
    assert "/imports/" not in other.get(IMPORT).body.replace('/imports"', "")
    world.clock.now += ANNOUNCED_FOR
    for row in list(Row.scan()):
        if row.ttl and row.ttl < world.clock.now:
            row.delete()
    assert page.path not in officer.get(IMPORT).body


def test_wrong_cells_stand_on_the_page_and_all_of_them_in_a_sheet(world: World) -> None:
    officer, page = begun(world)
    posted(world, page, makers(60, *range(60)))
    officer.press(officer.get(page.path), "/imports/", act="check")
    run(world)
    shown = officer.get(page.path)
    assert "Dòng 2" in shown.body
    assert "Dòng 61" not in shown.body
    lines = officer.get(f"{page.path}?format=csv").body.splitlines()
    assert (len(lines), "61" in lines[-1]) == (61, True)


def test_mistakes_of_an_officer_lead_on(world: World) -> None:
    """Nothing sent, an unknown act, stored too early, somebody else's sheet."""
    officer, page = begun(world)
    for act in ("check", "store"):
        assert officer.send("POST", page.path, f"_do=submit&act={act}", **FORM).status == 409
    assert officer.send("POST", page.path, "act=?", **FORM).status == 303
    assert officer.get(f"{IMPORT}s/{'a' * 26}").status == 404
    other, _ = signed_in(world, "tinh@songxanh.example.vn")
    assert other.get(page.path).status in (403, 404)


def test_a_program_sends_looks_and_stores(world: World) -> None:
    program, here = Visitor(world), f"/v1{IMPORT}s"
    place = program.call("POST", here, {"name": "so.csv"}, x_claim=COMMUNE)
    assert place.status == 201
    for wrong in ({}, {"name": 5}, {"name": ""}, {"name": "x" * 121}):
        assert program.call("POST", here, wrong, x_claim=COMMUNE).status == 400
    world.shelf.post(place.json["fields"]["key"], safe_csv(makers(6, 4)).encode())
    sheet = f"{here}/{place.json['id']}"
    assert program.call("POST", sheet, {"act": "?"}, x_claim=COMMUNE).status == 400
    assert program.call("POST", sheet, {"act": "store"}, x_claim=COMMUNE).status == 409
    assert (
        program.call("POST", sheet, {"act": "check"}, x_claim=COMMUNE).json["state"] == "checking"
    )
    run(world)
    told = program.send("GET", sheet, x_claim=COMMUNE).json
    assert (told["state"], [one["row"] for one in told["errors"]]) == ("wrong", [6])


def test_however_many_are_lost_the_page_says_how_many_were_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first alone are told one by one."""
    monkeypatch.setattr(import_steps, "MOST_MISSED", 2)
    acting = acting_on(world, "organisations")
    rows = makers(6)
    lines, olds = [["", "", *line] for line in rows[1:]], []
    for place in range(4):
        told = {"name": f"HTX cũ {place} (mẫu)", "kind": "cooperative", "commune": "10105"}
        olds.append(enter(acting, Entered(told, "10105", f"old{place}", "vi", anyway=True)))
        lines[place] = [olds[-1].id, "1", *rows[1 + place]]
    _, found = asked_to_check(world, [["id", "version", *rows[0]], *lines])
    found = run(world)
    for place, old in enumerate(olds):
        declare_void(acting, old.id, 1, "Ghi nhầm", f"v{place}", "vi")
    store_large_sheet(acting, acting.svc.imports, found)
    found = run(world)
    assert (found.ready, found.lost, found.stored, len(found.missed)) == (6, 4, 2, 2)


def test_a_part_laid_down_by_another_size_is_taken_with_what_it_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a release in the middle of a check: no record is passed over."""
    _, found = asked_to_check(world, makers(12))
    svc = world.svc
    save = type(svc.registers.imports).save
    monkeypatch.setattr(type(svc.registers.imports), "save", broken_off)
    with pytest.raises(Unavailable):
        take_large_sheet(svc, "99", found.id, lambda: False)
    monkeypatch.setattr(type(svc.registers.imports), "save", save)
    monkeypatch.setattr(import_steps, "RECORDS_LOOKED_AT", 9)
    found = run(world)
    assert (found.state, found.done, found.ready) == ("sound", 12, 12)


def broken_off(*_: object, **__: object) -> SheetImport:
    raise Unavailable


# ------------------------------------------------------------------ a whole list as one sheet


def made(world: World) -> None:
    """Let effects go, and the function make what it is asked for."""
    for row in world.waiting():
        dispatch(world.svc, row)
    while world.orders.exports:
        make_sheet(world.svc, *world.orders.exports.pop(0))


def file_of(world: World, officer: Visitor, page: Answer) -> list[list[str]]:
    """The sheet that the page leads to."""
    made(world)
    page = officer.get(page.path)
    assert "Bảng đã xong" in page.body
    gone = officer.get(f"{page.path}?file=1")
    assert (gone.status, gone.headers["Location"].startswith("https://")) == (303, True)
    [key] = [one for one in world.rack.papers if page.path.rpartition("/")[2] in one]
    return read_sheet(world.rack.papers[key])


def test_a_list_longer_than_an_answer_goes_out_as_one_sheet_is_edited_and_comes_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_lists, "RECORDS_OF_A_SHEET", 5)
    monkeypatch.setattr(exports, "RECORDS_READ_AT_ONCE", 4)
    acting = acting_on(world, "organisations")
    for line, name in enumerate(one[1] for one in makers(12)[1:]):
        told = {"name": name, "kind": "cooperative", "commune": "10105"}
        enter(acting, Entered(told, "10105", f"{line}", "vi"))
    officer, _ = signed_in(world)
    page = officer.get("/office/registers/organisations/sheet?format=xlsx&unit=10105")
    assert "Lập một bảng cho cả danh sách" in page.body
    page = officer.follow(officer.press(page, "/exports"))
    assert (page.headers["Refresh"], "Đang lập bảng" in page.body) == ("4", True)
    rows = file_of(world, officer, page)
    assert len(rows) == 13
    names_at, workers = rows[0].index("Tên tổ chức"), rows[0].index("Số lao động")
    rows[3][names_at], rows[5][workers] = "HTX đổi tên (mẫu)", "17"
    _, found = asked_to_check(world, rows)
    found = run(world)
    assert (found.state, found.ready, found.unchanged) == ("sound", 2, 10)
    store_large_sheet(acting, acting.svc.imports, found)
    run(world)
    assert ("HTX đổi tên (mẫu)" in names(acting), len(names(acting))) == (True, 12)


@pytest.mark.parametrize(("limit", "most"), [("MOST_EXPORTED", 4), ("HEAVIEST", 1)])
def test_what_one_sheet_does_not_take_stands_in_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    """Too many records, and records that are too heavy."""
    monkeypatch.setattr(register_lists, "RECORDS_OF_A_SHEET", 2)
    monkeypatch.setattr(exports, "RECORDS_READ_AT_ONCE", 4)
    monkeypatch.setattr(exports, limit, most)
    acting = acting_on(world, "organisations")
    for number in range(6):
        told = {
            "name": f"HTX {number}",
            "kind": "farm" if number else "company",
            "commune": "10105",
        }
        enter(acting, Entered(told, "10105", f"{number}", "vi"))
    officer, _ = signed_in(world)
    page = officer.get("/office/registers/organisations/sheet?format=csv&f_kind=farm&order=oldest")
    page = officer.follow(officer.press(page, "/exports"))
    first = file_of(world, officer, page)
    page = officer.follow(officer.press(officer.get(page.path), "/exports"))
    rest = file_of(world, officer, page)
    seen = [row[first[0].index("Tên tổ chức")] for row in (*first[1:], *rest[1:])]
    assert (len(first), sorted(seen)) == (5, [f"HTX {number}" for number in range(1, 6)])
    assert "phần còn lại" not in officer.get(page.path).body


def test_a_sheet_that_is_too_large_for_an_answer_is_made_behind_the_scenes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_lists, "LARGEST_ANSWER", 10)
    officer, _ = signed_in(world)
    page = officer.get("/office/registers/organisations/sheet?format=csv")
    assert "Lập một bảng" in page.body


def test_a_sheet_on_its_way_out_is_its_officer_s_alone_for_a_week(world: World) -> None:
    acting = acting_on(world, "organisations")
    wanted = WantedRecords("10105")
    how = {"wanted": wanted, "kind": "csv", "lang": "vi"}
    begun = begin_export(acting.svc, acting.who, acting.register, **how)  # type: ignore[arg-type]
    for other in (
        acting_on(world, "organisations", "province-advisory", "99"),
        acting_on(world, "documents"),
    ):
        with pytest.raises(NotFound):
            own_export(other.svc, other.who, other.register, begun.id)
    with pytest.raises(Forbidden):
        begin_export(
            acting.svc, acting.who, acting.svc.registers.get("funding"),
            wanted=WantedRecords("99"), kind="csv", lang="vi",
        )  # fmt: skip
    [row] = [one for one in raw_table().scan()["Items"] if one["pk"] == "GI#out#99"]
    assert row["ttl"] == int((world.clock() + EXPORTS_KEPT).timestamp())
    world.load("song-xanh", people=[])
    made(world)
    found = acting.svc.exports.load("99", begun.id)
    assert (found.state, world.rack.papers) == ("stopped", {})


# ------------------------------------------------------------------ who sent it is told


def told_by_mail(world: World) -> list[tuple[str, str]]:
    """What the officer was written about sheets: subject and the way to the page."""
    sent = [one for one in world.post.sent if one.template == "sheet-ended"]
    assert {one.to for one in sent} <= {COMMUNE}
    return [(one.mail.subject, one.mail.text) for one in sent]


def test_who_sent_a_sheet_is_told_what_became_of_it_once_each(world: World) -> None:
    acting, found = asked_to_check(world, makers(12))
    found = run(world)
    [(subject, text)] = told_by_mail(world)
    assert subject.startswith("Cả bảng đều đúng: ")
    assert f"/office/registers/organisations/imports/{found.id}" in text
    store_large_sheet(acting, acting.svc.imports, found)
    run(world)
    subject = told_by_mail(world)[1][0]
    assert subject == f"Đã ghi 12 bản ghi: Sổ tổ chức kinh tế, chủ thể [{found.id[:8]}]"
    take_large_sheet(world.svc, "99", found.id, lambda: False)
    run_what_waits(world)
    assert len(told_by_mail(world)) == 2


def run_what_waits(world: World) -> None:
    for row in world.waiting():
        dispatch(world.svc, row)


def test_who_sent_a_sheet_is_told_that_it_is_wrong_or_no_sheet(world: World) -> None:
    asked_to_check(world, makers(12, 3, 4))
    run(world)
    world.clock.now += QUIET_FOR
    acting, begun = sent(world, [])
    world.shelf.post(begun.file, b"PK no workbook")
    check_large_sheet(acting, acting.svc.imports, begun, world.shelf.posted[-1][0].version)
    run(world)
    subjects = [one.partition(":")[0] for one, _ in told_by_mail(world)]
    assert subjects == ["Có 2 chỗ sai, chưa ghi gì", "Bảng này đã dừng"]


def test_an_import_whose_file_never_came_goes_away_by_itself(world: World) -> None:
    _, begun = sent(world, makers(1))
    [row] = [one for one in raw_table().scan()["Items"] if one["sk"] == begun.id]
    assert row["ttl"] == int((begun.at + ANNOUNCED_FOR).timestamp())
    world.clock.now += QUIET_FOR
    _, found = asked_to_check(world, makers(2))
    [row] = [one for one in raw_table().scan()["Items"] if one["sk"] == found.id]
    assert row["ttl"] == int((found.at + IMPORTS_KEPT).timestamp())
