"""Products that a decision with its list could not take along: who released it is told."""

from collections.abc import Sequence

from ocop.base.errors import InvalidInput, LinkUsed, OcopError
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.decision_list import DecisionList, ListedProduct
from ocop.cases.effects import SendMail
from ocop.cases.lookup import province_of
from ocop.cases.records import Wake
from ocop.catalogue.messages import problem_text
from ocop.catalogue.texts import say
from ocop.deciding.ports import DecidingServices
from ocop.people.province import Person, Province

LEFT_OUT = "decision-left-out"
DECISIONS_PAGE = "/office/decisions"


@struct(frozen=True)
class LostProduct:
    """A product that a list leaves out, and what is in the way of its decision."""

    item: ListedProduct
    why: OcopError

    def told(self, lang: Lang) -> str:
        """The product with the reason, in words."""
        why = self.why
        if isinstance(why, LinkUsed):
            return f"{self._name}: {say(lang, 'joint.left_moved')}"
        if isinstance(why, InvalidInput) and why.errors:
            return f"{self._name}: {why.errors[0].detail}"
        return f"{self._name}: {problem_text(why.code, lang, why.params)[1]}"

    @property
    def _name(self) -> str:
        return f"{self.item.product} [{self.item.reference}]"


def news_of_left_out(
    svc: DecidingServices, listed: DecisionList, lost: Sequence[LostProduct]
) -> Wake | None:
    """The mail that tells who has released a list what it leaves out; None where they are gone."""
    province, at = province_of(svc, listed.signed.province), svc.now()
    person = province.people.get(listed.by)
    if person is None:
        return None
    mail = _mail(province, person, listed, lost)
    return Wake(f"{at.isoformat()}#left-out#{listed.id}", (mail,), at)


def _mail(
    province: Province, person: Person, listed: DecisionList, lost: Sequence[LostProduct]
) -> SendMail:
    lang = person.lang
    return SendMail(
        template=LEFT_OUT,
        to=person.email,
        lang=lang,
        values={
            **province.shown_on_mails(lang),
            "name": person.name,
            "reference": listed.signed.number,
            "products": "\n".join(one.told(lang) for one in lost),
        },
        page=DECISIONS_PAGE,
        province=province.code,
    )
