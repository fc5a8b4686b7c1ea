"""Files of a year are made once and never change; what is corrected later is in the next ones."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser

from ocop.cases.certificate import Revocation
from ocop.jobs.recount import recount
from ocop.papers.year_files import YEAR_MANIFEST, make_year_files, year_file_key
from ocop.registers.acts import correct, declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_heights import TALLEST, shown
from tests.integration.test_open_data import OPEN
from tests.support.oversight import certificate_of, recognised
from tests.support.registers import acting_on, programme_services_of
from tests.support.visitor import Answer, Visitor
from tests.support.window import FAULTS
from tests.support.world import World

EVENT = {
    "name": "Hội chợ OCOP Sông Xanh",
    "kind": "ocop-fair",
    "from": "2026-07-10",
    "to": "2026-07-12",
    "scope": "province",
    "cost": 77_777_777,
}
FAIRS = "trade-events"


def entered(**over: Any) -> Entered:
    return Entered(EVENT | over, "10105", str(over), "vi", anyway=True)


def fair(world: World, **over: Any) -> RegisterRecord:
    return enter(acting_on(world, FAIRS), entered(**over))


def at(world: World, year: int, month: int = 2, day: int = 1) -> None:
    world.clock.now = datetime(year, month, day, 2, tzinfo=UTC)


def made(world: World) -> int:
    return make_year_files(world.svc, "99")


def lying(world: World, year: int, name: str) -> bytes:
    return world.rack.papers[year_file_key("99", year, name)]


def document(world: World, year: int, register: str = FAIRS) -> Any:
    return json.loads(lying(world, year, f"{register}.json"))


def lines(world: World, year: int, register: str = FAIRS) -> list[dict[str, str]]:
    text = lying(world, year, f"{register}.csv").decode()
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def page(world: World, address: str) -> Answer:
    return Visitor(world).get(f"/data/years/{address}?province=99")


@pytest.mark.parametrize(("month", "day", "years"), [(1, 31, 0), (2, 1, 1), (12, 31, 1)])
def test_they_are_made_when_the_year_has_been_over_for_a_month(
    world: World, month: int, day: int, years: int
) -> None:
    fair(world)
    at(world, 2027, month, day)
    assert (made(world), made(world)) == (years, 0)


def test_nothing_is_made_where_nothing_was_ever_entered(world: World) -> None:
    at(world, 2027)
    assert made(world) == 0
    assert "/data/years" not in Visitor(world).get("/data?province=99").body


def test_a_file_has_the_public_fields_of_the_year_alone(world: World) -> None:
    kept = fair(world)
    fair(world, name="Hội chợ năm sau", **{"from": "2027-01-02", "to": "2027-01-03"})
    at(world, 2027)
    assert made(world) == 1
    whole = document(world, 2026)
    assert [one["id"] for one in whole["records"]] == [kept.id]
    assert (whole["year"], whole["corrections"]) == (2026, [])
    assert "77777777" not in lying(world, 2026, f"{FAIRS}.json").decode()
    (line,) = lines(world, 2026)
    assert line["Mã"] == kept.id
    assert EVENT["name"] in line.values()


def test_what_is_corrected_later_is_in_the_next_year_s_file_by_name(world: World) -> None:
    kept, gone = fair(world), fair(world, name="Hội chợ ghi nhầm")
    at(world, 2027)
    made(world)
    before = dict(world.rack.papers)
    acting = acting_on(world, FAIRS)
    correct(acting, kept.id, 1, entered(name="Hội chợ tên đúng"))
    declare_void(acting, gone.id, 1, "Ghi nhầm", "void", "vi")
    late = fair(world, name="Hội chợ ghi muộn")
    at(world, 2028)
    assert made(world) == 1
    assert {key: world.rack.papers[key] for key in before} == before
    found = {one["id"]: one for one in document(world, 2027)["corrections"]}
    assert {id: one["state"] for id, one in found.items()} == {
        kept.id: "recorded", gone.id: "void", late.id: "recorded"
    }  # fmt: skip
    assert found[kept.id]["data"]["name"] == "Hội chợ tên đúng"
    assert found[gone.id]["data"] == {}
    told = {one["Mã"]: (one["Thuộc năm"], one["Sửa đổi"]) for one in lines(world, 2027)}
    assert told[kept.id] == ("2026", "Ghi hoặc sửa sau khi công bố")
    assert told[gone.id] == ("2026", "Hủy sau khi công bố")
    at(world, 2029)
    made(world)
    assert document(world, 2028)["corrections"] == []


def test_years_before_the_first_night_are_made_at_once(world: World) -> None:
    fair(world, **{"from": "2024-05-01", "to": "2024-05-02"})
    at(world, 2027)
    assert made(world) == 3
    newest = json.loads(lying(world, 2026, YEAR_MANIFEST))
    assert newest["years"] == [2026, 2025, 2024]
    assert [document(world, year)["corrections"] for year in (2024, 2025, 2026)] == [[], [], []]


def test_certificates_of_the_year_then_what_ended_in_it(world: World) -> None:
    story = recognised(world)
    number = certificate_of(story).shown_number
    at(world, 2027)
    made(world)
    assert [one["number"] for one in document(world, 2026, "certificates")["records"]] == [number]
    (line,) = lines(world, 2026, "certificates")
    assert (line["Số giấy"], line["Hạng sao"], line["Thu hồi từ ngày"]) == (number, "4", "")
    revoked = Revocation("ground", date(2027, 3, 5), "9/QĐ-UBND")
    assert world.store.turn_certificate(replace(certificate_of(story), revocation=revoked))
    at(world, 2028)
    made(world)
    (ended,) = document(world, 2027, "certificates")["corrections"]
    assert (ended["number"], ended["withdrawn"]) == (number, "2027-03-05")


def test_everybody_finds_them_with_their_sums(world: World) -> None:
    fair(world)
    at(world, 2027)
    made(world)
    assert "/data/years/2026?province=99" in Visitor(world).get("/data?province=99").body
    shown = page(world, "2026")
    for one in json.loads(lying(world, 2026, YEAR_MANIFEST))["files"]:
        assert one["sha256"] in shown.body
        content = lying(world, 2026, one["name"])
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        led = Visitor(world).send("GET", f"/data/years/2026/{one['name']}?province=99")
        assert led.status == 303
        assert led.headers["Location"].endswith(year_file_key("99", 2026, one["name"]))


def test_a_table_names_each_list_once_with_its_two_files(world: World, chromium: Browser) -> None:
    fair(world)
    at(world, 2027)
    made(world)
    lists = {one["name"].partition(".")[0] for one in manifest_of_2026(world)}
    phone, wrong = chromium.new_page(viewport={"width": 360, "height": 780}), {}
    for address, rows in (("/data", [*OPEN, "certificates"]), ("/data/years/2026", lists)):
        told = Visitor(world).get(f"{address}?province=99")
        ways = [one for one in told.page.all("a") if one.within("tr")]
        names = {row.text for one in ways if (row := one.within("tr"))}
        assert [one.text for one in ways] == ["JSON", "CSV"] * len(rows), address
        assert len(names) == len(rows), address
        shown(phone, told.body)
        tall = phone.evaluate("document.documentElement.scrollHeight")
        wrong[address] = [*phone.evaluate(FAULTS), *([f"{tall} px"] if tall > TALLEST else [])]
    phone.close()
    assert not any(wrong.values()), wrong


def manifest_of_2026(world: World) -> list[dict[str, str]]:
    return list(json.loads(lying(world, 2026, YEAR_MANIFEST))["files"])


@pytest.mark.parametrize(
    "address", ["2025", "x", "٢٠٢٦", "2026/x.csv", "2026/../x", "2025/manifest.json"]
)
def test_there_are_no_others(world: World, address: str) -> None:
    fair(world)
    at(world, 2027)
    made(world)
    assert page(world, address).status == 404


def test_one_that_broke_off_is_finished_with_what_is_there(world: World) -> None:
    fair(world)
    at(world, 2027)
    key = year_file_key("99", 2026, f"{FAIRS}.json")
    world.rack.papers[key] = b"{}"  # laid down by a run that was cut off
    assert made(world) == 1
    sums = {
        one["name"]: one["sha256"] for one in json.loads(lying(world, 2026, YEAR_MANIFEST))["files"]
    }
    assert sums[f"{FAIRS}.json"] == hashlib.sha256(b"{}").hexdigest()


def test_the_clock_has_them_made_each_night(world: World) -> None:
    recount(world.svc, world.svc.registers, programme_services_of(world))
    assert world.orders.years == ["99"]
