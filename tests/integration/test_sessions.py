"""Officers' sessions: renewed while somebody works, ended for good, passwords, second steps."""

from urllib.parse import urlsplit

import pytest

from ocop.aws.store import TableStore
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.meanwhile import meanwhile
from tests.support.play import CHAIRMAN, COMMUNE
from tests.support.pool import CODE
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

SESSION = ("office", "/office")
LONG = "Mot-cau-that-dai-2026!"


def forgets_hour(officer: Visitor) -> None:
    """What a browser does with the session's cookie after an hour."""
    del officer.jar[SESSION]


def test_signing_out_ends_the_session_for_every_copy_of_its_cookies(world: World) -> None:
    officer, work = signed_in(world)
    stolen = dict(officer.jar)
    officer.press(work, "/office/sign-out")
    thief = Visitor(world, dict(stolen), officer.accounts)
    assert thief.get("/office").path.startswith("/office/sign-in")
    del stolen[SESSION]
    late = Visitor(world, stolen, officer.accounts)
    assert late.get("/office").path.startswith("/office/sign-in")


def test_a_session_goes_on_after_its_hour(world: World) -> None:
    officer, _ = signed_in(world)
    forgets_hour(officer)
    assert officer.get("/office").path == "/office"
    assert officer.jar[SESSION]


def test_a_refusal_brings_the_new_tokens_too(world: World) -> None:
    officer, _ = signed_in(world)
    forgets_hour(officer)
    assert officer.get("/office/dossiers/none").status == 404
    assert officer.jar[SESSION]


def test_cookies_of_a_session_go_to_the_office_alone(world: World) -> None:
    officer = Visitor(world)
    door = officer.get("/office/sign-in")
    answer = officer.press(door, "/office/sign-in", email=COMMUNE, password="mat-khau-dung")
    assert answer.status == 303
    for cookie in officer.last_cookies:
        assert "Path=/office" in cookie
        assert "HttpOnly" in cookie


def test_a_second_step_is_asked_for_and_checked(world: World) -> None:
    officer = Visitor(world)
    officer.accounts.codes.add(COMMUNE)
    door = officer.get("/office/sign-in")
    asked = officer.press(door, "/office/sign-in", email=COMMUNE, password="mat-khau-dung")
    assert SESSION not in officer.jar
    wrong = officer.press(asked, "/office/sign-in", code="000000")
    assert wrong.status == 422
    inside = officer.follow(officer.press(wrong, "/office/sign-in", code="123 456"))
    assert inside.path == "/office"


@pytest.fixture
def strict(world: World) -> World:
    """The province asks its chairman and administrator for a second step."""
    document = dict(world.store.province_document("99"))
    demanded = {"second_factor": ["administrator", "province-chairman"]}
    world.province = world.put_in_force({**document, "settings": demanded})
    return world


def turn_on(officer: Visitor) -> Answer:
    page = officer.get("/office/security")
    shown = officer.press(page, "/office/security/codes")
    assert "ABCD EFGH" in shown.body
    wrong = officer.press(shown, "/office/security/codes", code="000000")
    assert (wrong.status, "ABCD EFGH" in wrong.body) == (422, True)
    return officer.follow(officer.press(wrong, "/office/security/codes", code=CODE))


def test_a_role_that_needs_a_second_step_gets_nowhere_without(strict: World) -> None:
    boss, page = signed_in(strict, ADMIN)
    assert page.path == "/office/security"
    assert boss.get("/office/trouble").path == "/office/security"
    done = turn_on(boss)
    assert (done.status, done.path) == (200, "/office/sign-in?codes=1")
    asked = boss.press(done, "/office/sign-in", email=ADMIN, password="mat-khau-dung")
    boss.follow(boss.press(asked, "/office/sign-in", code=CODE))
    assert boss.get("/office").path == "/office"


def beside(officer: Visitor, email: str) -> Visitor:
    """Another browser in which the officer is signed in."""
    other = Visitor(officer.world, accounts=officer.accounts)
    door = other.get("/office/sign-in")
    other.follow(other.press(door, "/office/sign-in", email=email, password="mat-khau-dung"))
    assert other.get("/office/trouble").path == "/office/trouble"
    return other


@pytest.mark.parametrize("change", ["code", "password", "link"])
def test_what_opens_the_door_anew_ends_all_sessions_that_were_open(
    world: World, change: str
) -> None:
    """Whoever had taken one before would keep it else, and have its second step too."""
    officer, _ = signed_in(world, ADMIN)
    other = beside(officer, ADMIN)
    if change == "code":
        turn_on(officer)
    elif change == "password":
        page = officer.get("/office/security")
        words = {"password": "mat-khau-dung", "new-password": LONG}
        officer.press(page, "/office/security/password", **words)
    else:
        ask(world, ADMIN)
        stranger = Visitor(world, accounts=officer.accounts)
        page = stranger.get(link(world, ADMIN))
        stranger.press(page, "/office/password/", **{"new-password": LONG})
    for browser in (officer, other):
        assert browser.get("/office/trouble").path.startswith("/office/sign-in")


