"""The programme board: out of the table, on the office's page, on the public one, at its cost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest

from ocop.aws import wire
from ocop.aws.heads import head_row
from ocop.aws.table import Row
from ocop.aws.wire import put
from ocop.base.moment import local_date
from ocop.catalogue.plans import published_duties
from ocop.jobs.recount import recount
from ocop.plans.task import DutyLine
from ocop.programme.board import Board
from ocop.programme.derived_tasks import ToldTask, report_heads, task_heads
from ocop.programme.reading import quarter_figures, read_board
from ocop.registers.acts import confirm_record, enter
from ocop.registers.measures import HOLDING_MONTH, HeadPlace, TotalsCell, TotalsHead, refolded
from ocop.registers.record import Entered
from tests.integration.test_web_office import signed_in
from tests.support.counting import ALL_REGISTERS, COMMUNES, drawn_record
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, before_council
from tests.support.registers import (
    COOPERATIVE,
    acting_on,
    programme_services_of,
    register_services_of,
)
from tests.support.visitor import Visitor
from tests.support.world import World

PAID = {
    "state": "spent", "source": "own", "content": "promotion", "amount": 7_000_000_000,
    "date": "2026-05-04", "document": "12/PC",
}  # fmt: skip


def kept(world: World, register: str, data: Any, key: str) -> None:
    enter(acting_on(world, register), Entered(data, "10105", key, "vi", anyway=True))


def board_today(world: World) -> Board:
    today = local_date(world.svc.now())
    return read_board(programme_services_of(world), world.province, "99", today)


def night(world: World) -> None:
    done = recount(world.svc, register_services_of(world), programme_services_of(world))
    assert done.trouble == 0


def test_a_figure_on_the_board_is_there_with_the_record(world: World) -> None:
    kept(world, "funding", PAID, "k1")
    officer, _ = signed_in(world, ADVISOR)
    page = officer.get("/office/programme")
    assert page.status == 200
    assert "7.000.000.000 đồng" in page.body
    assert "hôm nay cần 1.190.136.986 đồng" in page.body
    assert "chưa có số liệu" in page.body  # what nobody has counted is not nought
    behind = officer.get("/office/programme/money-used")
    assert "/office/registers/funding?unit=99" in behind.body
    assert "Vốn của doanh nghiệp" in behind.body
    below = officer.get("/office/programme?unit=10105")
    assert "7.000.000.000 đồng" in below.body
    assert "hôm nay cần" not in below.body  # the number to be reached is the whole province's
    dated = officer.get("/office/programme?day=2026-12-31").body
    assert "/office/programme/money-used?unit=99&amp;day=2026-12-31" in dated
    assert officer.get("/office/programme?unit=nowhere").status == 400
    assert officer.get("/office/programme?day=x").status == 400
    assert officer.get("/office/programme/nothing").status == 404


def test_what_is_to_come_counts_from_its_day_on(world: World) -> None:
    """A fair of the 20th, entered on the 1st: on no board before, and a recount says the same."""
    svc = programme_services_of(world)
    told = {"name": "Hội chợ", "kind": "seminar", "from": "2026-07-19", "to": "2026-07-20",
            "scope": "province"}  # fmt: skip
    shop = {"name": "Quầy", "kind": "shop", "address": "Chợ xã", "opened": "2026-07-20"}
    fair = enter(acting_on(world, "trade-events"), Entered(told, "10105", "fair", "vi"))
    kept(world, "sales-points", shop, "shop")

    def counted() -> tuple[object, ...]:
        today = local_date(world.svc.now())
        figures = quarter_figures(svc, world.province, "99", today)
        return tuple(map(figures.get, ("trade-events.events", "sales-points.kept")))

    for day, seen in ((19, 0), (20, 1)):
        world.clock.now = datetime(2026, 7, day, 2, tzinfo=UTC)
        assert counted() == (seen, seen)
        night(world)
    office = acting_on(world, "trade-events", "province-advisory", "99")
    confirm_record(office, fair.id, 1, "c")
    assert counted() == (1, 1)
    night(world)


def test_a_figure_that_begins_anew_says_of_which_year_it_is(world: World) -> None:
    world.province = world.load("song-xanh", settings={"plan": "ha-nam-2021-2025"})
    told = {"title": "Phóng sự", "form": "television", "date": "2026-06-30"}
    kept(world, "communication", told, "c")
    officer, _ = signed_in(world, ADVISOR)
    for day, figure in (("2026-06-30", "1 lượt"), ("2027-01-15", "0 lượt")):
        page = officer.get(f"/office/programme?day={day}").body
        assert figure in page
        assert f"Kế hoạch không đặt số phải đạt. Số của năm {day[:4]}." in page
    asked = "/v1/office/programme?day=2026-06-30"
    lines = Visitor(world).call("GET", asked, x_claim=ADVISOR).json["indicators"]
    whys = {one["id"]: one["why"] for one in lines}
    assert whys["activities"].endswith("Số của năm 2026.")
    assert "Số của năm" not in whys["money-used"]


def test_a_commune_sees_its_own_first(world: World) -> None:
    kept(world, "organisations", COOPERATIVE, "o")
    answer = Visitor(world).call("GET", "/v1/office/programme", x_claim=COMMUNE)
    assert answer.json["unit"] == "10105"
    other = Visitor(world).call("GET", "/v1/office/programme?unit=10101", x_claim=COMMUNE)
    assert other.json["charts"]["organisations"] == {}


def test_products_count_from_the_next_night_on(world: World) -> None:
    story = before_council(world)
    story.score(82, 84, star=4)
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    board = read_board(
        programme_services_of(world), world.province, "99", local_date(world.svc.now())
    )
    [line] = [one for one in board.lines if one.indicator.id == "stars-3-up"]
    assert line.progress.state == "no-data"
    night(world)
    board = read_board(
        programme_services_of(world), world.province, "99", local_date(world.svc.now())
    )
    [line] = [one for one in board.lines if one.indicator.id == "stars-3-up"]
    assert line.actual.value == 1
    assert sum(board.charts["stars"].values()) == 1
    officer, _ = signed_in(world, ADVISOR)
    ways = [
        one.attributes["href"].replace("&amp;", "&")
        for one in officer.get("/office/programme/stars-3-up").page.all("a")
        if "/products?" in one.attributes["href"]
    ]
    assert {one.removeprefix("/products?province=99") for one in ways} == {
        "",
        "&unit=10105",
        "&star=4",
        f"&{urlencode({'group': 'Thực phẩm'})}",
    }
    for way in ways:
        assert "Mật ong" in Visitor(world).get(way).body, way


def test_who_is_wanting_is_named_behind_a_share(world: World) -> None:
    """Two take part, one was trained: the indicator's page names the other."""
    world.load("song-xanh", settings={"plan": "ha-nam-2021-2025"})
    other = {"name": "HTX Chưa Học", "kind": "cooperative", "commune": "10105"}
    for place, data in enumerate((COOPERATIVE, other)):
        kept(world, "organisations", {**data, "taking_part": True}, f"o{place}")
    owner = {"person": "Lê Thị Mẫu", "role": "owner", "organisation": COOPERATIVE["name"]}
    course = {"title": "Lớp mẫu", "kind": "executive", "from": "2026-05-04", "to": "2026-05-05"}
    kept(world, "training", {**course, "participants": [owner]}, "t")
    officer, _ = signed_in(world, ADVISOR)
    page = officer.get("/office/programme/owners-trained-share").body
    wanting = page.partition("Còn thiếu</h2>")[2]
    assert "HTX Chưa Học" in wanting
    assert COOPERATIVE["name"] not in wanting


