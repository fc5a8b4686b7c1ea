"""Each function's role against what the function does: a whole case, walked, call by call.

The emulator of the end-to-end tests does not know `dynamodb:LeadingKeys`, so the statements of the
template are evaluated here against the rows that each function really writes.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

import pytest

from ocop.base.sheets import safe_csv
from ocop.certificates.sealing import seal_certificate
from ocop.jobs import sweep as clock
from ocop.jobs.delivery import note_delivery
from ocop.jobs.dispatch import dispatch, dispatch_event
from ocop.jobs.large_sheets import take_large_sheet
from ocop.papers.making import make_papers
from ocop.papers.packaging import make_package
from ocop.registers.acts import enter
from ocop.registers.imports import announce_large_sheet, check_large_sheet, store_large_sheet
from ocop.registers.large_sheet import QUIET_FOR
from ocop.registers.record import Entered
from ocop.wiring import settings
from tests.integration.test_evidence import hand_in
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.documents import document
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, PRODUCER, Story, confirmed
from tests.support.registers import COOPERATIVE, acting_on
from tests.support.rights import Call, Grant, Recorder, allowed, grants, recording
from tests.support.supporting import answer_by_link, request_of
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

FUNCTIONS = ("Portal", "Review", "Office", "Workflow", "Dispatch", "Clock", "Mailbox", "Papers")
CHAIR = "hoidong1@songxanh.example.vn"
SHEET_HEAD = ["id", "version", "unit", "/name", "/kind", "/commune", "/founded"]
EVERYTHING = frozenset({"pk", "sk", "body"})
CASES = ("D#x", "CERT#x", "SEAL#x", "DEC#x", "REF#x", "COUNT#x", "DONE", "GR#99#x")
KEPT = (*CASES, "PROVINCES", "PROVINCE#99", "ACCOUNTS")


@pytest.fixture
def seen(world: World, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Everything that a case, its people and the clock make the functions do."""
    recorder = recording(monkeypatch)
    world.svc = world.machines.svc = recorder.watched(world.svc)
    for carried_out in (dispatch, dispatch_event):
        name = f"tests.support.world.{carried_out.__name__}"
        monkeypatch.setattr(name, recorder.acts("Dispatch", carried_out))
    monkeypatch.setattr(Visitor, "handler", _labelled(recorder, Visitor.handler))
    _walk(world, recorder)
    return recorder


def _labelled(recorder: Recorder, handler: Callable[..., object]) -> Callable[..., object]:
    """Requests are answered by the function whose edge takes them."""

    def chosen(self: Visitor, path: str) -> object:
        edge = handler(self, path)
        names = {id(self.portal): "Portal", id(self.review): "Review", id(self.office): "Office"}
        return recorder.acts(names[id(edge)], edge)  # type: ignore[arg-type]

    return chosen


def _walk(world: World, recorder: Recorder) -> None:
    _idea(world)
    story = _with_a_file(world)
    _read_file(world)
    with recorder.as_function("Review"):
        story.score(82, 84, star=4)
        story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    _supported(world, story, recorder)
    _late(world, recorder)
    _office(world, story)
    _large_sheet(world, recorder)
    with recorder.as_function("Papers"):
        act = world.store.events(story.id)[-1].id
        assert make_package(world.svc, story.id, "dossier")
        assert not seal_certificate(world.svc, story.id, act)
        assert not make_papers(world.svc, story.id, act)
    with recorder.as_function("Mailbox"):
        mail = {"messageId": "m", "destination": [PRODUCER], "tags": {"effect": ["e#0"]}}
        note_delivery(world.svc, {"eventType": "Bounce", "mail": mail, "bounce": {}})


def _with_a_file(world: World) -> Story:
    """A dossier with a file, which the council has been asked to score."""
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected").file("deployment-progress", help={"market": True})
    story.file("registration")
    hand_in(story, slot="general")
    return story.file("self-assessment").decide(COMMUNE, "propose").decide(ADVISOR, "ready")


def _supported(world: World, story: Story, recorder: Recorder) -> None:
    """What was ticked in the progress report is answered by link."""
    other = {"name": "Tổ hợp tác Suối Mật", "kind": "cooperative-group", "commune": "10105"}
    enter(acting_on(world, "organisations"), Entered(other, "10105", "other", "vi"))
    with recorder.as_function("Review"):
        given = {
            "organisation": other["name"],
            "content": "marketing",
            "reason": "Hội chợ tháng 8.",
        }
        answer_by_link(request_of(story), COMMUNE, "answer", **given)


