"""A dossier as a package: the same bytes each time, and no changed byte that is not found."""

import base64
import io
import json
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra.demo import evidence
from ocop.aws.papers import PIECE, BucketPapers
from ocop.base import proof
from ocop.base.hashing import canonical
from ocop.base.proof import (
    ARCHIVE_END,
    MANIFEST,
    MANIFEST_SEAL,
    Packed,
    central_record,
    key_id,
    local_header,
    package_flaws,
)
from ocop.cases.case import Case
from ocop.cases.questions import criteria_of
from ocop.filing.access import open_link
from ocop.filing.filing import file_form
from ocop.papers.contents import Dossier
from ocop.papers.packaging import make_package, package, package_key, package_name
from tests.integration.test_custody import moved
from tests.integration.test_evidence import hand_in
from tests.integration.test_papers import SIGNED
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.documents import document
from tests.support.laws import changed_law
from tests.support.play import (
    ADVISOR,
    CHAIRMAN,
    COMMUNE,
    PRODUCER,
    Story,
    before_council,
    confirmed,
    kept,
)
from tests.support.signing import Pen
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World

PEN = Pen()
KEYS = {key_id(PEN.public_key()): PEN.public_key()}


@kept
def recognised(world: World) -> Story:
    """A product with a file, four stars and a certificate, all its papers made."""
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected").file("deployment-progress").file("registration")
    hand_in(story, evidence.pdf("Phieu kiem nghiem"), slot="general", name="Kiểm nghiệm.pdf")
    story.file("self-assessment").decide(COMMUNE, "propose").decide(ADVISOR, "ready")
    story.score(82, 84, star=4).decide(CHAIRMAN, "recognise", **SIGNED)
    assert make_package(world.svc, story.id, "dossier")
    world.rack.papers.pop(package_key(world.svc, story.case, "dossier"))
    return story


@kept
def sent_up(world: World) -> Story:
    """A product that the province has sent to the ministry."""
    return before_council(world).score(95).decide(CHAIRMAN, "forward", **SIGNED)


def made(world: World, story: Story, kind: Any = "dossier") -> bytes:
    assert make_package(world.svc, story.id, kind)
    return world.rack.papers[package_key(world.svc, story.case, kind)]


@pytest.fixture
def whole(world: World) -> bytes:
    return made(world, recognised(world))


def flaws(content: bytes, keys: dict[str, bytes] = KEYS) -> list[proof.Flaw]:
    return package_flaws(io.BytesIO(content), keys)


# --------------------------------------------------------------------- contents


def test_a_package_is_whole_and_holds_what_was_done(world: World, whole: bytes) -> None:
    assert flaws(whole) == []
    archive = zipfile.ZipFile(io.BytesIO(whole))
    assert archive.testzip() is None
    names = archive.namelist()
    assert names[:2] == [MANIFEST, MANIFEST_SEAL]
    for wanted in (
        "case.json", "events.json", "certificate/certificate.json", "certificate/seal.json",
        "law/rulebook.json", "law/criteria.json", "proof.py",
    ):  # fmt: skip
        assert wanted in names
    for folder, least in {"forms/": 8, "papers/": 15, "law/forms/": 6, "files/": 1}.items():
        assert len([name for name in names if name.startswith(folder)]) >= least, folder
    [file] = [name for name in names if name.startswith("files/")]
    assert archive.read(file) == evidence.pdf("Phieu kiem nghiem")
    assert json.loads(archive.read("law/rulebook.json"))["id"] == "26-2026"
    assert json.loads(archive.read("law/criteria.json"))["number"] == 4
    events = json.loads(archive.read("events.json"))
    assert json.loads(archive.read(MANIFEST))["head"] == events[-1]["hash"]


def test_a_package_opens_no_link_and_names_no_officer_s_address(world: World) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made(world, recognised(world))))
    record = archive.read("case.json").decode()
    assert "grant" not in record
    assert COMMUNE not in record
    assert CHAIRMAN not in record
    assert PRODUCER in record


def test_the_same_case_gives_the_same_bytes(world: World) -> None:
    story = recognised(world)
    first = made(world, story)
    assert not make_package(world.svc, story.id, "dossier")
    world.rack.papers.pop(package_key(world.svc, story.case, "dossier"))
    world.clock.move(days=40)
    assert made(world, story) == first


def test_an_act_more_is_another_package(world: World) -> None:
    story = recognised(world)
    before = package_key(world.svc, story.case, "dossier")
    assert before != package_key(world.svc, replace(story.case, head="0" * 64), "dossier")
    assert before != package_key(world.svc, story.case, "ministry")


