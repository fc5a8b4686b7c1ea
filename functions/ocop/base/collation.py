"""The order of Vietnamese names in a list: a ă â b c d đ e ê … and the five tones."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from ocop.base.visible import composed_text

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"  # one for each of the letters
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Level, falling, asking, tumbling, sharp, heavy: as dictionaries have them.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TONE = re.compile("[\u0300\u0309\u0303\u0301\u0323]")
_PARTS = re.compile(r"[0-9]+|[^\W\d_]+")
_PLAIN_WORDS = re.compile(r"[^\W_]+")
_NO_MARKS = dict.fromkeys(range(768, 880))
_ETH = str.maketrans("Ðð", "Đđ")  # which older keyboards and fonts give for it
_KINDS = re.compile(
    r"(?:xã|phường|thị trấn|thị xã|đặc khu|huyện|quận|tỉnh|thành phố|tp\.?)\s+(?=\S)",
    re.IGNORECASE,
)

NAMES_KEPT = 2048  # a sheet names the same communes in every line
Meant = TypeVar("Meant")
Key = tuple[Sequence[tuple[int, ...]], Sequence[tuple[int, ...]], str]


def by_name(text: str) -> Key:
    """The key by which lists are sorted: letters first, tones second, capitals third.

    Numbers count by their value, signs and blanks only part words.
    """
    name = composed_text(text)
    words = _PARTS.findall(name.casefold())
    return [_letters(word) for word in words], [_tones(word) for word in words], name


def by_place(text: str) -> Key:
    """`by_name` for a place, whatever kind of place it is: "Phường Đồng Lau" stands under Đ."""
    return by_name(_KINDS.sub("", composed_text(text), count=1))


def sort_text(text: str) -> str:
    """A text that sorts, sign by sign, as `by_name` sorts names: for the lists that a table keeps.
    It has letters, digits, "!" and one blank.
    """
    words, tones, _ = by_name(text)
    return f"{'!'.join(map(_signs, words))} {'!'.join(''.join(map(str, one)) for one in tones)}"


def _signs(word: Sequence[int]) -> str:
    """A word's letters as signs in their order; a number counts by its length first."""
    if word[0] < 0:
        return f"{len(str(word[1])):03d}{word[1]}"
    return "".join(SIGNS[one] if one < len(SIGNS) else f"z{one:06x}" for one in word)


@lru_cache(maxsize=NAMES_KEPT)
def folded(text: str) -> str:
    """A text as it is searched: small letters without marks, one blank between words.

    "Mật ong, hoa nhãn" is "mat ong hoa nhan", and "Đ" is "d".
    """
    plain = _apart(composed_text(text).casefold()).replace("đ", "d")
    return " ".join(_PLAIN_WORDS.findall(plain.translate(_NO_MARKS)))


@lru_cache(maxsize=NAMES_KEPT)
def worded(text: str) -> str:
    """A text as the words it says, for telling two names apart: small letters with their marks, one
    blank between words, each word's tone behind it, wherever it was set.

    "Hoà Bình" is "HÒA BÌNH", but "Mứt dừa" (coconut) is not "Mứt dứa" (pineapple).
    """
    words = _PLAIN_WORDS.findall(composed_text(text).casefold())
    return " ".join(map(_tone_behind, words))


def meant(text: str, names: Iterable[tuple[str, Meant]]) -> Meant | None:
    """What a text names: by the very words, else with marks left out; None for nothing, or
    several.
    """
    known = list(names)
    for fits in (_says, may_mean):
        found = [one for name, one in known if fits(text, name)]
        if found:
            return found[0] if all(one == found[0] for one in found) else None
    return None


def may_mean(text: str, name: str) -> bool:
    """Whether a text is a name with some of its marks left out, and none that is another:
    "mut dua" and "Mứt dua" may mean "Mứt dừa", "Mứt dứa" does not.
    """
    if folded(text) != folded(name):
        return False
    written, full = _spelt(worded(text)), _spelt(worded(name))
    return all(some <= marks for some, marks in zip(written, full, strict=True))


def _says(text: str, name: str) -> bool:
    return worded(text) == worded(name)


def _spelt(words: str) -> list[set[str]]:
    """The marks of each letter."""
    spelt: list[set[str]] = []
    for sign in _apart(words):
        if unicodedata.combining(sign):
            spelt[-1].add(sign)
        else:
            spelt.append({sign} if sign == "đ" else set())
    return spelt


def _tone_behind(word: str) -> str:
    apart = _apart(word)
    return unicodedata.normalize("NFC", _TONE.sub("", apart)) + "".join(_TONE.findall(apart))


def _letters(word: str) -> tuple[int, ...]:
    if word.isdecimal():
        return (-1, int(word[:300]))
    return tuple(map(_rank, unicodedata.normalize("NFC", _TONE.sub("", _apart(word)))))


def _rank(letter: str) -> int:
    return LETTERS.index(letter) if letter in LETTERS else len(LETTERS) + ord(letter)


def _tones(word: str) -> tuple[int, ...]:
    return tuple(map(_tone, unicodedata.normalize("NFC", word)))


def _tone(letter: str) -> int:
    found = _TONE.search(_apart(letter))
    return TONES.index(found[0]) if found else 0


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text.translate(_ETH))