def _read_file(world: World) -> None:
    """A member opens the file of the dossier."""
    member = Visitor(world)
    page = member.open_mail(CHAIR)
    file, *_ = _files_on(page)
    assert member.send("GET", file).status == 303


def _files_on(page: Answer) -> list[str]:
    links = (a.attributes["href"] for a in page.page.all("a"))
    return [link for link in links if "/evidence/" in link]


def _idea(world: World) -> None:
    """By a program; the portal's function does it all."""
    program = Visitor(world)
    told = {"email": "moi@songmat.example.vn", "commune": "10105", "criteria_set": "04"}
    data = {**document("product-idea"), **told}
    sent = program.call("POST", "/v1/forms/product-idea/submissions", {"data": data})
    assert sent.status == 201
    world.settle()
    page = program.open_mail("moi@songmat.example.vn")
    program.press(page, "/dossiers/")
    draft = f"/v1/dossiers/{sent.json['dossier']}/drafts/business-plan"
    token = world.post.last("moi@songmat.example.vn").token
    assert program.get(f"/dossiers/{sent.json['dossier']}").status == 200
    assert program.get(_paper(world, sent.json["dossier"])).status == 200
    program.call("PUT", draft, {"data": {}}, authorization=f"Bearer {token}")
    world.settle()


def _paper(world: World, case: str) -> str:
    """The address of the newest receipt of a case whose last act was a filing."""
    return f"/dossiers/{case}/papers/receipt-{world.store.events(case)[-1].id}.pdf"


def _late(world: World, recorder: Recorder) -> None:
    """A case that nobody looks at, a mail that is refused, and the clock that sees to both."""
    world.post.refuse.add(COMMUNE)
    confirmed(world)
    late = Story(world).idea(commune="10105", criteria_set="04", email="tre@songmat.example.vn")
    late.confirm_only()  # what the stream misses, the clock carries out
    world.clock.now += timedelta(days=60)
    with recorder.as_function("Clock"):
        clock.sweep(world.svc)
        world.clock.move(minutes=15)
        clock.sweep(world.svc)
        clock.reconcile(world.svc)
    _duties(world, recorder)
    world.settle()
    world.post.refuse.clear()


def _duties(world: World, recorder: Recorder) -> None:
    """A period ends: the clock opens what offices owe for it and reminds, an office explains."""
    for day in (1, 9):
        world.clock.now = datetime(2026, 10, day, 2, tzinfo=UTC)
        with recorder.as_function("Clock"):
            clock.sweep(world.svc)
    program = Visitor(world)
    owed = program.call("GET", "/v1/office/tasks", x_claim=COMMUNE).json["tasks"]
    visits = next(one["id"] for one in owed if one["duty"] == "II.2-visits")
    said = {"reason": "Chưa có chủ thể"}
    path = f"/v1/office/tasks/{visits}/nothing"
    assert program.call("POST", path, said, x_claim=COMMUNE, if_match='"2"').status == 200
    shared = {"form": "conference", "title": "Hội nghị", "date": "2026-09-30"}
    home = "/v1/office/registers/communication"
    assert program.call("POST", home, {"data": shared}, x_claim=COMMUNE).status == 201
    world.settle()


def _office(world: World, story: Story) -> None:
    """Officers decide and open a file, the administrator loads the province, somebody forgets a
    password.
    """
    officer, _ = signed_in(world)
    work = officer.call("GET", "/v1/office/worklist", x_claim=COMMUNE).json["work"]
    path = f"/v1/office/dossiers/{work[0]['dossier']}/{work[0]['assignment']}/decide"
    data = {"data": document("decision", outcome="selected")}
    assert officer.call("POST", path, data, x_claim=COMMUNE).status == 200
    told = {**world.store.province_document("99"), "settings": {"contact": "ocop@example.vn"}}
    put = officer.call("PUT", "/v1/office/province", told, x_claim=ADMIN, if_match='"1"')
    assert put.status == 200
    for case in {one["dossier"] for one in work}:  # whichever stands first, each is opened
        assert officer.get(f"/office/dossiers/{case}").status == 200
    file, *_ = _files_on(officer.get(f"/office/dossiers/{story.id}"))
    assert officer.send("GET", file).status == 303
    receipt, *_ = _papers_on(officer, case)
    assert officer.get(receipt).status == 200
    _keep_register(officer)
    page = officer.get("/office/forgotten")
    officer.press(page, "/office/forgotten", email=COMMUNE)
    world.settle()