def test_everybody_reads_the_board_of_last_night(world: World) -> None:
    person = Visitor(world)
    assert "xin trở lại" in person.get("/programme").body
    assert person.call("GET", "/v1/programme").status == 404
    kept(world, "funding", PAID, "k1")
    night(world)
    kept(world, "funding", {**PAID, "document": "13/PC"}, "k2")
    assert "7.000.000.000 đồng" in person.get("/programme").body
    told = person.call("GET", "/v1/programme").json
    [money] = [one for one in told["indicators"] if one["id"] == "money-used"]
    assert (money["actual"], money["least"]) == ("7000000000", "12000000000")
    withdrawn = {one["id"]: one for one in told["indicators"]}["withdrawn"]
    assert (withdrawn["actual"], withdrawn["state"]) == ("0", "met")


def test_a_province_without_a_plan_is_told_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocop.programme.reading.PLAN_SETTING", "no-such")
    officer, _ = signed_in(world, ADVISOR)
    assert "chưa chọn kế hoạch" in officer.get("/office/programme").body


# ------------------------------------------------------------------ cost


def test_a_quarter_of_129_communes_is_one_query_of_two_hundred_units_at_a_million_records() -> None:
    """A million records in five years are some 8 a month for each commune and register: a tenth of
    the communes is drawn, and DynamoDB charges half a unit for each 4 KB of what a query reads. The
    query reads what holds as well: of each such register 20 a commune, and five years of tasks.
    """
    random, tenth = Random(1), COMMUNES[:13]
    months = {True: ("2021-02",) * 20, False: ("2026-04", "2026-05", "2026-06") * 8}
    records = [
        replace(drawn_record(random, ALL_REGISTERS.get(id)), id=f"{n}", unit=unit, counted=month)
        for unit in tenth
        for id in ALL_REGISTERS.ids()
        for n, month in enumerate(months[ALL_REGISTERS.get(id).is_holding])
    ]
    amounts = refolded((ALL_REGISTERS.get(one.register_id), one) for one in records)
    kept = [TotalsHead(place, one, 1) for place, one in amounts.items()]
    tasks = [_met(unit, f"{y}-Q{q}") for unit in tenth for y in range(2021, 2026) for q in "1234"]
    kept += [*task_heads(tasks, _LATER), *report_heads(tasks, _LATER)]
    assert {head.place.month for head in kept} == {*months[False], HOLDING_MONTH}
    read = sum(_size(head_row("99", head)) for head in kept) * len(COMMUNES) / len(tenth)
    assert read / 4096 / 2 <= 200


