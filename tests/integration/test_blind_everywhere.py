"""A round that hides the producer, from a dossier that names them in every text: nothing that a
member can ask for, and no mail, holds a mark of it; nor another's score before the own is in.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import product
from typing import Any
from urllib.parse import urlencode

from ocop.base.moment import local_date
from ocop.cases.assignment import Assignment
from ocop.cases.evidence import pins_of
from ocop.council.extending import Extension, extend_due
from ocop.council.meeting_record import meeting_convened
from ocop.council.meetings import Minuted, call_meeting
from ocop.council.progress import remind_round
from ocop.council.sitting import submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link, renew_link
from ocop.web.routes import OFFICE
from tests.integration.test_blind import mailed, seats, token
from tests.integration.test_council import before_council_of, regulated
from tests.integration.test_web_office import signed_in
from tests.support.contents import answered, text_in
from tests.support.convening import convener, prepared, released
from tests.support.http import FORM
from tests.support.planted import FILE, MARKS, before_round, texts
from tests.support.play import Story, kept
from tests.support.visitor import Answer, Visitor
from tests.support.world import BASE, World

SITE = {"content_type": FORM, "sec_fetch_site": "same-origin"}
KEEPERS = ("chair", "vice", "secretary")
ROUND = {"scoring": "some", "size": 5, "hides_producer": True}
VERBS = ("save", "decide", "conflict", "decline", "recall", "code", "device")
BODIES: tuple[dict[str, str], ...] = ({}, {"_do": "submit", "version": "0"}, {"_do": "auto"})


def in_round(world: World, regulation: Mapping[str, Any] | None = None, **terms: Any) -> Story:
    """The planted dossier before members of a blind round."""
    regulated(world, rounds=True, panel=3, **(regulation or {}))
    story = before_round(world)
    released(world, prepared(world, **{**ROUND, **terms}))
    return story


@kept
def blind(world: World) -> Story:
    """The same in a round that gives its opinion in writing. Of five who are asked two at least do
    not convene the council.
    """
    return in_round(world)


def marks_in(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


def leaks(told: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted({(where, mark) for where, text in told for mark in marks_in(text)})


def whole(where: str, answer: Answer) -> tuple[str, str]:
    """An answer with its headers, as a browser or program has it; of a file all that is in it."""
    headers = json.dumps(dict(answer.headers), ensure_ascii=False)
    return f"{where} {answer.status}", f"{headers}\n{text_in(answered(answer))}"


def plain(story: Story) -> Assignment:
    """A member who does not convene the council."""
    return next(one for one in seats(story) if one.seat == "member")


def by_link(story: Story, holder: Assignment) -> Iterator[tuple[str, str]]:
    """Whatever a member's link answers a browser: pages and what they lead to, files, refusals."""
    person, key = Visitor(story.world), f"{story.id}-{holder.id}"
    yield whole("the link", person.send("GET", f"{BASE}/r/{token(story, holder)}"))
    waiting, seen = [f"/r/{key}?lang=en", f"/r/{key}?lang=vi"], set[str]()
    while waiting:
        address = waiting.pop()
        page = person.send("GET", address)
        yield whole(address, page)
        seen.add(address)
        hrefs = {one.attributes.get("href", "") for one in page.page.all("a")}
        waiting += sorted(one for one in hrefs - seen - {*waiting} if one.startswith(f"/r/{key}"))
    for verb, body in product(VERBS, BODIES):
        answer = person.send("POST", f"/r/{key}/{verb}", urlencode(body), **SITE)
        yield whole(f"POST {verb}", answer)


def by_program(story: Story, holder: Assignment) -> Iterator[tuple[str, str]]:
    """Whatever it answers a program."""
    key, bearer = f"{story.id}-{holder.id}", {"authorization": f"Bearer {token(story, holder)}"}
    program = Visitor(story.world)
    for lang in ("vi", "en"):
        answer = program.call("GET", f"/v1/reviews/{key}?lang={lang}", **bearer)
        assert answer.status == 200
        yield whole("document", answer)
    for verb in ("submit", "decide", "conflict", "uploads", "code"):
        answer = program.call("POST", f"/v1/reviews/{key}/{verb}", {"data": {}}, **bearer)
        yield whole(f"program {verb}", answer)
    yield whole("the producer's", program.call("GET", f"/v1/dossiers/{story.id}", **bearer))


def test_every_mark_is_planted(world: World) -> None:
    """So that what the others find nowhere was there to be found."""
    story = blind(world)
    events = [one for one in world.store.events(story.id) if one.form]
    named = {one.form for one in events if any(marks_in(text) for text in texts(dict(one.data)))}
    assert named == {
        "product-idea", "business-plan", "deployment-progress", "registration",
        "self-assessment", "commune-report", "advisory-report",
    }  # fmt: skip
    said = [text for one in events for text in texts(dict(one.data))]
    files = [str(pin["name"]) for one in events for pin in one.files.values()]
    assert {*marks_in("\n".join(said + files))} == {*MARKS}


