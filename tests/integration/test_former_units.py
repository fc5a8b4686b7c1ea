"""A province that became part of another: its references and certificates resolve there."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.certificates import sheet_beside
from ocop.aws.certificates import certificate_row
from ocop.aws.commits import case_row
from ocop.base.errors import InvalidInput, NotFound, WrongState
from ocop.base.sheets import read_csv
from ocop.cases.certificate import Certificate
from ocop.certificates.importing import Taker, check_import, take_in
from ocop.filing.again import Beginner, begin_again
from ocop.people.province import parse_province, province_faults
from ocop.people.rights import Officer
from ocop.setup.provinces import load_province
from tests.integration.test_web_office import ADMIN
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story, before_council, kept
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World

PROVINCE = {
    "code": "98",
    "name": {"vi": "Tỉnh Sông Đỏ", "en": "Song Do Province"},
    "level": "province",
    "until": "2026-06-30",
    "successor": "99",
    "act": "202/2025/QH15",
}
COMMUNES = [
    {
        "code": "98101",
        "name": {"vi": "Xã Suối Cũ", "en": "Suoi Cu Commune"},
        "level": "commune",
        "until": "2026-06-30",
        "successor": "10105",
    }
]
MERGED = [PROVINCE, *COMMUNES]
# What the communes of the sample are part of today: 19/2025/QĐ-TTg for names and codes, a copy of
# the resolution for which went where; three that no source names lead to no commune.
NINH_BINH = {
    "13291": "",
    "13330": "",
    "13384": "Phường Lý Thường Kiệt",
    "13444": "Xã Liêm Hà",
    "13501": "Xã Bình Lục",
    "13570": "",
    "13573": "Xã Nam Lý",
}


@kept
def recognised(world: World) -> Story:
    story = before_council(world).score(82, 84, star=4)
    return story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")


def merged(world: World) -> Story:
    """A case of a province that is no more, in the stack of the province that it became part of."""
    story = recognised(world)
    case = replace(story.case, province="98", unit="98101")
    certificate = world.store.certificate(case.subject.certificate)
    case_row(replace(case, version=case.version + 1)).save()
    certificate_row(replace(certificate, province="98", unit="98101")).save()
    world.load("song-xanh", former=MERGED)
    return story


def number(story: Story) -> str:
    return story.case.subject.certificate


def test_an_old_number_answers_and_says_who_is_responsible_now(world: World) -> None:
    story = merged(world)
    page = Visitor(world).get(f"/certificates/{number(story)}")
    assert page.status == 200
    assert "Xã Suối Cũ, Tỉnh Sông Đỏ" in page.body
    assert "Tỉnh Sông Đỏ đã hợp nhất vào Tỉnh Sông Xanh" in page.body
    told = Visitor(world).call("GET", f"/v1/certificates/{number(story)}").json["answered_for"]
    assert told == {
        "province": "99",
        "name": "Tỉnh Sông Xanh (mẫu)",
        "act": "202/2025/QH15",
        "before": "Tỉnh Sông Đỏ",
        "until": "2026-06-30",
        "unit": "10105",
        "unit_name": "Xã Suối Mật",
        "source": "",
        "doubt": "",
    }


def test_an_old_reference_is_followed_as_before(world: World) -> None:
    story = merged(world)
    answer = Visitor(world).call("GET", f"/v1/cases/{story.case.reference}", x_case_key=PRODUCER)
    assert (answer.status, answer.json["certificate"]) == (200, number(story))
    assert Visitor(world).track(story.case.reference, PRODUCER).status == 200


def test_who_gave_it_and_still_is_answers_alone(world: World) -> None:
    story = recognised(world)
    told = Visitor(world).call("GET", f"/v1/certificates/{number(story)}").json
    assert told["answered_for"] is None


def test_the_successor_s_offices_read_old_cases_and_no_others(world: World) -> None:
    story, program = merged(world), Visitor(world)
    path = f"/v1/office/dossiers/{story.id}"
    assert program.call("GET", path, x_claim=ADMIN).status == 200
    assert program.call("GET", path, x_claim=COMMUNE).status == 200  # Suối Mật, its successor
    world.load("song-xanh", former=[PROVINCE])  # of its commune nothing is said
    assert program.call("GET", path, x_claim=ADMIN).status == 200
    assert program.call("GET", path, x_claim=COMMUNE).status == 404
    world.load("song-xanh")
    assert program.call("GET", path, x_claim=ADMIN).status == 404


def test_nobody_acts_on_a_case_of_before(world: World) -> None:
    story = merged(world)
    province = next(one for one in world.store.provinces(fresh=True) if one.code == "99")
    person = province.people["admin"]
    for assignment in world.store.assignments(story.id):
        assert not Officer(person, province).may_act(story.case, assignment)


def test_a_province_does_not_make_itself_another_s_successor(world: World) -> None:
    document = {**world.store.province_document("99"), "former": [PROVINCE]}
    with pytest.raises(InvalidInput) as refused:
        load_province(world.svc, document, by="admin", replaces=1)
    assert [error.code for error in refused.value.errors] == ["former-province"]
    loaded = load_province(world.svc, document, replaces=1)
    kept_on = {**document, "contact": {"vi": "ocop@example.vn", "en": "ocop@example.vn"}}
    assert load_province(world.svc, kept_on, by="admin", replaces=loaded.number).changed


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"code": "99"}, "the code is in use"),
        ({"successor": "77"}, "leads to no unit of the province"),
        ({"successor": "98"}, "leads to no unit of the province"),
        ({"until": "2026-02-30"}, "2026-02-30 is no day"),
    ],
)
def test_what_is_wrong_with_former_units_is_told(
    world: World, change: dict[str, Any], problem: str
) -> None:
    document = dict(world.store.province_document("99"))
    assert province_faults({**document, "former": MERGED}) == []
    found = province_faults({**document, "former": [{**PROVINCE, **change}]})
    assert len(found) == 1
    assert problem in found[0]


def test_changes_of_a_unit_are_followed_to_the_one_that_is(world: World) -> None:
    first = {**COMMUNES[0], "code": "98100", "successor": "98101"}
    document = {**world.store.province_document("99"), "former": [*MERGED, first]}
    province = parse_province(document)
    assert province.above("98100") == province.above("10105")
    assert province.unit_name("98100")["vi"] == "Xã Suối Cũ"
    assert province.unit_name("12345")["vi"] == "12345"


def test_offices_of_a_unit_that_is_no_more_are_those_that_came_in_its_place(world: World) -> None:
    """Also of a district: from 1 July 2025 on what was its work is the province's."""
    document = {**world.store.province_document("99"), "former": MERGED}
    province = parse_province(document)
    assert province.unit_at("98101", "commune").code == "10105"
    assert province.unit_at("98101", "district").code == "99"
    person, unit = province.holder("commune-officer", "98101", "commune")
    assert (person.email, unit.code) == (COMMUNE, "10105")
    with pytest.raises(NotFound):
        province.unit_at("98102", "commune")


