"""Letters that draw nothing, one of each sort that people were seen to paste."""

INVISIBLE = (
    "\u00ad",  # soft hyphen
    "\u034f",  # joiner of graphemes
    "\u061c",  # mark of Arabic letters
    "\u115f",  # fillers of Hangul
    "\u1160",
    "\u3164",
    "\uffa0",
    "\u17b4",  # inherent vowels of Khmer
    "\u17b5",
    "\u180b",  # selectors of Mongolian
    "\u180e",
    "\u200b",  # widths of zero
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u2060",
    "\u2061",
    "\u2064",
    "\u2800",  # the empty Braille cell
    "\u3000",  # blanks
    "\u2003",
    "\ufe0f",  # variation selectors
    "\U000e0100",
    "\ufeff",
    "\ufff9",
    "\ufffc",  # the trace of a lost picture
    "\U0001d159",
    "\U000e0020",  # tags
    "\U000e007f",
    "\u0301",  # a mark without its letter
    "\u2028",
)
