"""Phone numbers as Vietnamese people write them.

Mobiles have ten digits since November 2018, land lines begin with 02 since June 2017; 1800 and
1900 lead to service lines. Numbers of other countries are taken with their code.
"""

import re
import unicodedata

# Dots, brackets, dashes of every length and whatever blank stands between groups.
_BETWEEN = re.compile("[.()\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d-]")
_COUNTRY = re.compile(r"(?:\+|00)84")
_NATIONAL = re.compile(r"0(?:[35789][0-9]{8}|2[0-9]{8,9})")
_SERVICE = re.compile(r"1[89]00[0-9]{4,6}")
_FOREIGN = re.compile(r"(?:\+|00)([1-9][0-9]{7,14})")


def read_phone(text: str) -> str | None:
    """The number in its one form, in groups as it is read out: "0912 345 678", "0226 3852 345",
    "024 3825 2345", "1900 1234"; from abroad "+442079460000".

    None when it can be no number in use today: mobiles of eleven digits, impossible lengths.
    """
    given = _BETWEEN.sub("", "".join(filter(_is_drawn, text))).removeprefix("tel:")
    if _SERVICE.fullmatch(given):
        return f"{given[:4]} {given[4:]}"
    if country := _COUNTRY.match(given):
        return _national(given[country.end() :])
    if foreign := _FOREIGN.fullmatch(given):
        return f"+{foreign[1]}"
    return _grouped(given) or (_national(given[2:]) if given.startswith("84") else None)


def _national(rest: str) -> str | None:
    """What follows +84; the 0 that many leave standing there is the same 0."""
    return _grouped(f"0{rest.removeprefix('0')}")


def _grouped(number: str) -> str | None:
    if not _NATIONAL.fullmatch(number):
        return None
    # Hà Nội and Hồ Chí Minh City have area codes of three digits, all others of four.
    area = 3 if number[:3] in ("024", "028") else 4
    group = 4 if number[1] == "2" else 3
    return f"{number[:area]} {number[area : area + group]} {number[area + group :]}"


def _is_drawn(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cf", "Zs", "Cc")
