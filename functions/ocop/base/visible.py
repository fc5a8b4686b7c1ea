"""What of a text people can see.

Pasted text carries letters that nobody sees: zero-width spaces, soft hyphens, fillers. They make a
blank field look filled in and two equal names differ. Everything people write goes through `tidy`.
"""

import re
import unicodedata
from collections.abc import Iterator

# Letters, digits, punctuation, currencies, arrows, signs: nothing to take out, nothing to compose.
PLAIN = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2190-\u22ff"
)
_PLAIN = re.compile(f"[{PLAIN}\t\n]*")
# What Word and PowerPoint put between lines: vertical tab, form feed, next line, the separators.
SEPARATORS = re.compile("\r\n|[\x0b\x0c\x85\u2028\u2029]")
# They count as letters or signs, yet draw nothing: fillers of Hangul, the empty Braille cell, …
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159")
# Marks without a shape: the joiner of graphemes, variation selectors, the trace of a lost picture.
_SHAPELESS = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\ufff0-\uffff\U000e0000-\U000e0fff]")
_JOINERS = frozenset("\u200b\u200c\u200d")
_ZERO_WIDTH_JOINER, _SELECTORS, _KEYCAP = "\u200d", frozenset("\ufe0e\ufe0f"), "\u20e3"
_LOST = "\ufffd"
# On one letter, as Unicode's stream-safe texts have it (UAX #15, 13): no script needs more, and to
# put marks in order takes as long as the square of their number.
MOST_MARKS = 30


def composed_text(text: str) -> str:
    """The text in NFC; of more than thirty marks in a row the first thirty stay."""
    sound = text if is_plain(text) else "".join(_bounded(text))
    return unicodedata.normalize("NFC", sound)


def tidy(text: str, *, lines: bool = False) -> str:
    """The text as people see it, in NFC; "" when there is nothing to see.

    `lines`: the field takes several lines, so separators of every kind break them; elsewhere they
    are a blank. Joiners stay where they shape what is seen: in emoji, between letters of scripts
    written joined or without blanks.
    """
    text = composed_text(SEPARATORS.sub("\n" if lines else " ", text))
    if not lines:
        text = re.sub("[\t\n\r]", " ", text)
    if not _PLAIN.fullmatch(text):
        # Letters that stood apart may compose now.
        text = composed_text("".join(_kept(text)))
    return text.strip() if is_seen(text) else ""


def reason(text: object, longest: int) -> str:
    """A reason that somebody gave outside the forms, as `tidy` leaves it, cut to `longest` letters;
    "" when none was given. Who keeps it asks for one letter more than there may be, and refuses
    what has that.
    """
    return tidy(text, lines=True)[:longest].strip() if isinstance(text, str) else ""


def is_seen(text: str) -> bool:
    """Whether there is a letter, digit or sign that draws something."""
    return any(unicodedata.category(one)[0] in "LNPS" and not _hidden(one) for one in text)


def is_plain(text: str) -> bool:
    """Whether a text surely holds nothing that `tidy` would change but blanks at its ends."""
    return _PLAIN.fullmatch(text) is not None


def bare(text: str) -> str:
    """The text without blanks and invisible letters at its ends; what is inside stays."""
    return text.strip("".join(one for one in set(text) if not is_seen(one)))


def _hidden(letter: str) -> bool:
    return letter in _BLANK or (letter != _LOST and bool(_SHAPELESS.match(letter)))


def _bounded(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            yield letter


def _kept(text: str) -> Iterator[str]:
    before = ""
    for letter, after in zip(text, f"{text[1:]} ", strict=True):
        kept = " " if letter in _BLANK else letter
        if letter in "\n\t" or not _is_ignorable(kept) or _shapes(letter, before, after):
            before = kept
            yield kept


def _is_ignorable(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cc", "Cs") or _hidden(letter)


def _shapes(letter: str, before: str, after: str) -> bool:
    """Whether an invisible letter changes how its neighbours look."""
    if letter in _SELECTORS:
        return _is_sign(before) or after == _KEYCAP
    if letter == _ZERO_WIDTH_JOINER and _is_sign(after):
        return _is_sign(before) or before in _SELECTORS
    return letter in _JOINERS and _is_joined(before) and _is_joined(after)


def _is_sign(letter: str) -> bool:
    return letter != "" and unicodedata.category(letter) in ("So", "Sm", "Sk", "Po")


def _is_joined(letter: str) -> bool:
    """Scripts from Arabic to Cham's neighbours, Khmer and Thai among them."""
    return "\u0600" <= letter <= "\u1aff" and not _is_ignorable(letter)
