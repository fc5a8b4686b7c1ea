"""Points as people read them. Inside, points are exact fractions: a mean of seven members rarely
ends after two decimals, and a bound such as 89.99… must not be shown, or counted, as 90."""

from fractions import Fraction

from ocop.base.text import Lang

_CENTS = 100
_HALF = Fraction(1, 2)


def show_points(points: Fraction | int, lang: Lang = "en") -> str:
    """Two decimals, always: rounded as officials write them, but never up to a whole number that
    was not reached (89.996 reads 89.99: 90.00 would be another star), and never to nothing.

    Vietnamese writes the decimals after a comma.
    """
    exact = Fraction(points) * _CENTS
    cents = int(exact + _HALF)
    if cents > exact and cents % _CENTS == 0:
        cents -= 1
    whole, decimals = divmod(max(cents, 1) if exact else 0, _CENTS)
    shown = f"{whole}.{decimals:02d}"
    return shown.replace(".", ",") if lang == "vi" else shown


def show_limit(points: Fraction | int, lang: Lang = "en") -> str:
    """A bound or limit as laws print it: 70, or 72.50 where it has decimals."""
    whole = Fraction(points).denominator == 1
    return str(int(points)) if whole else show_points(points, lang)
