"""Large sheets go on by themselves: by the effect that asks for them, and by the clock where that
was lost.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from ocop.base.errors import NotFound, StaleVersion
from ocop.base.text import Lang, pick
from ocop.cases.effects import SendMail
from ocop.cases.lookup import province_of
from ocop.cases.services import Services
from ocop.catalogue.texts import say
from ocop.html import show
from ocop.jobs.walks import Enough
from ocop.people.province import Person, Province
from ocop.registers.exports import make_export
from ocop.registers.import_steps import ImportFiles, PartShelf, carry_on
from ocop.registers.large_sheet import BUSY, QUIET_FOR, LargeSheetStore, SheetImport
from ocop.registers.ports import RegisterServices

SHOWN_OF_ID = 8  # letters, which tell a sheet from the others that somebody sent


@dataclass(frozen=True)
class _Telling:
    """A store that tells by mail whoever sent a sheet when it waits for them, or is over."""

    store: LargeSheetStore
    registers: RegisterServices
    province: Province

    def load(self, province: str, id: str) -> SheetImport:
        return self.store.load(province, id)

    def save(
        self, found: SheetImport, *, ask: bool = False, effects: Sequence[Any] = ()
    ) -> SheetImport:
        person = self.province.people.get(found.by)
        mails = [self._mail(found, person)] if person and found.state not in BUSY else []
        return self.store.save(found, ask=ask, effects=[*effects, *mails])

    def own(self, province: str, register: str, person: str, most: int) -> list[SheetImport]:
        return self.store.own(province, register, person, most)

    def unfinished(self) -> list[tuple[str, str]]:
        return self.store.unfinished()

    def _mail(self, found: SheetImport, person: Person) -> SendMail:
        lang, register = person.lang, self.registers.registers.get(found.register)
        outcome, next_step = _news(found, lang)
        return SendMail(
            template="sheet-ended",
            to=person.email,
            lang=lang,
            values={
                **self.province.shown_on_mails(lang),
                "name": person.name,
                "reference": found.id[:SHOWN_OF_ID],
                "matter": pick(register.title, lang),
                "outcome_label": outcome,
                "next_step": next_step,
            },
            page=f"/office/registers/{register.id}/imports/{found.id}",
            province=self.province.code,
        )


def _news(found: SheetImport, lang: Lang) -> tuple[str, str]:
    """What became of a sheet, and what comes next."""
    names = ("ready", "unchanged", "stored", "lost")
    told = {name: show.grouped(getattr(found, name), lang) for name in names}
    if found.state == "stopped":
        return say(lang, "imports_large.stopped"), say(lang, "imports_large.why_unreadable")
    if found.state == "wrong":
        count = show.grouped(found.wrong, lang)
        return say(lang, "registers.wrong", count=count), say(lang, "imports_large.next_wrong")
    outcome = say(lang, f"imports_large.{found.state}", **told)
    return outcome, say(lang, f"imports_large.next_{found.state}", **told)


@dataclass(frozen=True)
class _Work:
    """What the steps of an import work with."""

    registers: RegisterServices
    imports: _Telling
    files: ImportFiles
    shelf: PartShelf


def take_large_sheet(svc: Services, province: str, id: str, enough: Enough) -> int:
    """Look at a sheet, or store it, as far as the time goes; how many records are done. Whoever
    sent it is told by mail when that is over. What is gone is nothing to do. Raises Unavailable.
    """
    with suppress(NotFound):
        home, registers = province_of(svc, province), svc.registers
        telling = _Telling(registers.imports, registers, home)
        return carry_on(_Work(registers, telling, svc.files, svc.shelf), home, id, enough).done
    return 0


def make_sheet(svc: Services, province: str, id: str) -> int:
    """Make the sheet of a whole list; how many records it holds. What is gone is nothing to do.
    Raises Unavailable.
    """
    with suppress(NotFound):
        return make_export(svc.registers, svc.shelf, province_of(svc, province), id).records
    return 0


def see_to_sheets(svc: Services) -> int:
    """Have every sheet gone on with that has not moved for a while; how many there were."""
    store, count = svc.registers.imports, 0
    for province, id in store.unfinished():
        found = store.load(province, id)
        if svc.now() - found.at > QUIET_FOR:
            with suppress(StaleVersion):  # it moves
                store.save(replace(found, at=svc.now()), ask=True)
                count += 1
    return count
