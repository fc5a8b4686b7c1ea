"""Points as people read them. Inside, points are exact fractions: a mean of seven members rarely
ends after two decimals, and a bound such as 89.99… must not be shown, or counted, as 90."""

from fractions import Fraction

from ocop.domain.text import Lang

_CENTS = 100


def show_points(points: Fraction | int, lang: Lang = "en") -> str:
    """Exact when two decimals suffice, else cut to two (never rounded up) with "…" after them.

    Vietnamese writes the decimals after a comma.
    """
    cents, rest = divmod(Fraction(points) * _CENTS, 1)
    whole, decimals = divmod(int(cents), _CENTS)
    shown = f"{whole}.{decimals:02d}"
    shown = f"{shown}…" if rest else shown.rstrip("0").rstrip(".")
    return shown.replace(".", ",") if lang == "vi" else shown
