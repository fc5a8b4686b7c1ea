"""What people decide about a round beside its plan, on the page of the round: members left out on
request, seats moved by hand with a second person.
"""

from collections.abc import Iterator, Mapping

from ocop.base.text import Lang
from ocop.cases.council_round import CouncilRound, RoundProduct, SeatMove
from ocop.catalogue.messages import sentence
from ocop.council.by_hand import (
    ASKERS,
    ExclusionRequest,
    MoveRequest,
    confirm_move,
    exclude_member,
    lift_exclusion,
    propose_move,
    refuse_move,
)
from ocop.html import ActButton, Box, Component, FieldChoice, Folded, Panel, Paragraph
from ocop.people.rights import Officer
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.round_view import Fields, RoundAct, RoundView

EXCLUSION = ("dossier", "person", "asker", "reason")
MOVE = ("dossier", "gone", "to", "reason")


def _exclude(desk: OfficeDesk, who: Officer, id: str, fields: Fields, lang: Lang) -> CouncilRound:
    wanted = ExclusionRequest(*(fields.get(name, "") for name in EXCLUSION))
    return exclude_member(desk.svc, who, id, wanted, lang)


def _lift(desk: OfficeDesk, who: Officer, id: str, fields: Fields, _: Lang) -> CouncilRound:
    return lift_exclusion(desk.svc, who, id, fields.get("dossier", ""), fields.get("person", ""))


def _move(desk: OfficeDesk, who: Officer, id: str, fields: Fields, lang: Lang) -> CouncilRound:
    wanted = MoveRequest(*(fields.get(name, "") for name in MOVE))
    return propose_move(desk.svc, who, id, wanted, lang)


def _confirm(desk: OfficeDesk, who: Officer, id: str, fields: Fields, _: Lang) -> CouncilRound:
    return confirm_move(desk.svc, who, id, fields.get("move", ""))


def _refuse(desk: OfficeDesk, who: Officer, id: str, fields: Fields, _: Lang) -> CouncilRound:
    return refuse_move(desk.svc, who, id, fields.get("move", ""))


BY_HAND_ACTS: Mapping[str, RoundAct] = {
    "exclude": RoundAct(EXCLUSION, _exclude),
    "lift": RoundAct(EXCLUSION[:2], _lift),
    "move": RoundAct(MOVE, _move, blames="to"),
    "confirm": RoundAct(("move",), _confirm),
    "refuse": RoundAct(("move",), _refuse),
}


def left_out_in_words(view: RoundView, dossier: str) -> dict[str, str]:
    """Who is left out of a product on request, with who asked and why."""
    return {
        one.person: view.say(f"excluded_by_{one.asker}", reason=one.reason)
        for one in view.group.exclusions
        if one.dossier == dossier
    }


def move_panel(view: RoundView) -> list[Component]:
    """The seats moved by hand; what waits for a second person first."""
    moves = sorted(view.group.moves, key=lambda one: one.state != "proposed")
    parts = [part for one in moves for part in _of_move(view, one)]
    return [Panel(title=view.say("moves"), parts=parts)] if parts else []


def _of_move(view: RoundView, move: SeatMove) -> Iterator[Component]:
    names = {one.dossier: one.product for one in view.group.products}
    yield Paragraph(
        text=view.say(
            "moved",
            product=names.get(move.dossier, move.dossier),
            gone=view.name(move.gone),
            to=view.name(move.to),
        )
    )
    told = {"name": view.name(move.by), "second": view.name(move.settled_by)}
    standing = view.say(f"move_{move.state}", reason=move.reason, **told)
    if code := view.plan.lapsed.get(move.id):
        standing = view.say("move_lapsed", why=sentence(code, view.lang))
    yield Paragraph(text=standing, tone="soft")
    if view.group.state == "prepared" and move.state == "proposed":
        yield from _settling(view, move)


def _settling(view: RoundView, move: SeatMove) -> Iterator[ActButton]:
    own, hidden = view.who.person.id == move.by, {"move": move.id}
    if not own:
        yield ActButton(
            action=f"{view.home}/confirm",
            label=view.say("act_confirm"),
            note=view.say("note_confirm"),
            hidden=hidden,
            tone="primary",
        )
    yield ActButton(
        action=f"{view.home}/refuse",
        label=view.say("act_withdraw" if own else "act_refuse"),
        note=view.say("note_refuse"),
        hidden=hidden,
        folded=True,
    )


def by_hand_forms(view: RoundView, product: RoundProduct) -> Iterator[Component]:
    """What may be done by hand about one product of a prepared round."""
    if view.group.state != "prepared":
        return
    hidden = {"dossier": product.dossier}
    seats = [*view.plan.seats.get(product.dossier, {})]
    left_out = view.group.excluded(product.dossier)
    scorers = [one.person for one in view.council.scorers]
    spare = [one for one in scorers if one not in seats and one not in left_out]
    asker = _select("asker", view.say("asker"), [(one, view.say(f"asker_{one}")) for one in ASKERS])
    for person in sorted(left_out):
        yield ActButton(
            action=f"{view.home}/lift",
            label=view.say("act_lift", name=view.name(person)),
            note=view.say("note_lift"),
            hidden={**hidden, "person": person},
            folded=True,
        )
    asked = [one for one in scorers if one not in left_out]
    yield _form(view, "exclude", hidden, [_people(view, "person", "excluded_member", asked), asker])
    if seats and spare:
        boxes = [_people(view, "gone", "move_gone", seats), _people(view, "to", "move_to", spare)]
        yield _form(view, "move", hidden, boxes)


def _form(view: RoundView, verb: str, hidden: Fields, boxes: list[Box]) -> Folded:
    return view.ask(verb, view.say(f"ask_{verb}"), hidden, [*boxes, view.reason_box()])


def _people(view: RoundView, name: str, label: str, people: list[str]) -> Box:
    return _select(name, view.say(label), [(one, view.name(one)) for one in people])


def _select(name: str, label: str, choices: list[tuple[str, str]]) -> Box:
    options = tuple(FieldChoice(value=value, label=said) for value, said in choices)
    return Box(id="", name=name, label=label, type="select", choices=options)
