"""What is begun beside a rating as a case of its own: an inspection, a withdrawal, a complaint,
support.

Its reference is that of the case it is about with a mark and a number, so that it takes no number
of a product's, and all that was begun about a case is found by counting.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from ocop.base.errors import NotFound
from ocop.base.hashing import short_id
from ocop.base.moment import local_date
from ocop.cases.asking import let_in_producer
from ocop.cases.case import Case, Position
from ocop.cases.certificate import Certificate
from ocop.cases.effects import Effect, MakePapers
from ocop.cases.flow import entering
from ocop.cases.history import Act, record
from ocop.cases.onward import onward
from ocop.cases.ports import CaseServices
from ocop.cases.proceeding_letters import ProceedingNews
from ocop.cases.subject import Proceeding, Result
from ocop.cases.timing import timing_of
from ocop.certificates.overseeing import days_named
from ocop.law.oversight import Matter
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province

INSPECTED, COMPLAINED, SUPPORTED = "KT", "KN", "HT"  # kiểm tra, khiếu nại, hỗ trợ
MARKS: Mapping[Matter, str] = {
    "inspection": INSPECTED,
    "withdrawal": INSPECTED,
    "complaint": COMPLAINED,
    "support": SUPPORTED,
}
ANNOUNCED: frozenset[Matter] = frozenset(
    {"withdrawal", "complaint", "support"}
)  # inspections may be sudden


def proceedings_about(svc: CaseServices, reference: str, mark: str) -> Iterator[Case]:
    """What was begun about a case under a mark, oldest first."""
    number = 1
    with suppress(NotFound):
        while True:
            yield svc.store.case(svc.store.case_id(f"{reference}-{mark}{number}"))
            number += 1


def proceeding_of(certificate: Certificate, matter: Matter) -> Proceeding:
    """The subject of a proceeding about a certificate."""
    return Proceeding(
        certificate.product,
        certificate.organisation,
        certificate.set_number,
        result=Result(
            stage="",
            total=certificate.total,
            star=certificate.star,
            disqualified=False,
            headline=certificate.headline,
        ),
        certificate=certificate.number,
        matter=matter,
    )


def begun_id(about: Case, key: str) -> str:
    """The id of the case that an act under a key begins about another."""
    return short_id("proceeding", about.id, key)


def begin(
    svc: CaseServices,
    province: Province,
    law: Rulebook,
    about: Case,
    subject: Proceeding,
    act: Act,
) -> Case:
    """Store a proceeding about a case where the law lets it begin, and ask who acts first.

    Raises WrongState where the law knows none, StaleVersion when another was begun meanwhile.
    """
    star = subject.result.star if subject.result else 0
    stage = law.oversight.first_stage(subject.matter, star)
    case = _entered(svc, province, law, _new(svc, law, about, subject, act.key), stage, act)
    brings = onward(svc, province, law, _before(case), case)
    news = ProceedingNews(
        rulebook=law,
        province=province,
        producer=case.producer,
        before=case,
        after=case,
        outcome=law.stage(stage).title,
    )
    told: list[Effect] = [*news.mails()] if subject.matter in ANNOUNCED else []
    if subject.matter == "complaint":
        told.append(MakePapers(case.id, act.event_id(case.id)))  # who complains gets a receipt
    return record(
        svc, None, case, act, assignments=brings.assignments, effects=(*brings.effects, *told)
    )


def _before(case: Case) -> Case:
    """The case as nobody waited for it yet."""
    return replace(case, status="unconfirmed")


def _new(svc: CaseServices, law: Rulebook, about: Case, subject: Proceeding, key: str) -> Case:
    mark, now = MARKS[subject.matter], svc.now()
    number = 1 + sum(1 for _ in proceedings_about(svc, about.reference, mark))
    return Case(
        id=begun_id(about, key),
        reference=f"{about.reference}-{mark}{number}",
        province=about.province,
        unit=about.unit,
        process=law.ref,
        cycle=local_date(now).year,
        status="open",
        party=about.party,
        subject=subject,
        position=Position("", 0, now),
    )


def _entered(
    svc: CaseServices, province: Province, law: Rulebook, case: Case, stage: str, act: Act
) -> Case:
    timing = timing_of(svc, province, case)
    since = days_named(act.form.data) if act.form else {}
    moved = case.moved(entering(law, case.position, stage, replace(timing, since=since)))
    return let_in_producer(svc, moved)
