"""The table at the end, and where to look."""

from collections.abc import Iterator, Sequence

from infra.demo.case import Case
from infra.demo.epilogue import Epilogue
from infra.demo.machine import Machine
from infra.demo.result import Outcome

HEAD = ("product", "set", "law", "way", "total", "star", "outcome", "expected", "met")
SHOWN_AT_MOST = 4


def written(outcomes: Sequence[Outcome]) -> str:
    """One row for each product, and under it why it ended so."""
    rows = [HEAD, *(_row(one) for one in outcomes)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    lines = [_line(HEAD, widths), _line(["-" * width for width in widths], widths)]
    for one, row in zip(outcomes, rows[1:], strict=True):
        lines += [_line(row, widths), *(f"    {line}" for line in _why(one))]
    met = sum(one.met for one in outcomes)
    return "\n".join(["", *lines, "", f"{met} of {len(outcomes)} as expected."])


def lived(cases: Sequence[Case]) -> str:
    """What became of stars: one line for each product whose life was told on."""
    rows = [
        (one.product.name, one.certificate, one.failure or "as its story says") for one in cases
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(["What became of stars:", *(f"  {_line(row, widths)}" for row in rows), ""])


def _row(one: Outcome) -> tuple[str, ...]:
    product, wanted = one.case.product, one.case.product.expected
    expected = " ".join(filter(None, [wanted.ending, f"{wanted.star}*" if wanted.star else ""]))
    return (
        product.name,
        f"{product.set_number:02d}",
        product.law,
        " > ".join(one.case.way),
        one.total or "-",
        "*" * one.star or "-",
        one.ending,
        expected,
        "yes" if one.met else "NO",
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _why(one: Outcome) -> Iterator[str]:
    yield from filter(None, [one.why])
    yield from (f"! {wrong}" for wrong in one.wrong)


def told_after(epilogue: Epilogue) -> str:
    """What was done after the last product, and where each kind of paper lies."""
    papers = [f"  {name:28} {address}" for name, address in sorted(epilogue.papers.items())]
    lines = [f"  {line}" for line in epilogue.lines]
    wrong = [f"! {line}" for line in epilogue.wrong]
    return "\n".join(["Afterwards:", *lines, *wrong, "", "Papers:", *papers, ""])


def where_to_look(machine: Machine, outcomes: Sequence[Outcome]) -> str:
    """Addresses of what was played, and how to see it again."""
    base = machine.base
    provinces = {one.case.cast.code: one.case.cast.name for one in outcomes}
    lines = [f"  portal       {base}/", f"  mailbox      {base}/mailbox"]
    lines += [f"  products     {base}/products?province={c}  {n}" for c, n in provinces.items()]
    lines += [f"  certificate  {address}" for address in _certificates(outcomes)]
    stopped = [one for one in outcomes if not one.certificate][:SHOWN_AT_MOST]
    lines += [f"  case         {base}/cases/{o.case.reference}  {o.ending}" for o in stopped]
    lines += [f"  moved        {_address(one)}" for one in outcomes if one.case.product.there]
    lines.append("`make run STATE=.local-demo PORT=8090` shows it again,")
    lines.append("`make run STATE=.local-demo-there PORT=8092` the stack of what was moved.")
    return "\n".join(["Where to look:", *lines])


def _certificates(outcomes: Sequence[Outcome]) -> list[str]:
    best = sorted((o for o in outcomes if o.certificate), key=lambda o: -o.star)
    return [_address(one) for one in best[:SHOWN_AT_MOST]]


def _address(one: Outcome) -> str:
    """Where a product's certificate is read: in the stack in which its case ended."""
    return f"{one.case.scene.base}/certificates/{one.certificate}"
