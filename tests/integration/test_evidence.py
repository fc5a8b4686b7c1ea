"""Evidence is what was filed: tickets, verdicts, pins, removal, and who sees what."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from infra.demo import evidence
from ocop.aws.commits import assignment_row, case_row
from ocop.aws.table import Row
from ocop.base.errors import InvalidInput, NotFound, StaleVersion, WrongState
from ocop.cases.evidence import exhibits, pins_of
from ocop.cases.history import verify
from ocop.cases.questions import criteria_of
from ocop.cases.records import StoredFile
from ocop.filing.access import open_link
from ocop.filing.filing import file_form
from ocop.filing.uploads import announce, remove, ticket
from ocop.forms.uploads import UploadLimits, files_named, takes_files
from tests.support.documents import document
from tests.support.play import ADVISOR, COMMUNE, Story, confirmed, filed, kept
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

PAPER = evidence.pdf("Phieu kiem nghiem")
PROGRAM = b"MZ\x90\x00" + bytes(200)
ROOM = UploadLimits(files=2, case_bytes=3000)


@pytest.fixture
def story(world: World) -> Story:
    return gathering(world)


@kept
def gathering(world: World) -> Story:
    """A dossier that gathers evidence, form 01 filed."""
    made = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    return made.decide(COMMUNE, "selected").file("registration")


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def ask(story: Story, token: str = "", **over: Any) -> Answer:
    """A ticket by the producer's link, or by the reviewer's whose token is given."""
    sent = {"dossier": story.id, "slot": "c1_1", "name": "a.pdf", "type": "application/pdf", **over}
    wanted = {name: value for name, value in sent.items() if value is not None}
    address = f"/v1/reviews/{key_in(token)}/uploads" if token else "/v1/uploads"
    return Visitor(story.world).call("POST", address, wanted, **bearer(token or story.token))


def key_in(token: str) -> str:
    return token.split(".")[2].rpartition("-")[0]


def hand_in(story: Story, content: bytes = PAPER, token: str = "", **over: Any) -> str:
    """A file in the bucket; its id."""
    given = ask(story, token, **over)
    assert given.status == 201, given.body
    story.world.shelf.post(given.json["fields"]["key"], content)
    return str(given.json["id"])


def assessed(story: Story, *files: str) -> dict[str, Any]:
    data = document("self-assessment", criteria_of(story.world.svc, story.case))
    named = [{"kind": "other", "file": file, "note": "Hợp đồng thu mua"} for file in files]
    data["criteria"]["c1_1"]["evidence"] = named
    return data


def assess(story: Story, *files: str) -> None:
    holder = open_link(story.world.svc, story.token, "file")
    file_form(
        story.world.svc,
        story.case,
        holder,
        "self-assessment",
        assessed(story, *files),
        "vi",
        story.key(),
    )
    story.world.settle()


def errors(story: Story, *files: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        assess(story, *files)
    return {error.pointer: error.code for error in refused.value.errors}


def listed(story: Story) -> list[dict[str, Any]]:
    found = Visitor(story.world).call("GET", f"/v1/dossiers/{story.id}", **bearer(story.token)).json
    return [file for files in found["evidence"].values() for file in files]


def test_a_ticket_used_again_changes_nothing(story: Story) -> None:
    given = ask(story).json
    story.world.shelf.post(given["fields"]["key"], PAPER)
    story.world.shelf.post(given["fields"]["key"], evidence.pdf("Da thay"))
    [file] = listed(story)
    assert file["sha256"] == hashlib.sha256(PAPER).hexdigest()
    assess(story, given["id"])
    story.world.shelf.post(given["fields"]["key"], evidence.pdf("Thay lan nua"))
    [file] = listed(story)
    assert file["sha256"] == hashlib.sha256(PAPER).hexdigest()
    officer = Visitor(story.world)
    page = officer.open_mail(COMMUNE, "task-assigned")
    [href] = {a.attributes["href"] for a in page.page.all("a") if given["id"] in str(a.attributes)}
    assert officer.get(href).headers["Location"].endswith("&versionId=v0")


def test_filing_pins_version_size_and_checksum_under_the_hash(story: Story) -> None:
    id = hand_in(story)
    assess(story, id)
    event = story.world.store.events(story.id)[-1]
    assert event.files[id]["sha256"] == hashlib.sha256(PAPER).hexdigest()
    assert (event.files[id]["version"], event.files[id]["size"]) == ("v0", len(PAPER))
    assert verify(story.world.store.events(story.id)) == []
    forged = replace(event, files={id: {**event.files[id], "version": "v9"}})
    assert not forged.intact()


def test_an_event_without_files_hashes_as_before(world: World) -> None:
    event = confirmed(world).world.store.events(confirmed(world).id)[0]
    assert "files" not in event.fields()


def test_what_the_form_completes_a_stage_with_is_filed_too(story: Story) -> None:
    loose = hand_in(story, slot="general")
    assess(story)
    assert set(pins_of(story.world.store.events(story.id))) == {loose}
    assert listed(story)[0]["filed"]


def test_a_file_that_never_came_is_refused_at_its_pointer(story: Story) -> None:
    announced = ask(story).json["id"]
    pointers = [f"/criteria/c1_1/evidence/{place}/file" for place in range(2)]
    assert errors(story, announced, "a" * 26) == dict.fromkeys(pointers, "upload-missing")
    assert story.case.position.stage == "deployment"


def test_a_file_of_another_case_is_unknown(story: Story, world: World) -> None:
    other = confirmed(world)
    foreign = hand_in(other, slot="general")
    [code] = errors(story, foreign).values()
    assert code == "upload-missing"


def test_mistakes_in_form_and_files_are_told_at_once(story: Story) -> None:
    data = assessed(story, "a" * 26)
    del data["plan"]
    holder = open_link(story.world.svc, story.token, "file")
    with pytest.raises(InvalidInput) as refused:
        file_form(
            story.world.svc,
            story.case,
            holder,
            "self-assessment",
            data,
            "vi",
            story.key(),
        )
    pointers = {error.pointer for error in refused.value.errors}
    assert "/criteria/c1_1/evidence/0/file" in pointers
    assert [pointer for pointer in pointers if pointer.startswith("/plan")]


def test_a_program_called_pdf_is_marked_and_never_filed(story: Story) -> None:
    id = hand_in(story, PROGRAM)
    [file] = listed(story)
    assert (file["state"], file["reason"]) == ("refused", "program")
    assert "chương trình" in file["detail"]
    assert list(errors(story, id).values()) == ["upload-refused"]
    assess(story)
    assert pins_of(story.world.store.events(story.id)) == {}
    officer = Visitor(story.world).open_mail(COMMUNE, "task-assigned")
    assert id not in officer.body


@pytest.mark.parametrize(
    ("content", "over", "reason"),
    [
        (evidence.png(1, 2, 3), {}, "mismatch"),
        (PAPER, {"sha256": "0" * 64}, "checksum"),
        (PAPER.replace(b"trailer<<", b"trailer<</Encrypt 9 0 R"), {}, "locked"),
        (b"   ", {}, "empty"),
    ],
)
def test_what_differs_from_its_announcement_is_refused(
    story: Story, content: bytes, over: dict[str, Any], reason: str
) -> None:
    hand_in(story, content, **over)
    assert [file["reason"] for file in listed(story)] == [reason]


def test_the_verdict_is_kept_and_the_bucket_left_alone(story: Story) -> None:
    hand_in(story)
    listed(story)
    before = story.world.shelf.asked
    listed(story)
    Visitor(story.world).get(f"/r/{story.token}")
    assert story.world.shelf.asked == before


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"name": None}, "/name"),
        ({"name": 5}, "/name"),
        ({"name": "a" * 121}, "/name"),
        ({"name": "\u200b\u2060"}, "/name"),
        ({"slot": None}, "/slot"),
        ({"slot": "c99_99"}, "/slot"),
        ({"slot": "../../x"}, "/slot"),
        ({"slot": ["c1_1"]}, "/slot"),
        ({"type": None}, "/type"),
        ({"type": "text/html"}, "/type"),
        ({"type": {}}, "/type"),
        ({"size": 0}, "/size"),
        ({"size": True}, "/size"),
        ({"size": 20 * 1024 * 1024 + 1}, "/size"),
        ({"sha256": "xyz"}, "/sha256"),
        ({"dossier": None}, "/dossier"),
        ({"dossier": 7}, "/dossier"),
    ],
)
def test_a_ticket_is_given_for_what_the_contract_allows(
    story: Story, over: dict[str, Any], pointer: str
) -> None:
    answer = ask(story, **over)
    assert (answer.status, [e["pointer"] for e in answer.json["errors"]]) == (422, [pointer])
    assert "…" not in answer.body


@pytest.mark.parametrize(
    "over", [{"name": "a" * 120}, {"name": "a"}, {"size": 1}, {"size": 20 * 1024 * 1024}]
)
def test_a_ticket_is_given_up_to_the_contract_s_bounds(story: Story, over: dict[str, Any]) -> None:
    assert ask(story, **over).status == 201


def test_all_mistakes_of_a_ticket_are_told_at_once(story: Story) -> None:
    answer = ask(story, name=None, slot=None, type="image/gif")
    told = {e["pointer"]: e["detail"] for e in answer.json["errors"]}
    assert set(told) == {"/name", "/slot", "/type"}
    assert "PDF" in told["/type"]
    assert "JPEG" in told["/type"]


def test_files_are_taken_only_while_the_case_waits_for_its_producer(world: World) -> None:
    story = filed(world)
    assert ask(story).status == 409
    story.decide(COMMUNE, "propose")
    assert ask(story).status == 409
    story.decide(ADVISOR, "supplement", reason="Thiếu phiếu kiểm nghiệm")
    assert ask(story).status == 201


def test_an_unconfirmed_case_takes_no_files(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    assert ask(story).status == 409


def test_a_file_is_taken_back_until_it_is_filed(story: Story) -> None:
    id = hand_in(story)
    address = f"/v1/dossiers/{story.id}/evidence/{id}"
    gone = Visitor(story.world).call("DELETE", address, **bearer(story.token))
    again = Visitor(story.world).call("DELETE", address, **bearer(story.token))
    assert (gone.status, again.status) == (204, 204)
    assert listed(story) == []
    assert list(errors(story, id).values()) == ["upload-removed"]
    kept = hand_in(story)
    assess(story, kept)
    late = Visitor(story.world).call(
        "DELETE", f"/v1/dossiers/{story.id}/evidence/{kept}", **bearer(story.token)
    )
    assert late.status == 409
    story.decide(COMMUNE, "supplement", reason="Thiếu phiếu")
    late = Visitor(story.world).call(
        "DELETE", f"/v1/dossiers/{story.id}/evidence/{kept}", **bearer(story.token)
    )
    assert (late.status, late.json["code"]) == (409, "upload-filed")


def test_a_removal_at_the_moment_of_filing_loses_nothing(story: Story) -> None:
    id = hand_in(story)
    assess(story, id)
    found = next(u for u in story.world.uploads.known(story.id) or () if u.id == id)
    story.world.uploads.save(replace(found, state="removed"))
    [file] = listed(story)
    assert (file["state"], file["id"]) == ("sound", id)


def hand_in_together(story: Story, count: int) -> list[str]:
    """Files that come one after another before anybody looks; their ids."""
    return [hand_in(story, evidence.pdf(f"Phieu {n}"), slot="general") for n in range(count)]


def test_files_that_come_together_are_told_of_together_and_outlive_their_announcement(
    story: Story,
) -> None:
    ids = hand_in_together(story, 4)
    assert [file["state"] for file in listed(story)] == ["sound"] * 4
    rows = [row for row in Row.query(f"D#{story.id}", Row.sk.startswith("U#")) if row.body]
    assert sorted(bool(row.ttl) for row in rows) == [False, *[True] * 4]
    for row in rows:
        if row.ttl:
            row.delete()
    assert sorted(file["id"] for file in listed(story)) == sorted(ids)
    assess(story)
    assert set(pins_of(story.world.store.events(story.id))) == set(ids)


@pytest.mark.parametrize("lapsed", [False, True])
def test_a_file_told_of_with_others_is_taken_back_alone(story: Story, lapsed: bool) -> None:
    first, second, third = hand_in_together(story, 3)
    listed(story)
    if lapsed:
        Row(f"D#{story.id}", f"U#{second}").delete()
    holder = open_link(story.world.svc, story.token, "file")
    remove(story.world.svc, holder, second)
    assert sorted(file["id"] for file in listed(story)) == sorted([first, third])


def test_two_who_look_at_once_find_the_same(story: Story) -> None:
    ids, uploads = hand_in_together(story, 3), story.world.uploads
    seen = [replace(one, state="sound") for one in uploads.known(story.id) or ()]
    uploads.save(seen[0])
    uploads.settle(seen)
    with pytest.raises(StaleVersion):
        uploads.settle(seen)
    with pytest.raises(StaleVersion):
        uploads.save(seen[0])
    known = uploads.known(story.id) or ()
    assert sorted((one.id, one.state) for one in known) == sorted((id, "sound") for id in ids)


def test_nobody_takes_back_another_s_file(story: Story) -> None:
    id = hand_in(story)
    assess(story, id)
    officer = story.world.post.last(COMMUNE, "task-assigned").token
    holder = open_link(story.world.svc, officer, "decide")
    with pytest.raises(NotFound):
        remove(story.world.svc, holder, id)


def test_a_case_holds_no_more_than_its_limits(story: Story) -> None:
    object.__setattr__(story.world.svc, "limits", ROOM)
    hand_in(story)
    story.world.clock.move(minutes=1)
    hand_in(story, PAPER + bytes(3000))
    assert [file.get("reason", "") for file in listed(story)] == ["", "full"]
    hand_in(story)
    refused = ask(story)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "upload-full")


def test_what_takes_no_room_is_bounded_all_the_same(story: Story) -> None:
    """Files that are taken back or refused: their rows and their bytes stay."""
    object.__setattr__(story.world.svc, "limits", ROOM)
    for _ in range(3 * ROOM.files):
        id = hand_in(story, b"MZ no paper at all")
        assert listed(story)[-1]["id"] == id
        story.world.clock.move(minutes=1)
    refused = ask(story)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "upload-often")


def test_a_ticket_is_good_for_an_hour_and_for_one_file(story: Story) -> None:
    svc, holder = story.world.svc, open_link(story.world.svc, story.token, "file")
    asked = {"slot": "general", "name": "Ảnh", "type": "image/png"}
    first = announce(svc, holder, asked, "vi", by_program=True)
    assert ticket(svc, first).id == first.id
    story.world.clock.move(minutes=61)
    with pytest.raises(WrongState):
        ticket(svc, first)


def as_of_0_2(story: Story) -> None:
    """As a case of which the table knew no files: its producer had a row from the first."""
    case = story.case
    assignment_row(replace(case.producer, version=0)).save()
    case_row(replace(case, grant=None, version=case.version + 1)).save()


def test_evidence_from_before_is_still_there(story: Story) -> None:
    shelf, id = story.world.shelf, "b" * 26
    stored = StoredFile(
        f"evidence/{story.id}/c1_1/{id}-cu.pdf", "cu.pdf", 9, "", shelf.now(), "old"
    )
    shelf.posted.append((stored, PAPER))
    assert listed(story) == []  # a case of now has no file that the table does not know
    as_of_0_2(story)
    [file] = listed(story)
    assert (file["id"], file["name"], file["state"]) == (id, "cu.pdf", "sound")
    assess(story, id)
    [file] = listed(story)
    assert file["sha256"] == hashlib.sha256(PAPER).hexdigest()


def test_the_score_sheet_shows_what_the_form_names_and_what_was_uploaded(story: Story) -> None:
    named = hand_in(story, slot="general", name="Hop dong")
    loose = hand_in(story, slot="c1_1", name="Anh vung")
    assess(story, named)
    story.decide(COMMUNE, "propose").decide(ADVISOR, "ready")
    member = Visitor(story.world)
    seat = next(a for a in story.world.store.assignments(story.id) if a.seat)
    page = member.get(f"/r/{story.world.post.last(seat.party.email).token}")
    page = member.get(f"{page.path}?at=1")
    shown = page.body[page.body.index("1.1 Nguồn") : page.body.index("1.2 Chứng nhận")]
    assert shown.index(named) < shown.index(loose)
    assert "Hợp đồng thu mua" in shown


def test_officers_attach_papers_that_producers_never_see(story: Story) -> None:
    assess(story)
    token = story.world.post.last(COMMUNE, "task-assigned").token
    id = hand_in(story, token=token, slot="general", name="Mẫu 03 đã ký")
    assert story.world.shelf.posted[-1][0].key.startswith(f"office/{story.id}/")
    assert listed(story) == []
    story.decide(COMMUNE, "propose", attachments=[{"file": id}])
    assert id in pins_of(story.world.store.events(story.id))
    assert listed(story) == []
    advisor = Visitor(story.world).open_mail(ADVISOR, "task-assigned")
    assert "Mẫu 03 đã ký.pdf" in advisor.body
    assert ask(story, token, slot="general").status == 409


def test_an_officer_names_only_papers_of_the_own_office(story: Story) -> None:
    id = hand_in(story)
    assess(story, id)
    with pytest.raises(InvalidInput) as refused:
        story.decide(COMMUNE, "propose", attachments=[{"file": id}, {"file": "b" * 26}])
    assert [e.pointer for e in refused.value.errors] == [
        "/attachments/0/file",
        "/attachments/1/file",
    ]


def test_a_reviewer_uploads_by_pages(story: Story) -> None:
    assess(story)
    officer = Visitor(story.world)
    page = officer.open_mail(COMMUNE, "task-assigned")
    [href] = {
        a.attributes["href"]
        for a in page.page.all("a")
        if str(a.attributes.get("href")).endswith("/evidence")
    }
    files = officer.get(href)
    ready = officer.follow(officer.press(files, href, name="Công văn đề nghị"))
    key = ready.form("https://bucket.example.vn").values["key"]
    story.world.shelf.post(key, PAPER)
    assert "Đã nhận tệp Công văn đề nghị.pdf" in officer.get(f"{href}?key={key}").body


def test_a_page_tells_at_once_what_is_wrong_with_a_file(story: Story) -> None:
    person = Visitor(story.world)
    person.get(f"/r/{story.token}")
    base = f"/dossiers/{story.id}/evidence"
    page = person.get(base)
    ready = person.follow(person.press(page, base, name="Giấy phép", slot="c1_1"))
    key = ready.form("https://bucket.example.vn").values["key"]
    story.world.shelf.post(key, PROGRAM)
    told = person.get(f"{base}?key={key}")
    assert "Không nhận tệp Giấy phép" in told.body
    assert "macro" in told.body
    gone = person.press(told, f"{base}/{key.rpartition('/')[2]}/remove")
    assert "Giấy phép" not in person.follow(gone).body
    again = person.get(ready.path)
    assert "Chỗ gửi tệp này đã đóng" in again.body


def test_a_frame_without_a_script_leads_out_of_itself(story: Story) -> None:
    stranger = Visitor(story.world)
    base = f"/dossiers/{story.id}/evidence"
    inside = stranger.send("GET", f"{base}?key=evidence/x/y/z", sec_fetch_dest="iframe")
    assert inside.status == 200
    assert "frame-ancestors 'self'" in inside.headers["Content-Security-Policy"]
    assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert 'target="_top"' in inside.body
    assert story.case.reference not in inside.body


def test_every_form_tells_the_same_limits(world: World) -> None:
    for form in world.svc.forms.ids():
        found = world.svc.forms.get(form)
        if not takes_files(found):
            continue
        criteria = world.svc.criteria.get("26-2026", 4)
        options = {name: [("x", {"vi": "x", "en": "x"})] for name in found.option_names}
        served = world.svc.forms.serve(found, "vi", options, criteria)["schema"]
        told = list(_uploads(served))
        assert told
        for one in told:
            assert one["x-upload"]["maxBytes"] == world.svc.limits.file_bytes
            assert "image/webp" in one["x-upload"]["accept"]
            assert "20 MB" in one["description"]
            pictures = form == "product-page"
            assert ("application/pdf" not in one["x-upload"]["accept"]) is pictures
            assert ("PDF" not in one["description"]) is pictures


def _uploads(node: Any) -> Any:
    if isinstance(node, dict):
        if "x-upload" in node:
            yield node
        for child in node.values():
            yield from _uploads(child)
    elif isinstance(node, list):
        for child in node:
            yield from _uploads(child)


def test_files_are_found_at_any_depth_and_in_unsound_data(world: World) -> None:
    form = world.svc.forms.get("self-assessment")
    data = {
        "criteria": {
            "c1_1": {"evidence": [{"file": "x"}, {"file": 5}, "y"]},
            "a/b": {"evidence": [{"file": "z"}]},
        },
        "general": [],
        "file": "nothing",
    }
    assert files_named(form, data) == [
        ("/criteria/c1_1/evidence/0/file", "x"),
        ("/criteria/a~1b/evidence/0/file", "z"),
    ]
    assert files_named(form, None) == []


def test_two_readers_of_a_fresh_file_agree(story: Story) -> None:
    id = hand_in(story)
    events = story.world.store.events(story.id)
    holder = open_link(story.world.svc, story.token)
    first = exhibits(story.world.svc, story.id, events, holder.id)
    second = exhibits(story.world.svc, story.id, events, holder.id)
    assert first == second
    assert [one.upload.id for one in first] == [id]
