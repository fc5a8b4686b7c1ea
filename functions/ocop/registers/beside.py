"""Acts on records that another act writes together with its own rows, and that are its to allow."""

from collections.abc import Sequence

from ocop.registers.acts import Keeping, RecordStep, blank_record, change_by, record_id
from ocop.registers.change import RegisterChange
from ocop.registers.filling import check_entered
from ocop.registers.places import FEWER_WORDS
from ocop.registers.record import Entered, RegisterRecord


def step_beside(keeping: Keeping, record: RegisterRecord, step: RecordStep) -> RegisterChange:
    """A step of a record that another act writes together with its own rows, and its to allow."""
    return change_by(keeping, record, record, step)


def record_beside(
    keeping: Keeping, entered: Entered, beside: Sequence[RegisterRecord] = ()
) -> RegisterChange:
    """A new record that another act writes together with its own rows, and that is its to allow.

    It may lead to those `beside` it, which are not stored yet, and is found by fewer words, since
    one transaction has room for two such. Raises InvalidInput.
    """
    province, register = keeping.who.province, keeping.register
    filled = check_entered(keeping.svc, province, register, entered.data, entered.lang, beside)
    blank = blank_record(keeping, record_id(keeping, entered.key, entered.unit), entered.unit)
    step = RecordStep("recorded", "recorded", filled, entered.key)
    return change_by(keeping, None, blank, step, FEWER_WORDS)