def test_a_product_of_a_commune_that_was_is_rated_again_in_its_successor(world: World) -> None:
    story = merged(world)
    certificate = world.store.certificate(number(story))
    world.clock.now = datetime(2027, 1, 4, 2, tzinfo=UTC)
    receipt = begin_again(world.svc, certificate, "upgrade", Beginner("admin"), "k")
    assert world.store.case(receipt.dossier).unit == "10105"


def test_a_certificate_keeps_its_province(world: World) -> None:
    found: Certificate = world.store.certificate(number(merged(world)))
    assert (found.province, found.unit) == ("98", "98101")


def test_every_certificate_of_ha_nam_resolves_under_ninh_binh(world: World) -> None:
    """The 41 of the plan, given by a province that was, in one stack with its successor."""
    before = world.load("ha-nam")
    rows = read_csv(sheet_beside(PROVINCES / "ha-nam.json").read_text("utf-8"))
    checked = check_import(world.svc, before, rows)
    assert take_in(world.svc, before, checked.rows, Taker("operator")) == 41
    world.load("ninh-binh")
    reader = Visitor(world)
    for certificate in world.store.products("35", "", 50).items:
        told = reader.call("GET", f"/v1/certificates/{certificate.number}").json
        assert told["answered_for"]["province"] == "37"
        assert told["answered_for"]["unit_name"] == NINH_BINH[certificate.unit]
        assert told["answered_for"]["doubt"]
        assert told["seal_state"] == "recorded"
    page = reader.get(f"/certificates/{certificate.number}").body
    assert "Tỉnh Hà Nam đã hợp nhất vào Tỉnh Ninh Bình" in page


def test_a_page_says_which_commune_a_former_one_is_part_of_or_that_none_is_named(
    world: World,
) -> None:
    story = merged(world)
    page = Visitor(world).get(f"/certificates/{number(story)}").body
    assert "Xã Suối Cũ nay thuộc Xã Suối Mật" in page
    unnamed = {**COMMUNES[0], "successor": "99", "doubt": {"vi": "Chia đôi.", "en": "Divided."}}
    world.load("song-xanh", former=[PROVINCE, unnamed])
    page = Visitor(world).get(f"/certificates/{number(story)}").body
    assert "Xã Suối Cũ nay thuộc xã, phường nào thì chưa được ghi" in page
    assert "Chia đôi." in page
    told = Visitor(world).call("GET", f"/v1/certificates/{number(story)}").json["answered_for"]
    assert (told["unit"], told["doubt"]) == ("", "Chia đôi.")
    [office] = [one for one in world.store.provinces(fresh=True) if one.code == "99"]
    assert [one.code for one in office.unplaced] == ["98101"]
    world.clock.now = datetime(2027, 1, 4, 2, tzinfo=UTC)
    certificate = world.store.certificate(number(story))
    with pytest.raises(WrongState) as refused:
        begin_again(world.svc, certificate, "upgrade", Beginner("admin"), "k")
    assert refused.value.code == "again-unit"


def test_a_commune_may_keep_the_code_of_one_that_it_took_in(world: World) -> None:
    """As 13456, Liêm Cần in Hà Nam, is Liêm Hà in Ninh Bình: 19/2025/QĐ-TTg."""
    kept_code = {**COMMUNES[0], "code": "10105", "successor": "10105"}
    document = {**world.store.province_document("99"), "former": [PROVINCE, kept_code]}
    assert province_faults(document) == []
    province = parse_province(document)
    assert province.unit_name("10105", "98")["vi"] == "Xã Suối Cũ"
    assert province.unit_name("10105", "99")["vi"] == "Xã Suối Mật"
    assert province.unit_at("10105", "commune").name["vi"] == "Xã Suối Mật"
    assert province.unplaced == ()
    another = {**kept_code, "successor": "99"}
    [problem] = province_faults({**document, "former": [PROVINCE, another]})
    assert "the code is in use" in problem


def test_the_register_of_a_province_that_was_is_its_successor_s_to_show(world: World) -> None:
    story = merged(world)
    assert Visitor(world).get("/products?province=98").status == 200
    assert Visitor(world).call("GET", "/v1/products?province=97").status == 404
    assert number(story)
