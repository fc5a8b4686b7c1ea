"""The plan of a round before it is released: who would be asked about what, and why."""

from collections.abc import Sequence

from ocop.cases.council_round import RoundProduct
from ocop.catalogue.texts import say
from ocop.html import (
    Component,
    Folded,
    Panel,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)
from ocop.web.office.councils import agency_name
from ocop.web.office.round_by_hand import by_hand_forms, left_out_in_words
from ocop.web.office.round_view import FEW_MEMBERS, RoundView, product_pager, shown_products
from ocop.web.office.seats import why_in_words

MEMBER_COLUMNS = ("composition.member", "composition.agency", "rounds.here", "rounds.elsewhere")
PRODUCT_COLUMNS = ("rounds.product", "rounds.who", "rounds.barred")
WHY_COLUMNS = ("composition.member", "seats.why_title")


def plan_parts(view: RoundView, chosen: str, start: int) -> list[Component]:
    """Who would be asked about what, so many products from `start` on; the loads of many members
    are folded away, and of all while one product is looked at.
    """
    title, loads, products = view.say("members"), _members(view), view.group.products
    few = len(view.council.scorers) <= FEW_MEMBERS and not chosen
    told = [Subheading(text=title), loads] if few else [Folded(title=title, parts=[loads])]
    listed = [
        Subheading(text=view.say("products")),
        _products(view, shown_products(products, start)),
    ]
    return [*told, *listed, product_pager(view, len(products), start)]


def reason_parts(view: RoundView, dossier: str) -> list[Component]:
    """Why each member is asked about a product, and who is not because of which tie."""
    product = next((one for one in view.group.products if one.dossier == dossier), None)
    if product is None:
        return []
    seats, barred = view.plan.seats.get(dossier, {}), view.plan.barred.get(dossier, {})
    told = {
        **{person: why_in_words(why, view.lang) for person, why in seats.items()},
        **{person: why_in_words((tie,), view.lang) for person, tie in barred.items()},
        **left_out_in_words(view, dossier),
    }
    rows = [
        TableRow(cells=[TableCell(text=view.name(person)), TableCell(text=why)])
        for person, why in told.items()
    ]
    columns = [TableColumn(title=say(view.lang, name)) for name in WHY_COLUMNS]
    table = Table(caption=product.product, columns=columns, rows=rows, empty=view.say("nobody"))
    parts = [table, *by_hand_forms(view, product)]
    return [Panel(title=view.say("why_of", product=product.product), parts=parts)]


def _members(view: RoundView) -> Table:
    columns = [TableColumn(title=say(view.lang, name)) for name in MEMBER_COLUMNS]
    loads, elsewhere = view.plan.loads, view.plan.elsewhere
    rows = [
        TableRow(
            cells=[
                TableCell(
                    text=view.name(one.person), note=say(view.lang, f"papers.seat_{one.seat}")
                ),
                TableCell(text=agency_name(one.agency, view.lang)),
                TableCell(text=str(loads.get(one.person, 0))),
                TableCell(
                    text=view.say(
                        "of_capacity", load=elsewhere.get(one.person, 0), capacity=one.capacity
                    )
                ),
            ]
        )
        for one in view.council.scorers
    ]
    return Table(caption=view.say("members"), columns=columns, rows=rows, empty="")


def _products(view: RoundView, products: Sequence[RoundProduct]) -> Table:
    columns = [TableColumn(title=say(view.lang, name)) for name in PRODUCT_COLUMNS]
    rows = [_product(view, one) for one in products]
    return Table(caption=view.say("products"), columns=columns, rows=rows, empty=view.say("empty"))


def _product(view: RoundView, product: RoundProduct) -> TableRow:
    seats = view.plan.seats.get(product.dossier, {})
    barred = view.plan.barred.get(product.dossier, {})
    ties = [
        f"{view.name(person)} ({say(view.lang, f'seats.why_{tie}')})"
        for person, tie in barred.items()
    ]
    left_out = left_out_in_words(view, product.dossier)
    ties += [f"{view.name(person)} ({why})" for person, why in left_out.items()]
    return TableRow(
        href=f"{view.home}?product={product.dossier}",
        cells=[
            TableCell(text=product.product, note=product.organisation, reference=product.reference),
            TableCell(
                text=", ".join(view.name(person) for person in seats),
                note=view.plan.panels.get(product.dossier, ""),
            ),
            TableCell(text="; ".join(ties)),
        ],
    )
