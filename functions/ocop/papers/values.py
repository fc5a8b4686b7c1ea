"""The values that papers are filled with: the case, its people, places and dates, and what was
filed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from ocop.base.calendar import VIETNAM
from ocop.base.moment import local_date
from ocop.base.points import show_points
from ocop.base.text import pick
from ocop.cases.case import IDEA
from ocop.cases.lookup import calendar_of
from ocop.cases.product_code import product_code
from ocop.cases.sources import ASSESSMENT
from ocop.cases.subject import Proceeding
from ocop.catalogue.naming import ministry_on
from ocop.catalogue.texts import say
from ocop.documents.layout import Rows, Values
from ocop.documents.wording import day_in_words, short_day, with_zero
from ocop.law.rulebook import Limit
from ocop.papers.answers import answers_of, titles_of, yes_or_no
from ocop.papers.dossier_rows import dossier_rows
from ocop.papers.joint import joint_values, recognised_rows
from ocop.papers.ministry_parts import package_rows
from ocop.papers.offices import CENTRE, complained_of, decider, office_values, spelt_out
from ocop.papers.places import committee, low_name, place_name
from ocop.papers.received import slip_values
from ocop.papers.scene import PaperScene
from ocop.papers.scores import advised_scores, advising_team, score_values, self_scores


def values_of(scene: PaperScene, base_url: str = "") -> Values:
    """Everything a layout may name; what is not known is left out."""
    values: dict[str, str | Rows] = {}
    for event in scene.filings:
        values |= answers_of(scene.schema_of(event), event.data, event.form)
    values |= {**_case(scene), **_places(scene), **_person(scene), **_received(scene)}
    values |= {**_decision(scene), **_result(scene, base_url), **score_values(scene)}
    values |= {**_tables(scene), **slip_values(scene)}
    values |= {**_proceeding(scene), **joint_values(scene)}
    return {name: value for name, value in values.items() if value}


def _case(scene: PaperScene) -> dict[str, str]:
    case, rulebook = scene.case, scene.rulebook
    chosen, year = scene.criteria, scene.day.year
    return {
        "reference": case.reference,
        "product_code": product_code(case) or case.reference,
        "product": case.subject.product,
        "organisation": case.subject.organisation,
        "round": _round(case.subject.evaluation_round, year),
        "year": case.subject.evaluation_round.partition("-")[0] or str(year),
        "law": rulebook.decision,
        "set_name": f"{chosen.number:02d}. {pick(chosen.name, 'vi')}",
        "form_title": scene.form_title(scene.event.form or IDEA),
        "again": case.subject.previous if case.subject.occasion == "re-rating" else "",
        "office_reports": "1" if _by_office(scene) else "",
        "contact": pick(scene.province.contact, "vi") if scene.province.contact else "",
        "date": day_in_words(scene.day),
        "hour": _hour(scene.event.at),
    }


def _by_office(scene: PaperScene) -> bool:
    """Whether the OCOP office itself looks into the dossier and reports to the council's chair, as
    of a re-rating (26/2026/QĐ-TTg, Điều 7 khoản 6 điểm c), and no advisory team.
    """
    rule = scene.rulebook.again_rule(scene.case.subject.occasion)
    return rule is not None and rule.visit


def _hour(at: datetime) -> str:
    local = at.astimezone(VIETNAM)
    return say("vi", "papers.hour", hour=f"{local:%H}", minute=f"{local:%M}")


def _round(name: str, year: int) -> str:
    """The round, or where the law has none (148 and 1048 at the district) the year of the act."""
    of, _, number = name.partition("-")
    told = say("vi", "papers.round", number=number, year=of)
    return told if number else say("vi", "papers.round_of_year", year=year)


def _places(scene: PaperScene) -> dict[str, str | Rows]:
    """Agencies and the place on the paper: those of the level at which the act was."""
    level = scene.stage.level if scene.stage else "province"
    commune, top = (scene.unit_at(each) for each in ("commune", "province"))
    tallied = scene.tallied or scene.event
    sat = scene.rulebook.stages.get(tallied.stage)
    seat = scene.unit_at(sat.level if sat and scene.tallied else "province")
    agency, place = _office(scene, level)
    told_by = scene.unit_at("district" if level == "district" else "province")
    return {
        "agency": agency,
        "agency_upper": agency.upper(),
        "place": place,
        "office_agency": committee(told_by),
        "office_place": place_name(told_by),
        "decider": decider(scene, level),
        "at_commune": "1" if level == "commune" else "",
        "commune_place": place_name(commune),
        **office_values(scene, told_by),
        "commune_agency": committee(commune),
        "province_agency": committee(top),
        "council_superior": committee(seat),
        "council_agency": say("vi", "papers.council", unit=low_name(seat)),
    }


def _office(scene: PaperScene, level: str) -> tuple[str, str]:
    """Who acts at a level, and the place that stands on its papers."""
    if level == CENTRE:
        return ministry_on(scene.day, "vi"), say("vi", "papers.ministry_place")
    unit = scene.unit_at(level)
    return committee(unit), place_name(unit)


def _person(scene: PaperScene) -> dict[str, str]:
    """The producer, as the newest form that says so has it; and who did the act."""
    known = {**_rated(scene), **scene.data_of(IDEA), **scene.data_of("registration")}
    author = scene.province.people.get(scene.event.by)
    return {
        **{name: str(known.get(name, "")) for name in ("address", "phone", "representative")},
        "email": scene.case.party.email,
        "author": author.name if author else "",
    }


def _rated(scene: PaperScene) -> Mapping[str, str]:
    """The producer of the product that an inspection, a withdrawal or a complaint is about, as the
    forms of its rating have it.
    """
    subject, store = scene.case.subject, scene.svc.store
    if not isinstance(subject, Proceeding) or not subject.certificate:
        return {}
    events = store.events(store.certificate(subject.certificate).dossier)
    told = [event.data for event in events if event.form in (IDEA, "registration")]
    return {name: value for data in told for name, value in data.items() if isinstance(value, str)}


def _received(scene: PaperScene) -> dict[str, str]:
    """Until when which office answers a filing: the due day that was set with it."""
    asked = scene.next_asked
    if asked is None or scene.event.kind not in ("submitted", "confirmed"):
        return {}
    stage = scene.rulebook.stages.get(asked.stage)
    unit = scene.unit_at(stage.level if stage else "province")
    return {
        "office": committee(unit),
        "place": place_name(unit),
        "due_day": short_day(local_date(asked.due)) if asked.due else "",
        "limit": _limit(scene, stage.limit) if stage and stage.limit else "",
        "files": str(len(scene.event.files)),
    }


def _limit(scene: PaperScene, limit: Limit) -> str:
    article = spelt_out(scene.rulebook, limit.article)
    article = f" ({article})" if article else ""
    return say("vi", f"papers.limit_{limit.unit}", n=limit.amount) + article


def _decision(scene: PaperScene) -> dict[str, str]:
    data = scene.event.data
    if scene.event.kind != "decided":
        return {}
    told = data.get("decision_date") or data.get("document_date")
    dated = date.fromisoformat(told) if told else None
    signer = str(data.get("signer", ""))
    return {
        "decision_number": with_zero(str(data.get("decision_number", ""))),
        "decision_date": day_in_words(dated or scene.day),
        **({"date": day_in_words(dated)} if dated else {}),
        "signer": signer,
        "is_proposed": "1" if data.get("outcome") == "propose" else "",
    }


def _result(scene: PaperScene, base_url: str) -> dict[str, str]:
    held, number = scene.case.subject.result, scene.case.subject.certificate
    if held is None:
        return {}
    total = show_points(held.total, "vi")
    values = {"star": str(held.star), "points": total, "result_points": total}
    if not number or scene.event.kind != "decided":
        return values
    certificate = scene.svc.store.certificate(number)
    return {
        **values,
        "certificate": number,
        "certificate_address": f"{base_url}/certificates/{number}",
        "months": str(scene.rulebook.certificate_months),
        "valid_from": day_in_words(certificate.issued),
        "valid_to": short_day(certificate.valid_to),
        "last_day": day_in_words(certificate.valid_to),
        **_issuer(scene),
    }


def _proceeding(scene: PaperScene) -> dict[str, str]:
    """Why something was decided, what a complaint is about, and of a withdrawal on which ground of
    the law; the code of the product is that on its certificate.
    """
    subject, reason = scene.case.subject, str(scene.event.data.get("reason", ""))
    told = {"decided_reason": reason, "answer_day": _answer_day(scene)}
    if not isinstance(subject, Proceeding):
        return told
    told["complained_of"] = complained_of(scene)
    if subject.late and subject.until:
        told["complaint_until"] = day_in_words(subject.until)
    if subject.certificate:
        certificate = scene.svc.store.certificate(subject.certificate)
        told["certificate"] = certificate.shown_number
        told["product_code"] = certificate.product_code
    if subject.ground:
        ground = scene.rulebook.oversight.ground(subject.ground)
        text = pick(ground.text, "vi").removesuffix(".")
        article = spelt_out(scene.rulebook, ground.article)
        told |= {"ground": text, "ground_article": article}
    return told


def _answer_day(scene: PaperScene) -> str:
    """Until when whoever is asked next has to answer; a producer by the limit of their stage."""
    asked = scene.next_asked
    if asked and asked.due:
        return short_day(local_date(asked.due))
    chosen = str(scene.event.data.get("outcome", "")) if scene.event.kind == "decided" else ""
    target = scene.stage.outcome(chosen).to if scene.stage and chosen else ""
    waits = scene.rulebook.stages.get(target)
    limit = waits.limit if waits and waits.waits_for_producer else None
    if limit is None or limit.unit == "round":
        return ""
    calendar = calendar_of(scene.svc, scene.province)
    return short_day(local_date(calendar.deadline(scene.event.at, limit.amount, limit.unit)))


def _issuer(scene: PaperScene) -> dict[str, str]:
    """Who gives the certificate, where, and as what whoever signs it does (Điều 7.3e, 7.4e)."""
    level = scene.stage.level if scene.stage else "province"
    agency, place = _office(scene, level)
    position = "papers.minister" if level == CENTRE else "papers.chairman"
    return {"issuer": agency, "issuer_place": place, "issuer_position": say("vi", position)}


def _tables(scene: PaperScene) -> dict[str, Rows]:
    case = scene.case.subject
    product = ("1", case.product, case.organisation)
    chosen = pick(scene.criteria.name, "vi")
    points = show_points(case.result.total, "vi") if case.result else ""
    star = say("vi", "papers.stars", n=case.result.star) if case.result else ""
    address = _person(scene)["address"]
    alone = (*product, address, points, star)
    return {
        "product_row": [(*product, chosen)],
        "result_row": [(*product, points, star)],
        "recognised_row": recognised_rows(scene) or [alone],
        "received_forms": list(_forms(scene)),
        "held_papers": list(_held(scene)),
        "dossier_papers": list(dossier_rows(scene)),
        "self_criteria": self_scores(scene, ASSESSMENT),
        "advised_criteria": advised_scores(scene),
        "advising_team": advising_team(scene),
        "package": list(package_rows(scene)),
    }


def _forms(scene: PaperScene) -> Iterator[tuple[str, str, str]]:
    own = [event for event in scene.filings if event.actor == "producer"]
    for number, event in enumerate(own, 1):
        yield str(number), scene.form_title(event.form), short_day(local_date(event.at))


def _held(scene: PaperScene) -> Iterator[tuple[str, str]]:
    """The papers that the assessment says there are."""
    filing = scene.filed(ASSESSMENT)
    if filing is None:
        return
    held: Mapping[str, object] = filing.data.get("papers", {})
    for name, title in titles_of(scene.schema_of(filing), "papers").items():
        value = held.get(name)
        yield title, str(value) if isinstance(value, str) else yes_or_no(value)
