"""Rounds of councils for programs."""

from collections.abc import Collection
from typing import Any

from ocop.base.codec import encode
from ocop.base.errors import FieldError, InvalidInput
from ocop.base.moment import local_date
from ocop.base.pointers import join
from ocop.base.text import Lang
from ocop.cases.council_round import CouncilRound
from ocop.catalogue.messages import field_text, sentence
from ocop.council.progress import members_of, round_progress
from ocop.council.rounds import (
    RoundRequest,
    convened_by,
    hindrance_of,
    prepare_round,
    waiting_for,
)
from ocop.council.sheet_matrix import matrix_of
from ocop.http import Reply, Request, demand_unchanged, json_reply
from ocop.web.asking import data_in, key_for, nothing_asked
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.round_page import PEOPLE_ACTS, turn_round
from ocop.web.office.round_view import Fields, RoundView, view_of
from ocop.web.office.rounds import councils_convened


def send_rounds(desk: OfficeDesk, request: Request) -> Reply:
    """What waits before each council that the asker convenes, and its rounds."""
    who = desk.who(request)
    convened = councils_convened(who)
    year = local_date(desk.svc.now()).year
    rounds = desk.svc.store.council_rounds(who.province.code, year)
    own = {one.id for one in convened}
    return json_reply(
        {
            "councils": [
                {
                    "id": one.id,
                    "unit": one.unit,
                    "rounds": one.regulation.rounds,
                    "waiting": [
                        {"dossier": case.id, "reference": case.reference}
                        for case in waiting_for(desk.svc, who, one)
                    ],
                }
                for one in convened
            ],
            "rounds": [_brief(one) for one in rounds if one.council in own],
        }
    )


def prepare_by_program(desk: OfficeDesk, request: Request) -> Reply:
    """Sets a round up and answers with its plan."""
    who, sent = desk.who(request), request.json()
    data, council = data_in(sent, request.lang), convened_by(who, str(sent.get("council", "")))
    dossiers = sent.get("products", [])
    if not isinstance(dossiers, list) or not all(isinstance(one, str) for one in dossiers):
        raise InvalidInput([_misfit("products", "type", request.lang)])
    wanted = RoundRequest(data, dossiers, key_for(desk, request, sent))
    group = prepare_round(desk.svc, who, council, wanted, request.lang)
    return _answer(view_of(desk, request, group.id), 201)


def _misfit(name: str, code: str, lang: Lang) -> FieldError:
    return FieldError(join("", name), code, field_text([code], lang, {"label": name}))


def send_round(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A round with its plan; its ETag is the version to release. With `?product=` the sheets of one
    of a released round's products.
    """
    return _answer(view_of(desk, request, id), 200, request.query.get("product", ""))


def turn_by_program(desk: OfficeDesk, request: Request, id: str, verb: str) -> Reply:
    """Releases a round as `If-Match` names it, takes it back, plans it again or gives it up; or
    does what people decide about its seats and its members' time.
    """
    view = view_of(desk, request, id)
    if verb in PEOPLE_ACTS:
        act = PEOPLE_ACTS[verb]
        act.do(desk, view.who, id, _fields(request, act.names), request.lang)
        return _answer(view_of(desk, request, id), 200)
    if verb == "release" and view.group.state != "released":
        demand_unchanged(request, view.group.version, stored=True)
    nothing_asked(request)
    turn_round(desk, view.who, id, verb, view.group.version)
    return _answer(view_of(desk, request, id), 200)


def _fields(request: Request, names: Collection[str]) -> Fields:
    """What an act is told by these names, all of it in words. Raises InvalidInput."""
    sent = request.json()
    more = [_misfit(name, "additionalProperties", request.lang) for name in {*sent} - {*names}]
    wrong = [name for name in names if not isinstance(sent.get(name, ""), str)]
    if more or wrong:
        raise InvalidInput([*more, *(_misfit(name, "type", request.lang) for name in wrong)])
    return sent


def _answer(view: RoundView, status: int, product: str = "") -> Reply:
    headers = {"ETag": f'"{view.group.version}"'}
    document = round_document(view)
    if product and view.group.state == "released":
        document["matrix"] = _matrix_document(view, product)
    return json_reply(document, status, headers=headers)


def _matrix_document(view: RoundView, dossier: str) -> dict[str, Any] | None:
    seen = matrix_of(view.desk.svc, view.who, view.group, dossier)
    if seen is None:
        return None
    rows = [
        {
            "criterion": line.criterion.code,
            "points": dict(line.points),
            "mean": None if line.mean is None else str(line.mean),
            "apart": line.apart,
        }
        for line in seen.lines
    ]
    return {"people": list(seen.people), "criteria": rows, "totals": dict(seen.totals)}


def _brief(group: CouncilRound) -> dict[str, Any]:
    return {
        "id": group.id,
        "council": group.council,
        "unit": group.unit,
        "state": group.state,
        "evaluation": group.evaluation,
        "terms": encode(group.terms),
        "prepared": group.prepared.isoformat(),
        "released": group.released.isoformat() if group.released else None,
        "products": [one.dossier for one in group.products],
    }


def round_document(view: RoundView) -> dict[str, Any]:
    """A round as JSON: who is asked about what and why, whom a tie bars, what hinders it."""
    group, plan = view.group, view.plan
    prepared = group.state == "prepared"
    hindrance = hindrance_of(view.desk.svc, view.who, group, plan) if prepared else ""
    days = {"days": str(view.days_before)} if hindrance else {}
    return {
        **_brief(group),
        "seats": {dossier: dict(why) for dossier, why in plan.seats.items()},
        "barred": {dossier: dict(ties) for dossier, ties in plan.barred.items()},
        "loads": dict(plan.loads),
        "elsewhere": dict(plan.elsewhere),
        "panels": dict(plan.panels),
        "exclusions": [encode(one) for one in group.exclusions],
        "moves": [{**encode(one), "lapsed": plan.lapsed.get(one.id, "")} for one in group.moves],
        "shortfall": encode(plan.shortfall) if plan.shortfall else None,
        "desk": _desk_document(view) if group.state == "released" else None,
        "hindrance": {"code": hindrance, "detail": sentence(hindrance, view.lang, days)}
        if hindrance
        else None,
    }


def _desk_document(view: RoundView) -> dict[str, Any]:
    """How far a released round has come: each product with its members by state and how they agree,
    as far as who asks may see it, and each member over all products.
    """
    products = round_progress(view.desk.svc, view.who, view.group)
    return {
        "products": [
            {
                "dossier": one.product.dossier,
                "state": one.state,
                "people": {state: list(people) for state, people in one.people.items()},
                "late": list(one.late),
                "quorate": one.quorate,
                "opinions": encode(one.opinions) if one.opinions else None,
            }
            for one in products
        ],
        "members": [encode(one) for one in members_of(products)],
    }