# ----------------------------------------------------------------------- proof


def owners(content: bytes) -> list[tuple[int, str]]:
    """Where each file's part of an archive ends: header and content, then its line in the list."""
    listed = zipfile.ZipFile(io.BytesIO(content)).infolist()
    packed = [Packed(one.filename, one.file_size, one.CRC) for one in listed]
    place, ends = 0, []
    for one in packed:
        place += len(local_header(one)) + one.size
        ends.append((place, one.name))
    for one in packed:
        place += len(central_record(one, 0))
        ends.append((place, one.name))
    return [*ends, (len(content), ARCHIVE_END)]


def test_a_thousand_random_changes_of_one_byte_are_each_found_and_named(whole: bytes) -> None:
    chance, ends = random.Random(20260705), owners(whole)
    for _ in range(1000):
        place = chance.randrange(len(whole))
        _spoil(whole, place, chance.randrange(1, 256), ends)


def test_every_byte_of_headers_and_lists_counts(whole: bytes) -> None:
    """Which a random place seldom meets: all of the first headers, and of the last."""
    ends = owners(whole)
    places = [*range(300), *range(len(whole) - 200, len(whole))]
    for end, _ in ends[:-1][::7]:
        places += range(end, min(end + 60, len(whole)))
    for place in places:
        _spoil(whole, place, 1, ends)


def _spoil(whole: bytes, place: int, by: int, ends: list[tuple[int, str]]) -> None:
    changed = bytearray(whole)
    changed[place] ^= by
    name = next(name for end, name in ends if place < end)
    found = {flaw.file for flaw in flaws(bytes(changed))}
    assert found == {name}, (place, name, found)


@pytest.mark.parametrize("cut", [1, 22, 500, 100_000])
def test_what_lacks_its_end_or_has_more_is_found(whole: bytes, cut: int) -> None:
    assert flaws(whole[:-cut]) != []
    assert [flaw.file for flaw in flaws(whole + b"x" * cut)] == [ARCHIVE_END]
    assert flaws(b"") != []
    assert flaws(b"PK\x03\x04" * cut) != []


def test_a_package_that_somebody_else_signed_is_not_ours(whole: bytes) -> None:
    other = Pen("another").public_key()
    [flaw] = flaws(whole, {key_id(other): other})
    assert flaw == (MANIFEST_SEAL, "signed with a key that is not among those given")
    assert flaws(whole, {}) == []  # whole, whoever made it


def test_a_history_that_was_written_anew_is_found_even_when_it_was_signed(world: World) -> None:
    story = recognised(world)
    events = list(world.store.events(story.id))
    events[3] = replace(events[3], data={**events[3].data, "note": "thêm vào sau"})
    dossier = Dossier(story.case, events, world.store.assignments(story.id))
    forged = b"".join(package(world.svc, dossier, "dossier"))
    [flaw] = flaws(forged)
    assert flaw == ("events.json", f"act {events[3].id} breaks the chain")
    del events[3]
    lacking = Dossier(story.case, events, ())
    assert [one.file for one in flaws(b"".join(package(world.svc, lacking, "dossier")))] == [
        "events.json"
    ]


def test_one_command_says_what_holds_and_what_does_not(whole: bytes, tmp_path: Path) -> None:
    key = base64.b64encode(PEN.public_key()).decode()
    (tmp_path / "keys.json").write_bytes(canonical({"keys": [{"public_key": key}]}))
    (tmp_path / "p.zip").write_bytes(whole)
    (tmp_path / "proof.py").write_bytes(zipfile.ZipFile(tmp_path / "p.zip").read("proof.py"))
    command = [sys.executable, "-I", "-S", "proof.py", "p.zip", "--keys", "keys.json"]

    def said() -> tuple[int, str]:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert said() == (0, "p.zip: whole, and signed with a published key\n")
    (tmp_path / "p.zip").write_bytes(whole.replace(b"M\xe1\xba\xadt ong", b"M\xe1\xba\xadt onh", 1))
    code, words = said()
    assert code == 1
    assert "case.json: changed" in words or "events.json" in words


# --------------------------------------------------------------------- ministry


def test_the_ministry_gets_its_seven_parts(world: World) -> None:
    story = sent_up(world)
    content = made(world, story, "ministry")
    assert flaws(content) == []
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = json.loads(archive.read("parts.json"))
    assert [part["part"] for part in parts] == list(range(1, 8))
    for part in parts:
        assert part["title"]
        assert part["state"]
        assert all(name in archive.namelist() for name in part["files"])
    assert [bool(part["files"]) for part in parts] == [True] * 5 + [False] * 2
    [proposal] = parts[0]["files"]
    assert proposal.startswith("1-proposal/papers/ministry-package-")
    assert "record/events.json" in archive.namelist()


