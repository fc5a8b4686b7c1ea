"""Before a council only with an approved list, where the council's regulation asks for one."""

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.lookup import province_of
from ocop.cases.yearly_list import council_bound, not_listed
from ocop.catalogue.messages import sentence
from ocop.deciding.ports import DecidingServices


def demand_listed(svc: DecidingServices, case: Case, to: str, lang: Lang) -> None:
    """Let a case go before a council that is asked at once. Raises InvalidInput where it sits on
    products of an approved list alone, and no list has this one.
    """
    stage = svc.rulebooks.at(case.process).stages.get(to)
    if stage is None or stage.kind != "council":
        return
    province = province_of(svc, case.province)
    unit = province.unit_at(case.unit, stage.level).code
    seated = (one for one in province.councils if (one.level, one.unit) == (stage.level, unit))
    council = council_bound(svc, seated)
    if council and not_listed(svc, council, [case]):
        told = sentence("not-listed", lang, {"reference": case.reference})
        raise InvalidInput([FieldError("/outcome", "not-listed", told)])
