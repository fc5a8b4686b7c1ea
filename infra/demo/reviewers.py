"""Officers, advisors and council members, by the links in their mail or signed in."""

from collections.abc import Callable, Mapping, Sequence

from infra.demo import papers, sheets
from infra.demo.case import Case
from infra.demo.client import Answer, Visitor
from infra.demo.devices import FORBIDDEN, known_program, let_in
from infra.demo.page import Form, Page, flat
from infra.demo.postbox import Letter
from infra.demo.story import Step
from infra.local.runtime import SAMPLE_PASSWORD

Answers = Mapping[str, str]
DEAD = 410
# What members of a council of so many give beside the wished mean; each row sums to nothing.
CLOSE = {
    5: (0, 1, -1, 2, -2),
    6: (0, 1, -1, 2, -2, 0),
    7: (0, 1, -1, 2, -2, 3, -3),
}


class Unexpected(Exception):
    """Something happened that the story does not tell."""


def decide(case: Case, step: Step) -> str:
    """An officer decides: by the link in the mail, by its token, or signed in."""
    office, how = step.text("by"), step.text("via") or "link"
    told = case.scene.post.count(case.product.email, case.reference)
    by = WAYS[how](case, step, case.open_mail(case.officer(office)))
    if not step.said.get("untold"):
        case.scene.post.await_count(case.product.email, case.reference, told + 1)
    if office == "centre":
        case.passed(office)
    return f"{office} decides {by}: {step.text('outcome')}"


def remind(case: Case, step: Step) -> str:
    """Nobody acts: the officer gets a mail that says so."""
    office, subject = step.text("by"), step.text("subject")
    case.scene.post.await_new(case.officer(office), case.reference, subject)
    return f"{office} does nothing and is told: {subject}"


def _by_link(case: Case, step: Step, letter: Letter) -> str:
    person, by = case.scene.visitor(), "by link"
    answer = person.get(letter.link, 200, FORBIDDEN, DEAD)
    if answer.status == DEAD:
        answer = person.get(_renewed(case, step, letter).link, 200, FORBIDDEN)
        by = "by a renewed link"
    to = case.officer(step.text("by"))
    answer = let_in(person, answer, case.scene.post, to, case.reference)
    _fill_in(person, answer.page.form("/decide"), step)
    return by


def _by_token(case: Case, step: Step, letter: Letter) -> str:
    program, address, by = case.scene.visitor(), f"/v1/reviews/{letter.key}", "by token"
    answer = program.api("GET", address, None, letter.token, 200, FORBIDDEN, DEAD)
    if answer.status == DEAD:
        letter, by = _renewed(case, step, letter), "by a renewed token"
    to = case.officer(step.text("by"))
    device = known_program(program, letter, case.scene.post, to, case.reference)
    answer = program.api("GET", address, None, letter.token, device=device)
    fields = answer.json()["form"]["schema"]["properties"]
    inner = (name for one in fields.values() for name in one.get("properties", ()))
    verdict = papers.verdict(step, {*fields, *inner})
    sent = {"data": verdict}
    program.api("POST", f"{address}/decide", sent, letter.token, device=device)
    return by


def _renewed(case: Case, step: Step, letter: Letter) -> Letter:
    """The mail with a new link, asked for on the page of the link that has expired."""
    person = case.scene.visitor()
    person.send(person.get(letter.link, DEAD).page.form("/r/renew"), {})
    return case.open_mail(case.officer(step.text("by")))


def _by_list(case: Case, step: Step, _: Letter) -> str:
    """The products that are ready, in one decision with its list, which is looked at first. It is
    held for a while, taken back, and released again; the clock lets it go out.
    """
    person, told = case.scene.visitor(), papers.verdict(step, set())
    _sign_in(person, case.officer(step.text("by")))
    paper = {name: told[name] for name in ("decision_number", "decision_date", "signer")}
    person.send(_released(person, paper).form("/office/decisions/undo"), {})
    _released(person, paper).form("/office/decisions/undo")
    return "with all that are ready, in one decision, taken back once and released again"


def _released(person: Visitor, paper: Answers) -> Page:
    """The desk after a list was looked at and released, with the way to take it back."""
    desk = person.get("/office/decisions").page
    seen = person.send(desk.form("/office/decisions/preview"), flat(paper)).page
    return person.send(seen.form("/office/decisions/release"), {}).page


def _sign_in(person: Visitor, email: str) -> Answer:
    who = {"email": email, "password": SAMPLE_PASSWORD}
    return person.send(person.get("/office/sign-in").page.form("/office/sign-in"), who)


def _signed_in(case: Case, step: Step, _: Letter) -> str:
    person, email = case.scene.visitor(), case.officer(step.text("by"))
    work = _sign_in(person, email).page
    wanted = f"/office/dossiers/{case.dossier}"
    if wanted not in work.links:
        raise Unexpected(f"{case.reference} is not in the worklist of {email}")
    page = person.get(wanted).page
    longer = [link for link in page.links if link.endswith("/decide")]
    _fill_in(person, (person.get(longer[0]).page if longer else page).form("/decide"), step)
    return "signed in"


