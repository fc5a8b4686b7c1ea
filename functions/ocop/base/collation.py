"""The order of Vietnamese names in a list: a ă â b c d đ e ê … and the five tones."""

import re
import unicodedata
from collections.abc import Sequence

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Level, falling, asking, tumbling, sharp, heavy: as dictionaries have them.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TONE = re.compile("[\u0300\u0309\u0303\u0301\u0323]")
_PARTS = re.compile(r"[0-9]+|[^\W\d_]+")
_PLAIN_WORDS = re.compile(r"[^\W_]+")
_NO_MARKS = dict.fromkeys(range(768, 880))
_KINDS = re.compile(
    r"(?:xã|phường|thị trấn|thị xã|đặc khu|huyện|quận|tỉnh|thành phố|tp\.?)\s+(?=\S)",
    re.IGNORECASE,
)

Key = tuple[Sequence[tuple[int, ...]], Sequence[tuple[int, ...]], str]


def by_name(text: str) -> Key:
    """The key by which lists are sorted: letters first, tones second, capitals third.

    Numbers count by their value, signs and blanks only part words.
    """
    composed = unicodedata.normalize("NFC", text)
    words = _PARTS.findall(composed.casefold())
    return [_letters(word) for word in words], [_tones(word) for word in words], composed


def by_place(text: str) -> Key:
    """`by_name` for a place, whatever kind of place it is: "Phường Đồng Lau" stands under Đ."""
    return by_name(_KINDS.sub("", unicodedata.normalize("NFC", text), count=1))


def folded(text: str) -> str:
    """A text as it is searched: small letters without marks, one blank between words.

    "Mật ong, hoa nhãn" is "mat ong hoa nhan", and "Đ" is "d".
    """
    plain = _apart(text.casefold()).replace("đ", "d")
    return " ".join(_PLAIN_WORDS.findall(plain.translate(_NO_MARKS)))


def _letters(word: str) -> tuple[int, ...]:
    if word.isdecimal():
        return (-1, int(word[:300]))
    return tuple(map(_rank, unicodedata.normalize("NFC", _TONE.sub("", _apart(word)))))


def _rank(letter: str) -> int:
    return LETTERS.index(letter) if letter in LETTERS else len(LETTERS) + ord(letter)


def _tones(word: str) -> tuple[int, ...]:
    composed = unicodedata.normalize("NFC", word)
    return tuple(_tone(letter) for letter in composed)


def _tone(letter: str) -> int:
    found = _TONE.search(_apart(letter))
    return TONES.index(found[0]) if found else 0


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)