def _keep_register(officer: Visitor) -> None:
    """A record is filled in and corrected: it leaves a place in the lists and gets another."""
    home = "/v1/office/registers/organisations"
    kept = officer.call("POST", home, {"data": dict(COOPERATIVE)}, x_claim=COMMUNE)
    told = {"data": {**COOPERATIVE, "name": "Tên khác"}}
    path = f"{home}/{kept.json['id']}"
    assert officer.call("PUT", path, told, x_claim=COMMUNE, if_match='"1"').status == 200


def _large_sheet(world: World, recorder: Recorder) -> None:
    """A sheet with a record corrected and a new one is looked at and stored behind the scenes."""
    keeping = acting_on(world, "organisations")
    with recorder.as_function("Office"):
        begun = announce_large_sheet(keeping, keeping.svc.imports, "so.csv", "vi")
        old = enter(keeping, Entered(dict(COOPERATIVE), "10105", "old", "vi", anyway=True))
        line = ["10105", "HTX {} (mẫu)", "cooperative", "10105", "2020-05-01"]
        codes = {"Một": (old.id, str(old.version)), "Hai": ("", "")}
        rows = [[*code, *(cell.format(name) for cell in line)] for name, code in codes.items()]
        world.shelf.post(begun.file, safe_csv([SHEET_HEAD, *rows]).encode())
        version = world.shelf.posted[-1][0].version
        check_large_sheet(keeping, keeping.svc.imports, begun, version)
    world.settle()
    with recorder.as_function("Papers"):
        take_large_sheet(world.svc, "99", begun.id, lambda: False)
    with recorder.as_function("Office"):
        looked = keeping.svc.imports.load("99", begun.id)
        assert looked.state == "sound"
        store_large_sheet(keeping, keeping.svc.imports, looked)
    world.clock.now += 2 * QUIET_FOR  # what the function left lying, the clock has it go on with
    with recorder.as_function("Clock"):
        clock.sweep(world.svc)
    world.settle()
    with recorder.as_function("Papers"):
        take_large_sheet(world.svc, "99", begun.id, lambda: False)
    assert keeping.svc.imports.load("99", begun.id).state == "stored"
    world.settle()


def _papers_on(officer: Visitor, case: str) -> Iterator[str]:
    for link in officer.get(f"/office/dossiers/{case}").page.all("a"):
        if "/papers/receipt" in link.attributes.get("href", ""):
            yield link.attributes["href"]


def test_no_function_lacks_a_right_on_the_table(seen: Recorder) -> None:
    assert {call.function for call in seen.calls} == set(FUNCTIONS)
    assert sorted(map(str, {call for call in seen.calls if not allowed(call)})) == []


def test_no_function_has_a_right_that_nothing_it_does_needs(seen: Recorder) -> None:
    """Of the rows that anybody writes; what no walk writes yet is not judged."""
    written = {call.partition for call in seen.calls if call.partition}
    for function in FUNCTIONS:
        mine = {(call.action, call.partition) for call in seen.calls if call.function == function}
        for grant in grants(function):
            action, pattern = grant.action, grant.pattern
            if action in ("UpdateItem", "DeleteItem", "PutItem") and _matches(pattern, written):
                used = {partition for done, partition in mine if done == action}
                assert _matches(pattern, used) or (function, pattern) in BY_OTHER_WAYS, (
                    function,
                    action,
                    pattern,
                )