def test_the_ministry_reads_which_files_are_tests_and_where_the_samples_are(world: World) -> None:
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected").file("deployment-progress").file("registration")
    papers = {kind: hand_in(story, evidence.pdf(kind)) for kind in ("test-results", "materials")}
    answers = document("self-assessment", criteria_of(world.svc, story.case))
    named = [{"kind": kind, "file": file} for kind, file in papers.items()]
    answers["criteria"]["c1_1"]["evidence"] = named
    holder, key = open_link(world.svc, story.token, "file"), story.key()
    file_form(world.svc, story.case, holder, "self-assessment", answers, "vi", key)
    world.settle()
    story.decide(COMMUNE, "propose")
    assert moved(story, what="samples").status == 201
    assert moved(story, what="dossier", count=1).status == 201
    story.decide(ADVISOR, "ready").score(95).decide(CHAIRMAN, "forward", **SIGNED)
    archive = zipfile.ZipFile(io.BytesIO(made(world, story, "ministry")))
    dossier, tests, samples = json.loads(archive.read("parts.json"))[4:]
    own = [one for one in dossier["files"] if "/files/" in one]
    assert own == sorted(f"5-dossier/files/{id}.pdf" for id in papers.values())
    assert (tests["files"], tests["lacks"], tests["state"]) == ([], True, "không có")
    assert samples["state"] == "đã nhận 5 trên 5 sản phẩm"
    [record] = samples["files"]
    [movement] = json.loads(archive.read(record))
    assert (movement["what"], movement["count"], movement["unit"]) == ("samples", 5, "99")


def test_tests_that_the_province_asked_for_are_a_part_of_their_own(world: World) -> None:
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected").file("deployment-progress").file("registration")
    story.file("self-assessment").decide(COMMUNE, "propose").decide(
        ADVISOR, "supplement", reason="Xin nộp thêm phiếu kiểm nghiệm."
    )
    added = hand_in(story, evidence.pdf("Kiểm nghiệm thêm"))
    answers = document("self-assessment", criteria_of(world.svc, story.case))
    answers["criteria"]["c1_1"]["evidence"] = [{"kind": "test-results", "file": added}]
    holder, key = open_link(world.svc, story.token, "file"), story.key()
    file_form(world.svc, story.case, holder, "self-assessment", answers, "vi", key)
    world.settle()
    story.decide(ADVISOR, "ready").score(95).decide(CHAIRMAN, "forward", **SIGNED)
    tests = parts_of(world, story.case)[5]
    assert (tests["files"], tests["state"]) == ([f"6-tests/files/{added}.pdf"], "1 văn bản")


def parts_of(world: World, case: Case) -> list[dict[str, Any]]:
    """What the ministry's package of a case says of its parts."""
    dossier = Dossier(case, world.store.events(case.id), world.store.assignments(case.id))
    content = b"".join(package(world.svc, dossier, "ministry"))
    listed: list[dict[str, Any]] = json.loads(
        zipfile.ZipFile(io.BytesIO(content)).read("parts.json")
    )
    return listed


def test_the_product_s_dossier_is_what_its_producer_handed_in(world: World) -> None:
    """26/2026/QĐ-TTg, Article 6(1); reports of commune and council are parts of their own."""
    dossier = parts_of(world, sent_up(world).case)[4]["files"]
    kept = {name.partition("/")[2].rpartition("/")[2] for name in dossier}
    assert {name.partition("-")[2].partition(".")[0] for name in kept if name[:4].isdigit()} == {
        "product-idea", "business-plan", "deployment-progress", "registration", "self-assessment",
    }  # fmt: skip
    assert not [name for name in kept if name.startswith(("commune", "form-03", "advisory"))]


def test_a_re_rating_has_five_parts_and_tourism_no_samples(world: World) -> None:
    """26/2026/QĐ-TTg, Article 6(3)(b)."""
    case = sent_up(world).case
    again = replace(case, subject=replace(case.subject, occasion="re-rating", previous="OCOP-1"))
    titles = [one["title"] for one in parts_of(world, again)]
    assert len(titles) == 5
    assert titles[1] == "Báo cáo của cơ quan tham mưu quản lý OCOP cấp tỉnh"
    assert parts_of(world, case)[6]["state"] == "đã nhận 0 trên 5 sản phẩm"
    tourism = replace(case, subject=replace(case.subject, set_number=26))
    assert "không phải gửi" in parts_of(world, tourism)[6]["state"]