def test_a_mailed_link_sets_one_password_also_in_one_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(world, COMMUNE)
    person, path = Visitor(world), link(world, COMMUNE)
    page, done = person.get(path), []

    def set_first() -> None:
        done.append(person.press(page, "/office/password/", **{"new-password": LONG}))

    meanwhile(monkeypatch, TableStore, "save_account", set_first)
    late = person.press(page, "/office/password/", **{"new-password": f"{LONG}-khac"})
    assert ([one.status for one in done], late.status) == ([303], 410)
    door = person.get("/office/sign-in")
    opened = person.press(door, "/office/sign-in", email=COMMUNE, password=LONG)
    assert opened.status == 303


def test_programs_of_such_a_role_are_refused_too(strict: World) -> None:
    program = Visitor(strict)
    for email in (ADMIN, CHAIRMAN):
        answer = program.call("GET", "/v1/office/worklist", x_claim=email)
        assert (answer.status, answer.json["code"]) == (403, "second-factor-needed")
    program.accounts.codes.add(ADMIN)
    assert program.call("GET", "/v1/office/worklist", x_claim=ADMIN).status == 200


def test_other_roles_go_on_as_before(strict: World) -> None:
    _, page = signed_in(strict, COMMUNE)
    assert page.path == "/office"


def test_a_password_is_changed_by_who_knows_it(world: World) -> None:
    officer, _ = signed_in(world)
    page = officer.get("/office/security")
    wrong = {"password": "falsch", "new-password": LONG}
    assert officer.press(page, "/office/security/password", **wrong).status == 422
    weak = {"password": "mat-khau-dung", "new-password": "kurz"}
    assert officer.press(page, "/office/security/password", **weak).status == 422
    right = {"password": "mat-khau-dung", "new-password": LONG}
    done = officer.follow(officer.press(page, "/office/security/password", **right))
    assert (done.status, done.path) == (200, "/office/sign-in?password=1")
    again = officer.press(done, "/office/sign-in", email=COMMUNE, password=LONG)
    assert again.status == 303


def ask(world: World, email: str) -> Answer:
    person = Visitor(world)
    page = person.get("/office/forgotten")
    answer = person.follow(person.press(page, "/office/forgotten", email=email))
    world.settle()
    return answer


def link(world: World, email: str) -> str:
    text = world.post.last(email, "password-forgotten").mail.text
    address = next(word for word in text.split() if "/office/password/" in word)
    return urlsplit(address).path


def test_a_forgotten_password_is_set_again_by_a_mailed_link(world: World) -> None:
    ask(world, COMMUNE.upper())
    person, path = Visitor(world), link(world, COMMUNE)
    page = person.get(path)
    assert COMMUNE in page.body
    assert person.press(page, "/office/password/", **{"new-password": "kurz"}).status == 422
    done = person.follow(person.press(page, "/office/password/", **{"new-password": LONG}))
    assert done.path.startswith("/office/sign-in")
    assert person.press(done, "/office/sign-in", email=COMMUNE, password=LONG).status == 303
    assert person.get(path).status == 410


def test_strangers_learn_nothing_and_cannot_flood_a_mailbox(world: World) -> None:
    pages = [ask(world, email).body for email in (COMMUNE, "nobody@example.vn", "", COMMUNE)]
    assert len(set(pages)) == 1
    sent = [post for post in world.post.sent if post.template == "password-forgotten"]
    assert [post.to for post in sent] == [COMMUNE]
    world.clock.move(hours=1, minutes=1)
    ask(world, COMMUNE)
    sent = [post for post in world.post.sent if post.template == "password-forgotten"]
    assert len(sent) == 2


def test_who_asks_in_the_moment_of_another_learns_no_more_and_one_mail_goes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = ask(world, "nobody@example.vn").body
    meanwhile(monkeypatch, TableStore, "save_account", lambda: ask(world, COMMUNE))
    assert ask(world, COMMUNE).body == strange
    sent = [post for post in world.post.sent if post.template == "password-forgotten"]
    assert [post.to for post in sent] == [COMMUNE]


def test_only_the_newest_link_opens_and_only_for_its_time(world: World) -> None:
    ask(world, COMMUNE)
    first = link(world, COMMUNE)
    world.clock.move(hours=1, minutes=30)
    ask(world, COMMUNE)
    second, person = link(world, COMMUNE), Visitor(world)
    assert [person.get(path).status for path in (first, second)] == [410, 200]
    world.clock.move(hours=2, minutes=1)
    late = person.get(second)
    assert late.status == 410
    assert late.form("/office/forgotten")
    tampered = second[:-3] + "aaa"
    assert person.get(tampered).status == 404


def test_a_producer_s_link_sets_no_password(world: World) -> None:
    from tests.support.play import confirmed

    story = confirmed(world)
    assert Visitor(world).get(f"/office/password/{story.token}").status == 404
    ask(world, COMMUNE)
    token = link(world, COMMUNE).rpartition("/")[2]
    assert Visitor(world).get(f"/r/{token}").status == 404
