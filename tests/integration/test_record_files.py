"""Files of records: sent for one, named by its next correction, opened by who may read it."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

from infra.demo import evidence
from ocop.base.errors import InvalidInput
from ocop.base.sheets import read_csv, safe_csv
from ocop.catalogue.paths import schemas_dir
from ocop.registers.acts import declare_void, enter, open_record
from ocop.registers.attached import pinned_files
from ocop.registers.ports import SentFile
from ocop.registers.record import Entered, RegisterRecord, broken_revisions
from ocop.registers.register import register_of
from ocop.registers.sheets import columns_in
from tests.integration.test_heights import TALLEST, shown
from tests.integration.test_withdrawal import signed_in
from tests.support.play import COMMUNE
from tests.support.registers import acting_on, register_services_of
from tests.support.visitor import Visitor
from tests.support.window import FAULTS
from tests.support.world import World

MINE, OTHER = "10105", "canbo.nui-tra@songxanh.example.vn"
DAY = {"form": "print", "title": "Tờ rơi OCOP", "date": "2026-07-01"}
LEAFLET, PROGRAM = evidence.pdf("Tờ rơi"), b"MZ\x90\x00"


def kept(world: World, register: str = "communication", **over: Any) -> RegisterRecord:
    return enter(
        acting_on(world, register), Entered({**DAY, **over}, MINE, str(over), "vi", anyway=True)
    )


def home(record: RegisterRecord) -> str:
    return f"/office/registers/{record.register_id}/{record.id}"


def now(world: World, record: RegisterRecord) -> RegisterRecord:
    return open_record(acting_on(world, record.register_id), record.id)


def program(world: World, method: str, address: str, sent: Any = None, **headers: str) -> Any:
    return signed_in(world, COMMUNE).call(method, f"/v1{address}", sent, x_claim=COMMUNE, **headers)


def sent(world: World, record: RegisterRecord, content: bytes = LEAFLET, **over: Any) -> str:
    """A file that a program has announced for a record and posted; its id."""
    asked = {"slot": "materials", "name": "Tờ rơi.pdf", "type": "application/pdf", **over}
    told = program(world, "POST", f"{home(record)}/files", asked)
    assert told.status == 201, told.body
    world.shelf.post(told.json["fields"]["key"], content)
    return str(told.json["id"])


def named(world: World, record: RegisterRecord, *files: str, **over: Any) -> Any:
    """The answer to a correction that names files."""
    rows = [{"title": f"Tờ rơi {n}", "file": id} for n, id in enumerate(files, 1)]
    data = {**DAY, "materials": rows, **over}
    version = str(now(world, record).version)
    return program(world, "PUT", home(record), {"data": data}, if_match=f'"{version}"')


def listed(world: World, record: RegisterRecord) -> list[dict[str, Any]]:
    return list(program(world, "GET", f"{home(record)}/files").json["files"])


def test_a_file_is_sent_and_named_and_its_bytes_are_pinned(world: World) -> None:
    record = kept(world)
    file = sent(world, record)
    assert named(world, record, file).status == 200
    (one,) = listed(world, record)
    assert (one["id"], one["state"], one["slot"]) == (file, "sound", "materials")
    assert one["url"].startswith("https://bucket.example.vn/office/registers/99/")
    changed, acts = now(world, record), register_services_of(world).store.revisions("99", record.id)
    assert dict(acts[-1].files) == {file: one["sha256"]}
    assert broken_revisions(changed, acts) == []
    assert broken_revisions(changed, [acts[0], acts[1].__class__(**{
        **{name: getattr(acts[1], name) for name in acts[1].__dataclass_fields__},
        "files": {file: "0" * 64},
    })])  # fmt: skip


def test_on_a_page_a_file_is_chosen_after_the_record_is_saved(world: World) -> None:
    record = kept(world)
    office = signed_in(world, COMMUNE)
    assert "materials" not in office.get("/office/registers/communication/new").body
    page = office.get(f"{home(record)}/files")
    asking = page.form(f"{home(record)}/files")
    upload = office.follow(office.press(page, asking.action, name="Tờ rơi tháng 7.pdf"))
    key = upload.form("bucket.example.vn").values["key"]
    world.shelf.post(key, LEAFLET)
    back = office.get(f"{home(record)}/files?key={key}")
    assert "Đã nhận tệp Tờ rơi tháng 7.pdf" in back.body
    id = key.rpartition("/")[2]
    correction = office.get(f"{home(record)}/correct?file={id}")
    form = correction.form(f"{home(record)}/correct")
    assert form.values["/materials/0/file"] == id
    assert form.values["/materials/0/title"] == "Tờ rơi tháng 7.pdf"
    saved = office.follow(office.press(correction, form.action))
    assert f"{home(record)}/files/{id}" in saved.body
    assert now(world, record).data["materials"] == [{"title": "Tờ rơi tháng 7.pdf", "file": id}]
    opened = office.send("GET", f"{home(record)}/files/{id}")
    assert opened.status == 303
    assert opened.headers["Location"].startswith("https://bucket.example.vn/office/registers/")


def test_a_record_names_no_file_of_another_none_refused_none_taken_back(world: World) -> None:
    record, other = kept(world), kept(world, title="Tờ rơi khác")
    file = sent(world, record)
    for id in (file, "a" * 26):
        refused = named(world, other, id, title="Tờ rơi khác")
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, "record-file-missing")
        assert refused.json["errors"][0]["pointer"] == "/materials/0/file"
    bad = sent(world, record, PROGRAM)
    assert named(world, record, bad).status == 422
    states = {one["id"]: (one["state"], bool(one["why"])) for one in listed(world, record)}
    assert states == {file: ("sound", False), bad: ("refused", True)}
    office = signed_in(world, COMMUNE)
    page = office.get(f"{home(record)}/files")
    gone = office.follow(office.press(page, f"{file}/remove"))
    assert "Đã bỏ tệp" in gone.body
    assert named(world, record, file).status == 422
    assert now(world, record).version == 1


def test_a_file_that_was_named_stays(world: World) -> None:
    record = kept(world)
    file = sent(world, record)
    assert named(world, record, file).status == 200
    assert named(world, record).status == 200  # its line is taken out again
    office = signed_in(world, COMMUNE)
    page = office.get(f"{home(record)}/files")
    assert f"{file}/remove" in page.body
    told = office.press(page, f"{file}/remove")
    assert told.status == 409
    assert [one["state"] for one in listed(world, record)] == ["sound"]


def test_everybody_opens_what_a_public_field_names_and_nothing_else(world: World) -> None:
    record = kept(world)
    file, unnamed = sent(world, record), sent(world, record, name="Nháp.pdf")
    address = f"/files/communication/{record.id}/{file}"
    anybody = Visitor(world)
    assert anybody.send("GET", address).status == 404
    assert named(world, record, file).status == 200
    assert anybody.send("GET", address).status == 303
    assert anybody.send("GET", address.replace(file, unnamed)).status == 404
    whole = f"https://ocop.example.vn{address}?province=99"
    assert whole in anybody.get("/data/communication.csv?province=99").body
    (told,) = anybody.get("/data/communication.json?province=99").json["records"]
    assert told["data"]["materials"] == [{"title": "Tờ rơi 1", "file": whole}]
    assert anybody.send("GET", address.replace("communication", "training")).status == 404
    acting = acting_on(world, "communication")
    declare_void(acting, record.id, now(world, record).version, "Ghi nhầm.", "void", "vi")
    assert anybody.send("GET", address).status == 404


def test_a_field_that_is_not_public_keeps_its_file_from_strangers(world: World) -> None:
    day = {"kind": "letter", "number": "12/CV", "date": "2026-07-01", "issuer": "UBND xã"}
    acting = acting_on(world, "documents")
    record = enter(acting, Entered({**day, "title": "Mời họp"}, MINE, "first", "vi"))
    file = sent(world, record)
    data = {**day, "title": "Mời họp", "materials": [{"title": "Công văn", "file": file}]}
    told = program(world, "PUT", home(record), {"data": data}, if_match='"1"')
    assert told.status == 200, told.body
    assert Visitor(world).send("GET", f"/files/documents/{record.id}/{file}").status == 404
    stranger = signed_in(world, OTHER)
    assert stranger.send("GET", f"{home(record)}/files/{file}").status == 404
    assert stranger.send("GET", f"{home(record)}/files").status == 403
    assert signed_in(world, COMMUNE).send("GET", f"{home(record)}/files/{file}").status == 303


@pytest.mark.parametrize("role", ["other", "void", "bare"])
def test_files_are_sent_by_who_fills_in_for_a_record_that_has_room(world: World, role: str) -> None:
    asked = {"slot": "materials", "name": "a.pdf", "type": "application/pdf"}
    record, email, status = kept(world), COMMUNE, {"other": 403, "void": 409, "bare": 404}[role]
    if role == "other":
        email = OTHER
    elif role == "void":
        declare_void(acting_on(world, "communication"), record.id, 1, "Ghi nhầm.", "v", "vi")
    else:
        point = {"name": "Quầy 1", "kind": "shop", "address": "Chợ", "opened": "2025-01-02"}
        acting = acting_on(world, "sales-points")
        record = enter(acting, Entered(point, MINE, "point", "vi"))
    told = signed_in(world, email).call("POST", f"/v1{home(record)}/files", asked, x_claim=email)
    assert told.status == status, told.body


def test_a_file_is_what_its_program_announced(world: World) -> None:
    record = kept(world)
    file = sent(world, record, type="image/png")
    told = named(world, record, file)
    assert told.status == 422, told.body
    (one,) = listed(world, record)
    assert one["state"] == "refused"


def test_sheets_show_the_address_and_leave_the_file_alone(world: World) -> None:
    record = kept(world)
    file = sent(world, record)
    assert named(world, record, file).status == 200
    office = signed_in(world, COMMUNE)
    sheet = read_csv(office.get("/office/registers/communication/sheet").body)
    register = acting_on(world, "communication").register
    columns = columns_in(register, sheet[0])
    address = f"https://ocop.example.vn{home(record)}/files/{file}"
    assert sheet[1][columns["/materials/*/file"]] == address
    sheet[1][columns["/title"]] = "Tờ rơi sửa"
    sheet[1][columns["/materials/*/file"]] = "https://example.vn/khac.pdf"
    taken = program(
        world, "POST", "/office/registers/communication/import",
        {"csv": safe_csv(sheet), "store": True},
    )  # fmt: skip
    assert (taken.json["errors"], taken.json["stored"]) == ([], 1), taken.body
    changed = now(world, record)
    assert changed.name == "Tờ rơi sửa"
    assert changed.data["materials"] == [{"title": "Tờ rơi 1", "file": file}]


def test_a_field_for_pictures_takes_pictures_alone() -> None:
    document = json.loads((schemas_dir() / "registers" / "communication.json").read_bytes())
    field = document["schema"]["properties"]["materials"]["items"]["properties"]["file"]
    field["x-upload"]["accept"] = ["image/jpeg", "image/png"]
    register, places = (
        register_of(document),
        [("/materials/0/file", "a"), ("/materials/1/file", "b")],
    )
    arrived = {"a": SentFile("0", "image/png"), "b": SentFile("1", "application/pdf")}
    with pytest.raises(InvalidInput) as refused:
        pinned_files(register, places, arrived, "vi")
    told = [(one.pointer, one.code) for one in refused.value.errors]
    assert told == [("/materials/1/file", "no-picture")]
    assert pinned_files(register, places[:1], arrived, "vi") == {"a": "0"}


def test_pages_of_files_hold_on_a_telephone(world: World, chromium: Browser) -> None:
    record = kept(world)
    assert named(world, record, sent(world, record)).status == 200
    sent(world, record, PROGRAM, name="Tệp hỏng.pdf")
    waiting = sent(world, record, name="Ảnh hội nghị có tên rất dài để xem có tràn ra ngoài không")
    office, wrong = signed_in(world, COMMUNE), {}
    phone = chromium.new_page(viewport={"width": 360, "height": 780})
    for part in ("", "/files", f"/files?ticket={waiting}", f"/correct?file={waiting}"):
        page = office.get(f"{home(record)}{part}")
        assert page.status == 200
        shown(phone, page.body)
        tall = phone.evaluate("document.documentElement.scrollHeight")
        wrong[part] = [*phone.evaluate(FAULTS), *([f"{tall} px"] if tall > TALLEST else [])]
    assert not any(wrong.values()), wrong
    phone.close()