BY_OTHER_WAYS = {
    ("Portal", "D#*"),  # a link renewed before its idea was confirmed would expire with it
    ("Dispatch", "D#*"),  # what is left of an idea that expired expires, too
    # Whoever asks a council takes its entry back where that was refused.
    *((name, "C#*") for name in ("Portal", "Review", "Office", "Clock", "Workflow")),
    ("Review", "OUTBOX"),  # a member who withdraws last wakes the round, two who are last at once
    *(("Clock", f"{kind}#*") for kind in ("LINE", "DEC")),  # a list of decisions that goes out
    ("Clock", "CERT#*"),  # the register is kept by the round that finds what the stream missed
    # Figures are counted by a round of their own, with what an event has left behind.
    *(("Clock", f"{kind}#*") for kind in ("GR", "GL", "GH", "GB")),
    ("Clock", "REF#*"),  # a request for support whose effect the stream missed
    ("Clock", "R#*"),  # with the places where it lists a certificate
    ("Dispatch", "R#*"),  # what another has come in the place of is listed no more
    ("Office", "REF#*"),  # a certificate that exists gets a case with a reference
    ("Office", "LINE#*"),  # as its certificates
    ("Clock", "REFUSED#*"),  # a row that the stream missed is refused by the round that finds it
    ("Office", "CERT#*"),  # the chairman recognises from the account as well as by the link
    ("Office", "DEC#*"),  # under a decision whose number is used once
    ("Office", "REFUSED#*"),  # a refused mail is corrected and sent again
    ("Dispatch", "TC#*"),  # a task whose record is gone waits again
    ("Office", "TC#*"),  # a task that is open again, or late, is looked at later
    ("Office", "OUTBOX"),  # a waiting row is handed back to the dispatcher
    ("Office", "LIMIT#*"),  # an address is corrected so many times a day
    ("Review", "LIMIT#*"),  # a link is renewed so many times a day
    ("Dispatch", "OUTBOX"),  # a row is made where something fails
    ("Workflow", "OUTBOX"),  # a round that was complete before anybody waited for it
    ("Portal", "REF#*"),  # a reference that 0.2.0 has written no longer expires
}


def _matches(pattern: str, partitions: set[str]) -> bool:
    return any(fnmatchcase(one, pattern) for one in partitions)


def test_each_function_uses_the_ports_it_is_given_and_no_others(seen: Recorder) -> None:
    given = {
        (name.capitalize(), port)
        for name, ports in settings.PORTS.items()
        for port in ports - {"accounts", "answers"}
    }
    assert seen.ports - given - {("Workflow", "workflows")} == set()
    assert given - seen.ports == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nobody_deletes_the_record(function: str) -> None:
    for partition in KEPT:
        assert not allowed(Call(function, "DeleteItem", partition))
        if partition != "DONE":  # which is kept up to date
            assert not allowed(Call(function, "UpdateItem", partition, EVERYTHING))


def test_of_a_case_its_expiry_alone_is_updated() -> None:
    """The portal takes it back, and what follows the case on its way out is given one."""
    for attribute in ("body", "version", "wpk", "n", "done", "ttl"):
        call = ("UpdateItem", "D#x", frozenset({"pk", "sk", attribute}))
        who = [name for name in FUNCTIONS if allowed(Call(name, *call))]
        assert set(who) == ({"Portal", "Dispatch"} if attribute == "ttl" else set())


def test_provinces_and_accounts_are_the_office_s_to_write_and_certificates_the_deciders() -> None:
    """And of those who carry out what follows: a list goes out when it is held no longer, the
    register lists them, a re-rating is noted.
    """
    for partition in ("PROVINCES", "PROVINCE#99", "ACCOUNTS"):
        writers = [name for name in FUNCTIONS if allowed(Call(name, "PutItem", partition))]
        assert writers == ["Office"]
    writers = [name for name in FUNCTIONS if allowed(Call(name, "PutItem", "LINE#x"))]
    assert writers == ["Review", "Office", "Clock"]
    writers = [name for name in FUNCTIONS if allowed(Call(name, "PutItem", "CERT#99-2026-0001"))]
    assert writers == ["Review", "Office", "Dispatch", "Clock"]
    writers = [name for name in FUNCTIONS if allowed(Call(name, "PutItem", "SEAL#OCOP-x"))]
    assert writers == ["Papers"]


def test_the_mailbox_keeps_failures_and_reads_nothing() -> None:
    assert list(grants("Mailbox")) == [Grant("PutItem", "REFUSED#*")]


def test_a_role_without_a_right_is_noticed() -> None:
    """So that the watch above can fail."""
    assert not allowed(Call("Mailbox", "PutItem", "D#x"))
    assert not allowed(Call("Review", "DeleteItem", "OUTBOX"))
    assert allowed(Call("Dispatch", "DeleteItem", "OUTBOX"))
    assert list(grants("Review"))
