"""What the bench prints: promises with what was measured, and where units and money go."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.costs import Line
from tests.bench.life import Lived
from tests.bench.lists import Read
from tests.bench.meter import INDEX
from tests.bench.spread import Spread


@dataclass(frozen=True)
class Promise:
    """One line of the table; `detail` says what the figure is made of."""

    what: str
    promised: str
    measured: str
    kept: bool
    detail: str = ""


def at_most(what: str, limit: float, measured: float, detail: str = "") -> Promise:
    """A promise that a figure stays at or under a limit."""
    return Promise(what, f"<= {limit:g}", f"{measured:.2f}", measured <= limit, detail)


def spread_at_most(what: str, limit: float, measured: Spread, detail: str) -> Promise:
    """The same for a figure taken many times: its median counts, its spread is told."""
    told = f"rounds {measured.low:.2f}-{measured.high:.2f}; {detail}"
    return at_most(what, limit, measured.middle, told)


def show_promises(promises: Sequence[Promise]) -> None:
    """The table; what is not kept stands out."""
    print(f"\n{'what':<52} {'promised':>10} {'measured':>10}  ")
    for one in promises:
        verdict = "ok" if one.kept else "BROKEN"
        print(f"{one.what:<52} {one.promised:>10} {one.measured:>10}  {verdict}")
        if one.detail:
            print(f"    {one.detail}")


def show_life(lived: Lived) -> None:
    """Write units by act and by kind of row."""
    writes = lived.count.writes
    kinds = [*sorted({kind for _, kind in writes} - {INDEX}), INDEX]
    print("\nwrite units of one dossier's life, by act and row")
    print(f"{'':<32}" + "".join(f"{kind.lower():>8}" for kind in [*kinds, "all"]))
    for act in dict.fromkeys(act for act, _ in writes):
        row = [writes[act, kind] for kind in kinds]
        print(f"{act:<32}" + "".join(f"{units or '':>8}" for units in [*row, sum(row)]))
    sums = [sum(n for (_, of), n in writes.items() if of == kind) for kind in kinds]
    print(f"{'all':<32}" + "".join(f"{units:>8}" for units in [*sums, sum(sums)]))
    sizes = ", ".join(f"{form} {size:.1f}" for form, size in lived.forms.items())
    print(f"forms as JSON, KB: {sizes}")
    states = ", ".join(f"{state} {count}" for state, count in lived.entered.items())
    print(f"states entered: {states}; mails: {lived.mails}; requests: {_requests(lived)}")


def _requests(lived: Lived) -> str:
    return ", ".join(f"{name} {count}" for name, count in lived.count.requests.most_common())


def show_lists(read: Read, small: int, large: int) -> None:
    """What each list costs in a small and in a large province."""
    print(f"\n{'with so many dossiers':<42} {small:>24,} {large:>24,}")
    print(f"{'':<42}" + f"{'units':>9}{'rows':>7}{'requests':>9}" * 2)
    for name, both in read.items():
        told = (f"{one.units:>9g}{one.rows:>7}{one.requests:>9}" for one in both)
        print(f"{name:<42}" + "".join(told))


def show_bill(lines: Sequence[Line]) -> None:
    """The year's bill, with and without what every account has free."""
    print(f"\n{'USD a year':<32} {'quantity':>12} {'listed':>8} {'billed':>8}")
    for line in lines:
        print(f"{line.item:<32} {line.quantity:>12,.3f} {line.listed:>8.3f} {line.billed:>8.3f}")
