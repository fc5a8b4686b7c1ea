"""Numbers that organisations are known by: tax numbers, and personal ids of households.

A tax number has ten digits, a branch's three more; the tenth digit is computed from the nine before
it. Households are known by the twelve digits of their owner's personal id.
"""

import re

_PARTS = re.compile(r"[\s.\-–]+")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_OF_TAX, _OF_BRANCH, _PERSONAL = 10, 13, 12


def read_tax_number(text: str) -> str | None:
    """A tax number in its one form, "0100109106" or "0100109106-001"; None for what is none."""
    read = read_registration(text)
    return None if read and len(read) == _PERSONAL else read


def read_registration(text: str) -> str | None:
    """The number in its one form, "0100109106", "0100109106-001" or "001099012345"; None for what
    is none of them.
    """
    digits = _PARTS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == _PERSONAL:
        return digits
    if len(digits) not in (_OF_TAX, _OF_BRANCH) or not _is_tax_number(digits):
        return None
    main, branch = digits[:_OF_TAX], digits[_OF_TAX:]
    return f"{main}-{branch}" if branch else main


def _is_tax_number(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:9], strict=True))
    return int(digits[9]) == 10 - total % 11 and digits[_OF_TAX:] != "000"