_LATER = datetime(2026, 7, 1, tzinfo=UTC)


def _met(unit: str, period: str) -> ToldTask:
    """A report that a unit owed for a quarter and sent."""
    duties = "ha-nam-2021-2025"
    line = DutyLine("t", duties, "V.15-report", period, unit, unit, _LATER, "met")
    return ToldTask(line, published_duties().get(duties).duty("V.15-report"))


def test_a_quarter_is_one_query_however_many_years_lie_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read are the months of the quarter, and of them every commune's heads."""
    day = date(2026, 6, 30)
    units = COMMUNES[:5]
    cell = (TotalsCell("spent", ("own", "promotion")), "")

    def keep(months: Sequence[str]) -> None:
        for month in months:
            for unit in units:
                put(head_row("99", TotalsHead(HeadPlace(month, "funding", unit), {cell: 2}, 1)))

    def read() -> tuple[int, int, Any]:
        asked: list[int] = []
        look = wire.look_through

        def counted(*told: Any, **how: Any) -> list[Row]:
            rows = list(look(*told, **how))
            asked.append(len(rows))
            return rows

        with monkeypatch.context() as patch:
            patch.setattr(wire, "look_through", counted)
            svc = programme_services_of(world)
            figures = quarter_figures(svc, world.province, "99", day)
        return len(asked), sum(asked), figures["funding.spent"]

    keep(["2026-04", "2026-05", "2026-06"])
    first = read()
    assert first == (1, 3 * len(units), 2 * 3 * len(units))
    keep([f"{year}-{month:02}" for year in range(2021, 2026) for month in range(1, 13)])
    assert read() == first


def _size(row: Any) -> int:
    """What DynamoDB reckons for an item: names and values."""
    stored = row.serialize()
    return sum(len(name) + len(next(iter(value.values()))) for name, value in stored.items())


def test_a_quarters_figures_are_read_by_one_query(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:

    kept(world, "funding", PAID, "k1")
    asked: list[str] = []
    store = programme_services_of(world).store

    class Counting:
        def heads(self, province: str, first: str, *more: str) -> list[TotalsHead]:
            asked.append(first)
            return store.heads(province, first, *more)

    services: Any = replace(programme_services_of(world), store=Counting())  # type: ignore[arg-type]
    figures = quarter_figures(services, world.province, "99", date(2026, 6, 2))
    assert asked == ["2026-04"]
    assert figures["funding.spent"] == 7_000_000_000
