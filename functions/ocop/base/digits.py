"""Numbers that stand in addresses and in hidden fields, where nobody but a program writes them."""

MOST_DIGITS = 9


def plain_number(text: str, digits: int = MOST_DIGITS) -> int | None:
    """The number that a few plain digits name; None for anything else.

    Digits of other scripts are none, and more than so many neither: a number as long as an address
    may be is more than Python reads.
    """
    plain = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if plain else None
