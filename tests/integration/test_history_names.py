"""Every event says who it was and by which way they came."""

from ocop.cases.history import verify
from tests.integration.test_web_office import signed_in
from tests.support.documents import document
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, Case, before_council, filed
from tests.support.visitor import Visitor
from tests.support.world import World


def signed(case: Case) -> list[tuple[str, str, str]]:
    events = case.world.store.events(case.id)
    return [(event.kind, event.by, event.channel) for event in events]


def test_a_way_by_links_names_each_person(world: World) -> None:
    case = before_council(world).score(82, 84, star=4)
    told = signed(case)
    assert told[0] == ("submitted", "producer", "link")
    assert ("decided", "xa-suoi-mat", "link") in told
    assert ("decided", "to-tu-van", "link") in told
    assert ("council-assigned", "clock", "clock") in told
    assert verify(world.store.events(case.id)) == []


def test_a_decision_from_an_account_names_who_took_it(world: World) -> None:
    case = filed(world)
    program = Visitor(world)
    work = program.call("GET", "/v1/office/worklist", x_claim=COMMUNE).json["work"]
    path = f"/v1/office/dossiers/{case.id}/{work[0]['assignment']}/decide"
    body = {"data": document("commune-report", outcome="propose")}
    assert program.call("POST", path, body, x_claim=COMMUNE).status == 200
    assert signed(case)[-1] == ("decided", "xa-suoi-mat", "api")


def test_offices_read_the_name_and_the_way_others_do_not(world: World) -> None:
    case = filed(world)
    officer, _ = signed_in(world)
    page = officer.get(f"/office/dossiers/{case.id}")
    officer.press(
        page, f"/office/dossiers/{case.id}", **document("commune-report", outcome="propose")
    )
    name = next(p.name for p in world.province.people.values() if p.email == COMMUNE)
    seen = officer.get(f"/office/dossiers/{case.id}")
    assert name in seen.body
    assert "đã đăng nhập" in seen.body
    producer = Visitor(world)
    producer.open_mail(case.dossier.producer.email)
    told = producer.get(f"/dossiers/{case.id}")
    public = Visitor(world).get(f"/cases/{case.dossier.reference}")
    assert told.status == 200
    assert name not in told.body + public.body


def test_where_a_second_step_is_demanded_a_link_decides_nothing(world: World) -> None:
    case = before_council(world).score(82, 84, star=4)
    told = dict(world.store.province_document("99"))
    settings = {"second_factor": ["province-chairman"]}
    world.put_in_force({**told, "settings": settings})
    chairman = Visitor(world)
    token = world.post.last(CHAIRMAN, "task-assigned").token
    page = chairman.get(f"/r/{token}")
    assert page.path.startswith("/office/sign-in")
    assignment = next(
        a for a in world.store.assignments(case.id) if a.party.email == CHAIRMAN and a.is_open
    )
    key = f"{case.id}-{assignment.id}"
    data = {"data": document("decision", outcome="recognise", decision_number="12/QĐ-UBND")}
    bearer = {"authorization": f"Bearer {token}"}
    answer = chairman.call("POST", f"/v1/reviews/{key}/decide", data, **bearer)
    assert (answer.status, answer.json["code"]) == (403, "sign-in-to-decide")
    officer = Visitor(world)
    officer.accounts.codes.add(CHAIRMAN)
    path = f"/v1/office/dossiers/{case.id}/{assignment.id}/decide"
    assert officer.call("POST", path, data, x_claim=CHAIRMAN).status == 200
    assert signed(case)[-1] == ("decided", "chu-tich", "api")
    assert ADVISOR not in signed(case)[-1]