def _fill_in(person: Visitor, form: Form, step: Step) -> None:
    asked = {
        part for control in form.controls if "/" in control.name for part in control.name.split("/")
    }
    person.send(form, flat(papers.verdict(step, asked)))


WAYS: dict[str, Callable[[Case, Step, Letter], str]] = {
    "link": _by_link,
    "token": _by_token,
    "office": _signed_in,
    "list": _by_list,
}


def score(case: Case, step: Step) -> str:
    """Every member scores, or the `first` so many, or the `rest` after them; where the story says
    so one declares a conflict or all reject.
    """
    level, first = step.text("level"), step.number("first")
    council = case.cast.council(level, case.product.commune)
    asked = council[step.number("rest") : first or len(council)]
    letters = [case.open_mail(to) for to in asked]
    told = case.scene.post.count(case.product.email, case.reference)
    if step.said.get("conflict"):
        _declare(case, declaring := letters.pop(1), step)
        case.scene.post.scan_again(case.reference, declaring)
    given = _sheets(case, step, letters, away=len(council) - len(asked))
    for place, (letter, answers) in enumerate(zip(letters, given, strict=True)):
        (_score_by_token if place else _score_by_page)(case, letter, answers)
        case.scene.post.scan_again(case.reference, letter)
    case.passed(level)
    if not step.said.get("apart") and not first:
        case.scene.post.await_count(case.product.email, case.reference, told + 1)
    of = f"{len(letters)} of {len(council)}" if first else f"council of {len(letters)}"
    return f"{level} {of} scores: {_summary(step)}"


def _summary(step: Step) -> str:
    if step.said.get("reject"):
        return "rejected"
    words = [step.text("total")]
    words += [f"spread over {step.number('apart')}"] if step.said.get("apart") else []
    words += ["one conflict declared"] if step.said.get("conflict") else []
    return ", ".join(words)


def _sheets(case: Case, step: Step, letters: Sequence[Letter], *, away: int) -> list[Answers]:
    members = len(letters)
    if step.said.get("reject"):
        ticked = {step.text("reject"): "true", "rejection_reason": step.text("reason")}
        return [ticked] * members
    star, missed = step.number("star"), step.number("missed")
    again = step.said.get("again")
    kept = [_kept(case, one) if again else {} for one in letters]
    every = _totals(step.number("total"), members + away, step.number("apart"))
    totals = every[step.number("rest") :][:members]
    return [
        _sheet(case, total, star, missed, stays) for total, stays in zip(totals, kept, strict=True)
    ]


def _kept(case: Case, letter: Letter) -> dict[int, sheets.Level]:
    """What a second scoring does not ask again of a member's sheet, by the criteria's places."""
    address = f"/v1/reviews/{letter.key}"
    told = case.scene.visitor().api("GET", address, None, letter.token).json()
    answers: Mapping[str, str] = told["sheet"]["data"]
    return {
        place: None if answers[name] == "none" else int(answers[name])
        for place, name in enumerate(case.level_fields)
        if name not in told["again"]
    }


def _totals(mean: int, members: int, apart: int) -> Sequence[int]:
    """The members' totals: near each other, or the last one far below the others."""
    if apart:
        return [mean] * (members - 1) + [mean - apart - 1]
    return [mean + off for off in CLOSE[members]]


def _sheet(
    case: Case, total: int, star: int, missed: int, kept: Mapping[int, sheets.Level]
) -> Answers:
    levels = sheets.levels_for(case.criteria, total, star, missed, kept)
    return sheets.as_answers(case.level_fields, levels)


def _score_by_page(case: Case, letter: Letter, answers: Answers) -> None:
    person = case.scene.visitor()
    person.get(letter.link)
    score_step_by_step(person, letter.key, flat(dict(answers)))


def score_step_by_step(person: Visitor, key: str, answers: Mapping[str, str]) -> Answer:
    """Fill in every step of a sheet that is open in somebody's browser, then hand it in."""
    start = address = f"/r/{key}"
    address += "?at=1"
    while "at=" in address:
        form = person.get(address).page.form("/save")
        address = person.send(form, _asked_in(form, answers), do="next").url
    form = person.get(start).page.form("/save")
    return person.send(form, _asked_in(form, answers))


def _asked_in(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    names = {control.name for control in form.controls}
    return {name: answer for name, answer in answers.items() if name in names}


def _score_by_token(case: Case, letter: Letter, answers: Answers) -> None:
    data = {name: True if answer == "true" else answer for name, answer in answers.items()}
    address = f"/v1/reviews/{letter.key}/submit"
    case.scene.visitor().api("POST", address, {"data": data}, letter.token)


def _declare(case: Case, letter: Letter, step: Step) -> None:
    """Declare a conflict; the link has to be dead at once, and the secretary hears of it."""
    person = case.scene.visitor()
    form = person.get(letter.link).page.form("/conflict")
    person.send(form, {"reason": step.text("conflict")})
    person.get(letter.link, DEAD)
    secretary = case.cast.secretary(step.text("level"), case.product.commune)
    case.scene.post.await_new(secretary, case.reference, "xung đột")