def test_nothing_that_a_link_answers_names_the_producer(world: World) -> None:
    story = blind(world)
    told = dict(by_link(story, plain(story)))
    assert leaks(told.items()) == []
    assert any("/evidence/" in where and where.endswith(" 303") for where in told)
    assert sum("?at=" in where for where in told) > 5
    for holder in seats(story):
        assert leaks(by_program(story, holder)) == []


def test_a_file_opens_under_a_name_that_says_nothing(world: World) -> None:
    story = blind(world)
    opened = [text for where, text in by_link(story, plain(story)) if "/evidence/" in where]
    assert opened
    assert FILE not in "".join(opened)
    assert all(".pdf" in one for one in opened)


def test_a_regulation_may_keep_the_files_from_members(world: World) -> None:
    story = in_round(world, {"blind_files": False})
    holder = plain(story)
    told = dict(by_link(story, holder))
    assert not any("/evidence/" in where for where in told)
    assert "không cho thành viên xem tệp" in told[f"/r/{story.id}-{holder.id}?lang=vi 200"]
    key, [file] = f"{story.id}-{holder.id}", pins_of(world.store.events(story.id))
    person = Visitor(world)
    person.get(f"{BASE}/r/{token(story, holder)}")
    assert person.send("GET", f"/r/{key}/evidence/{file}").status == 404
    bearer = {"authorization": f"Bearer {token(story, holder)}"}
    assert person.call("GET", f"/v1/reviews/{key}", **bearer).json["evidence"] == {}


def test_the_page_says_what_cannot_be_hidden(world: World) -> None:
    story = blind(world)
    page = Visitor(world).get(f"{BASE}/r/{token(story, plain(story))}")
    assert "Nội dung trong tệp thì không che được" in page.body


def test_no_mail_of_a_round_names_the_producer(world: World) -> None:
    """Invited, reminded by hand and by the clock, given time, replaced, renewed, asked again,
    thanked.
    """
    story = blind(world)
    [group] = world.store.council_rounds("99", 2026)
    who = convener(world)
    world.clock.move(days=12)
    remind_round(world.svc, who, group.id)
    world.settle()
    gone = plain(story)
    withdraw(world.svc, gone, "declined", "Đi công tác")
    world.settle()
    world.clock.move(days=8)
    world.sweep()
    until = local_date(world.clock.now) + timedelta(days=2)
    wanted = Extension(until.isoformat(), "Ốm", story.id, plain_open(story).person)
    extend_due(world.svc, who, group.id, wanted, "vi")
    world.settle()  # a link that more time has renewed opens from its mail on
    renew_link(world.svc, token(story, plain_open(story)))
    world.settle()
    story.score(60, 75, star=3)
    story.score(60, 62, star=3)
    templates = {where for one in seats(story) for where, _ in mailed(story, one)}
    assert templates >= {
        "council-invited", "council-reminder", "council-extended", "council-rescore",
        "link-renewed",
    }  # fmt: skip
    for one in seats(story):
        if one.seat not in KEEPERS:
            assert leaks(mailed(story, one)) == []


def plain_open(story: Story) -> Assignment:
    return next(one for one in seats(story) if one.seat == "member" and one.is_open)


def test_the_agenda_of_a_meeting_names_it_to_its_conveners_alone(world: World) -> None:
    day = local_date(world.clock.now) + timedelta(days=14)
    story = in_round(world, mode="meeting", sits=day.isoformat())
    [group] = world.store.council_rounds("99", 2026)
    who = convener(world)
    meeting = meeting_convened(world.svc, who, group.id)
    data = {"opens": "08:00", "place": "Hội trường", "day": day.isoformat()}
    call_meeting(world.svc, who, group.id, Minuted(data, meeting.version), "vi")
    world.settle()
    [council] = world.province.councils
    agendas = {post.to: post for post in world.post.sent if post.template == "council-meets"}
    assert len(agendas) == len(council.members)
    for member in council.members:
        mail = agendas[world.province.people[member.person].email].mail
        found = leaks([("agenda", f"{mail.subject}\n{mail.text}\n{mail.html}")])
        assert bool(found) == (member.seat in KEEPERS), member
    assert story.case.position.meeting


