"""Who acts in a paper, what it rests on and which article it names, as offices write them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ocop.base.collation import folded
from ocop.base.moment import local_date
from ocop.cases.event import Event
from ocop.cases.subject import Proceeding
from ocop.catalogue.naming import decision_numbered, local_law_on, ministry_on
from ocop.catalogue.texts import say
from ocop.documents.layout import Rows
from ocop.documents.wording import day_in_words, with_zero
from ocop.law.citing import OF_THE_LAW
from ocop.law.rulebook import Rulebook
from ocop.papers.places import PlacedUnit, committee, low_name
from ocop.papers.scene import PaperScene

CENTRE = "centre"
_ARTICLE = re.compile(r"\S+ ([0-9]+)(?:\.([0-9]+)([^\W\d_])?)?")  # its word, article, clause, point
_ACTS = ("decided", "tallied")


def office_values(scene: PaperScene, told_by: PlacedUnit) -> dict[str, str | Rows]:
    """The office that runs the programme for a unit, by the province's own words where its document
    has them (`ocop_office` of its settings); and what papers of the day rest on.
    """
    named: Mapping[str, str] = scene.province.settings.get("ocop_office", {})
    named = named if told_by.level == "province" else {}
    general = say("vi", f"papers.ocop_office_{told_by.level}")
    return {
        "ocop_office": named.get("name", general),
        "ocop_office_within": named.get("name", general[:1].lower() + general[1:]),
        "ocop_office_above": say("vi", f"papers.ocop_office_above_{told_by.level}"),
        "ocop_superior": named.get("superior", committee(told_by)),
        "ocop_head": named.get("head", say("vi", "papers.ocop_head")),
        "ocop_sign": named.get("sign", say("vi", "papers.ocop_sign")),
        "ministry": ministry_on(scene.day, "vi"),
        "local_law": say("vi", "papers.base_law", law=local_law_on(scene.day)),
        "law_bases": [(line,) for line in _bases(scene.rulebook)],
    }


def decider(scene: PaperScene, level: str) -> str:
    """Who decides at a level, as what: a committee's chairman, or the minister."""
    if level == CENTRE:
        return say("vi", "papers.decider_minister", office=ministry_on(scene.day, "vi"))
    return say("vi", "papers.decider_chairman", office=committee(scene.unit_at(level)))


def _bases(law: Rulebook) -> Iterator[str]:
    """Each decision of a law with its day, who made it and what it is about."""
    for number in law.decision.split(", "):
        known = decision_numbered(number)
        if known is None:
            yield say("vi", "papers.base_number", number=number)
        else:
            told = {"day": day_in_words(known.day), "subject": known.subject}
            yield say("vi", "papers.base_decision", number=number, **told)


def spelt_out(law: Rulebook, article: str) -> str:
    """An article as papers cite it, point before clause before article, with its decision; what
    names its law itself stays as it is, and so does "", a setting.
    """
    found = _ARTICLE.fullmatch(article)
    if found is None or not folded(article).startswith(OF_THE_LAW):
        return article
    number, clause, point = found.groups()
    kind = "point" if point else "clause" if clause else "whole"
    told = {"article": number, "clause": clause, "point": point}
    return say("vi", f"papers.article_{kind}", decision=law.decision, **told)


def complained_of(scene: PaperScene) -> str:
    """The decision or the result that a complaint is about; "" of what is none."""
    subject = scene.case.subject
    if not isinstance(subject, Proceeding) or not subject.about:
        return ""
    opened = scene.events[0].at
    acts = [
        event
        for event in scene.svc.store.events(subject.about)
        if event.kind in _ACTS and event.at <= opened
    ]
    return _in_words(scene, acts[-1]) if acts else ""


def _in_words(scene: PaperScene, act: Event) -> str:
    about = scene.svc.store.case(act.dossier)
    stage = scene.svc.rulebooks.at(about.process).stages.get(act.stage)
    level = stage.level if stage else "province"
    number = str(act.data.get("decision_number", ""))
    if not number:
        council = say("vi", "papers.council", unit=low_name(scene.unit_at(level)))
        day = day_in_words(local_date(act.at))
        return say("vi", "papers.complained_result", council=council, day=day)
    day = day_in_words(date.fromisoformat(str(act.data["decision_date"])))
    told = {"number": with_zero(number), "day": day, "office": decider(scene, level)}
    return say("vi", "papers.complained_decision", **told)
