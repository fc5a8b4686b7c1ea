"""Figures that are counted at night: of cases and certificates, and the board for the public."""

from collections.abc import Iterable
from datetime import date

from ocop.base.errors import NotFound
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.people.province import Province
from ocop.programme.board import snapshot_of
from ocop.programme.derived import CASES_LIST, CERTIFICATES_LIST, case_heads, certificate_heads
from ocop.programme.ports import ProgrammeServices
from ocop.programme.reading import read_board


def count_derived(
    svc: ProgrammeServices,
    province: str,
    certificates: Iterable[Certificate],
    cases: Iterable[Case],
) -> None:
    """Keep the running totals of a province's certificates and cases."""
    heads = certificate_heads(certificates)
    svc.store.replace_derived(province, CERTIFICATES_LIST, heads)
    svc.store.replace_derived(province, CASES_LIST, case_heads(cases))


def publish_board(svc: ProgrammeServices, province: Province, day: date) -> bool:
    """Keep the province's board as everybody may read it; False where it has no plan."""
    try:
        board = read_board(svc, province, province.code, day)
    except NotFound:
        return False
    svc.store.keep_board(snapshot_of(board))
    return True