def test_the_list_of_a_round_names_no_producer(world: World) -> None:
    """Nor its mails, what it leads to, or the same for programs."""
    regulated(world, rounds=True)
    story = before_round(world)
    before_council_of(world, "b@songmat.example.vn")
    group = released(world, prepared(world, hides_producer=True))
    world.clock.move(days=1)
    remind_round(world.svc, convener(world), group.id)
    world.settle()
    member = plain(story)
    person, email = Visitor(world), member.party.email
    page = person.open_mail(email, "round-invited")
    assert leaks([whole("list", page)]) == []
    assert f"{page.path}/products/{story.id}" in page.body
    for end in (f"/products/{story.id}", "/next", f"/next?after={story.id}", "?from=1"):
        assert leaks([whole(end, person.send("GET", f"{page.path}{end}"))]) == []
    bearer = {"authorization": f"Bearer {world.post.last(email, 'round-invited').token}"}
    path = page.path.replace("/r/", "/v1/reviews/")
    told = person.call("GET", f"{path}/products", **bearer)
    assert (told.status, leaks([whole("for programs", told)])) == (200, [])
    sent = dict(mailed(story, member))
    assert {*sent} >= {"round-invited", "round-reminder"}
    assert leaks(sent.items()) == []


def with_account(world: World, person: str) -> str:
    """A member who also works for an office of the whole province, by address."""
    told = dict(world.store.province_document("99"))
    right = [{"role": "agency-officer", "unit": "99"}, {"role": "province-advisory", "unit": "99"}]
    people = [{**one, "roles": right} if one["id"] == person else one for one in told["people"]]
    world.province = world.put_in_force({**told, "people": people})
    return world.province.people[person].email


# Of nobody in particular, or of a year's work: what an office of the province reads in any case.
BESIDE = (
    "/registers",
    "/reports",
    "/cycles",
    "/funding",
    "/programme",
    "/report-figures",
    "/calendar",
)


def test_an_account_over_the_whole_province_shows_a_blind_member_no_more(world: World) -> None:
    """Nor any list, sheet, paper or document of the office, as page or for programs."""
    story = blind(world)
    email = with_account(world, plain(story).person)
    [group] = world.store.council_rounds("99", 2026)
    parts = {"assignment": plain(story).id, "file": "abcdef", "kind": "dossier",
             "paper": "receipt-abcdef.pdf", "number": "OCOP-1", "matter": "inspection",
             "part": "time", "dossier": story.id}  # fmt: skip
    member, _ = signed_in(world, email)
    tried = 0
    for method, rule, _name in OFFICE:
        if method != "GET" or any(one in rule for one in BESIDE):
            continue
        for id in {story.id, group.id} if "<id>" in rule else {""}:
            address = rule.replace("<id>", id)
            for name, part in parts.items():
                address = address.replace(f"<{name}>", part)
            answer = member.send("GET", address, None, x_claim=email)
            assert leaks([whole(address, answer)]) == []
            tried += 1
    assert tried > 40


def test_who_convenes_the_council_reads_the_dossier_by_account(world: World) -> None:
    story = blind(world)
    keeper = next(one for one in seats(story) if one.seat in KEEPERS)
    email = with_account(world, keeper.person)
    program = Visitor(world)
    assert program.call("GET", f"/v1/office/dossiers/{story.id}", x_claim=email).status == 200


def test_once_the_council_is_done_its_members_offices_go_on(world: World) -> None:
    story = blind(world)
    email = with_account(world, plain(story).person)
    address = f"/v1/office/dossiers/{story.id}"
    assert Visitor(world).call("GET", address, x_claim=email).status == 404
    story.score(82, star=4)
    assert story.case.position.stage == "recognition"
    assert Visitor(world).call("GET", address, x_claim=email).status == 200


def scored_by(story: Story, holder: Assignment, total: int) -> None:
    opened = open_link(story.world.svc, token(story, holder), "score")
    submit_sheet(story.world.svc, story.case, opened, story.sheet(total, 3))
    story.world.settle()


def test_nobody_looks_at_the_others_sheets_and_takes_the_own_back(world: World) -> None:
    """Who convenes the council sees the others' once the own is in: then it stays as it is."""
    story = blind(world)
    keeper = next(one for one in seats(story) if one.seat in KEEPERS)
    other = plain(story)
    scored_by(story, other, 60)
    [group] = world.store.council_rounds("99", 2026)
    email = with_account(world, keeper.person)
    desk = f"/v1/office/rounds/{group.id}?product={story.id}"
    assert Visitor(world).call("GET", desk, x_claim=email).json["matrix"] is None
    scored_by(story, keeper, 75)
    assert Visitor(world).call("GET", desk, x_claim=email).json["matrix"]["totals"]
    assert taken_back(story, keeper) == 410
    page = Visitor(world).get(f"{BASE}/r/{token(story, keeper)}")
    assert "/recall" not in page.body
    assert "xem được phiếu của người khác" in page.body
    assert taken_back(story, other) == 200


def taken_back(story: Story, holder: Assignment) -> int:
    bearer = {"authorization": f"Bearer {token(story, holder)}"}
    address = f"/v1/reviews/{story.id}-{holder.id}/recall"
    return Visitor(story.world).call("POST", address, {}, **bearer).status