# ------------------------------------------------------------------------ doors


def address(story: Story, kind: str = "dossier") -> str:
    return f"/office/dossiers/{story.id}/packages/{kind}"


def test_the_administrator_has_a_package_made_and_reads_it(world: World) -> None:
    story = recognised(world)
    officer, _ = signed_in(world, ADMIN)
    page = officer.get(f"/office/dossiers/{story.id}")
    assert address(story) in page.body
    assert address(story, "ministry") not in page.body
    assert officer.send("GET", address(story, "ministry")).status == 404
    asking = officer.get(address(story))
    assert "/office/sign-out" in asking.body
    asked = officer.follow(officer.press(asking, address(story)))
    assert asked.headers["Refresh"] == "5"
    world.settle()
    assert world.orders.packages == [(story.id, "dossier")]
    made(world, story)
    there = officer.send("GET", address(story))
    assert (there.status, "packages/" in there.headers["Location"]) == (303, True)


def test_programs_of_the_administrator_get_the_same(world: World) -> None:
    story, program = recognised(world), Visitor(world)
    path = f"/v1{address(story)}"
    assert program.call("GET", path, x_claim=ADMIN).json["href"] == ""
    for wrong, refused in (({"data": {}}, 422), ([], 400), (None, 400)):
        assert program.call("POST", path, wrong, x_claim=ADMIN).status == refused
    assert program.call("POST", path, {}, x_claim=ADMIN).status == 202
    world.settle()
    made(world, story)
    there = program.call("POST", path, {}, x_claim=ADMIN)
    assert (there.status, there.json["name"]) == (200, package_name(story.case, "dossier"))
    assert there.json["href"]
    assert world.orders.packages == [(story.id, "dossier")]


@pytest.mark.parametrize("email", [COMMUNE, CHAIRMAN, ADVISOR])
def test_nobody_else_takes_a_case_out(world: World, email: str) -> None:
    story, program = recognised(world), Visitor(world)
    made(world, story)
    for method in ("GET", "POST"):
        answer = program.call(method, f"/v1{address(story)}", x_claim=email)
        assert answer.status in (403, 404)
    assert world.orders.packages == []


def test_an_administrator_who_scores_has_no_package_with_the_others_sheets(world: World) -> None:
    story = before_council(world)
    member = world.province.people["hd-2"].email
    program, path = Visitor(world), f"/v1{address(story)}"
    administering(world, "hd-2")
    refused = program.call("GET", path, x_claim=member)
    assert (refused.status, refused.json["code"]) == (403, "package-scoring")
    assert program.call("POST", path, {}, x_claim=member).status == 403
    story.score(80, star=4)
    assert story.case.position.stage == "recognition"
    assert program.call("GET", path, x_claim=member).status == 200


def administering(world: World, person: str) -> None:
    """Somebody of the province administers it as well."""
    document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    role = {"role": "administrator", "unit": document["code"]}
    people = [
        {**one, "roles": [*one["roles"], role]} if one["id"] == person else one
        for one in document["people"]
    ]
    world.province = world.load("song-xanh", people=people)


# ----------------------------------------------------------------------- bucket


@pytest.mark.parametrize("size", [0, 10, PIECE, PIECE + 7])
def test_what_is_large_goes_into_the_bucket_in_pieces(shelf: BucketPapers, size: int) -> None:
    content = random.Random(1).randbytes(size)
    parts = [content[place : place + 1_000_003] for place in range(0, size, 1_000_003)]
    shelf.put_parts("packages/x/y.zip", parts, "application/zip")
    assert shelf.read("packages/x/y.zip") == content


@pytest.mark.parametrize(
    ("ministry", "told"),
    [
        ({"parts": "listed", "article": "Điều 6.3"}, "theo các phần của Điều 6.3"),
        (None, "các phần là mặc định để tỉnh đối chiếu"),
    ],
)
def test_the_page_names_an_article_of_the_case_s_own_law_alone(
    world: World, tmp_path: Path, ministry: dict[str, str] | None, told: str
) -> None:
    changed_law(world, tmp_path, ministry=ministry)
    story = before_council(world).score(95, star=5)
    story.decide(CHAIRMAN, "forward", decision_number="12/QĐ-UBND")
    officer, _ = signed_in(world, ADMIN)
    assert told in officer.get(f"/office/dossiers/{story.id}/packages/ministry").body
