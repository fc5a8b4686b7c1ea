"""In a random history: the ministry has an evaluation done again, of a star or of none."""

from typing import TYPE_CHECKING, Any

from ocop.cases.case import Case
from ocop.cases.history import Act
from ocop.cases.subject import Proceeding
from ocop.deciding.redoing import order_redo
from ocop.deciding.redoing_results import order_redo_of_result
from tests.support.oversight import officer

if TYPE_CHECKING:
    from tests.support.chronicle import Chronicle


def redo(chronicle: "Chronicle") -> str:
    """An order about a rating that is over; of a star it may withdraw the recognition as well."""
    over = [
        case
        for case in chronicle.every()
        if case.status == "ended" and not isinstance(case.subject, Proceeding)
    ]
    if not over:
        return chronicle.move()
    return _ordered(chronicle, chronicle.chance.choice(over))


def _ordered(chronicle: "Chronicle", case: Case) -> str:
    svc, who, number = chronicle.world.svc, officer(chronicle.world), case.subject.certificate
    told = _order(chronicle, withdraws=chronicle.chance.random() < 0.5) if number else {}
    day = chronicle.today.isoformat()
    asked = {"document_number": "7/BNNMT", "document_date": day, "reason": "Sai quy định."} | told
    act = Act("opened", "redo", chronicle.key(), asked, by="admin", channel="account")
    if number:
        order_redo(svc, who, number, act, "vi")
        return f"redo: {told['certificate']}"
    order_redo_of_result(svc, who, case.id, act, "vi")
    return "redo: no star"


def _order(chronicle: "Chronicle", *, withdraws: bool) -> dict[str, Any]:
    if not withdraws:
        return {"certificate": "kept"}
    paper = {"decision_number": f"{chronicle.keys}/QĐ-TH", "signer": "Trần Văn Mẫu"}
    return {"certificate": "withdrawn", "decision_date": chronicle.today.isoformat(), **paper}
