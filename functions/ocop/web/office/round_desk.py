"""The secretary's desk of a released round: who has scored, who is late, what may be done now."""

from collections.abc import Iterator, Mapping, Sequence

from ocop.base.moment import show_date
from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.council.extending import Extension, day_offered, extend_due, last_day_of
from ocop.council.progress import (
    MemberProgress,
    Opinions,
    ProductProgress,
    Replacement,
    members_of,
    remind_round,
    replace_member,
    round_progress,
)
from ocop.council.rounds import UNDO_WITHIN
from ocop.html import (
    VERSION,
    ActButton,
    Box,
    Component,
    Folded,
    Link,
    LinkRow,
    Notice,
    Panel,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)
from ocop.http import Reply, Request, see_other
from ocop.people.rights import Officer
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.round_charts import score_charts, score_matrix
from ocop.web.office.round_view import (
    FEW_MEMBERS,
    Fields,
    RoundAct,
    RoundView,
    product_pager,
    shown_products,
)

MEMBER_HEADS = ("scored", "awaited", "withdrawn")
PRODUCT_HEADS = ("product", "state", "sheets", "opinions")
REPLACEMENT = ("dossier", "person", "reason")
EXTENSION = ("until", "reason", "dossier", "person")
AIM = ("dossier", "person")  # whose sheet is meant, on which product
REFUSALS_READ = 200  # of the province's mails that did not arrive, the newest


def desk_parts(view: RoundView, chosen: str, start: int = 0) -> Iterator[Component]:
    """The state of a round: members, so many products from `start` on; where one product is chosen,
    that alone.
    """
    products = round_progress(view.desk.svc, view.who, view.group)
    one = next((one for one in products if one.product.dossier == chosen and one.people), None)
    yield from _chosen(view, one) if one else _whole(view, products, start)


def _whole(view: RoundView, products: Sequence[ProductProgress], start: int) -> Iterator[Component]:
    members, unreached = members_of(products), _unreached(view)
    yield _sum(view, products, [one for one in members if one.person in unreached])
    yield from _undoing(view, products)
    if any(one.awaited for one in members):
        yield ActButton(
            action=f"{view.home}/remind",
            label=view.say("act_remind"),
            note=view.say("note_remind"),
        )
    yield from _extending(view, products)
    yield from _members_part(view, members, unreached)
    yield Subheading(text=view.say("products"))
    yield _products(view, shown_products(products, start))
    yield product_pager(view, len(products), start)
    yield from score_charts(view, products)


def _undoing(view: RoundView, products: Sequence[ProductProgress]) -> Iterator[Component]:
    """The way back from a release, while there may be one."""
    released = view.group.released
    if released is None or view.desk.svc.now() > released + UNDO_WITHIN:
        return
    if not any(one.begun or one.state == "over" for one in products):
        yield ActButton(
            action=f"{view.home}/undo",
            label=view.say("act_undo"),
            note=view.say("note_undo"),
            hidden={VERSION: str(view.group.version)},
            folded=True,
        )


def _extending(view: RoundView, products: Sequence[ProductProgress]) -> Iterator[Component]:
    """More time for everybody who is late, while there may be more."""
    if any(one.late for one in products):
        yield from _more_time(view, view.say("act_extend"), {})


def _more_time(view: RoundView, title: str, hidden: Fields) -> Iterator[Component]:
    """The form that gives more time, with a day to take or to change."""
    group, dossier = view.group, hidden.get("dossier", "")
    day = day_offered(view.desk.svc, view.who, group, dossier)
    if day is None:
        return
    last = show_date(last_day_of(group, view.who, dossier), view.lang)
    until = Box(
        id="",
        name="until",
        label=view.say("until_when"),
        type="date",
        value=day.isoformat(),
        hint=view.say("note_extend", last=last),
    )
    yield view.ask("extend", title, hidden, [until, view.reason_box()])


def _sum(
    view: RoundView, products: Sequence[ProductProgress], unreached: Sequence[MemberProgress]
) -> Notice:
    """The round in a sentence, and in points what needs somebody."""
    over = sum(one.state == "over" for one in products)
    names, points = [view.name(one.person) for one in unreached if one.awaited], []
    if names:
        points.append(view.say("some_unreached", names=", ".join(names)))
    if late := sum(one.state == "late" for one in products):
        points.append(view.say("some_late", count=late))
    going_on = [one for one in products if one.state != "over"]
    if apart := sum(one.opinions is not None and one.opinions.apart for one in going_on):
        points.append(view.say("some_apart", count=apart))
    if gates := sum(_at_risk(one.opinions) for one in going_on):
        points.append(view.say("some_gates", count=gates))
    title = view.say("sum", over=over, count=len(products))
    return Notice(tone="bad" if late or names else "info", title=title, points=points)


def _at_risk(opinions: Opinions | None) -> bool:
    """Whether a threshold keeps a product below the star of its points, as things are."""
    return opinions is not None and opinions.star < opinions.band_star


def _members_part(
    view: RoundView, members: Sequence[MemberProgress], unreached: Mapping[str, str]
) -> list[Component]:
    """The members, folded where they would fill a phone's page."""
    title, table = view.say("members"), _members(view, members, unreached)
    if len(members) > FEW_MEMBERS:
        return [Folded(title=title, parts=[table])]
    return [Subheading(text=title), table]


def _members(
    view: RoundView, members: Sequence[MemberProgress], unreached: Mapping[str, str]
) -> Table:
    heads = [say(view.lang, "composition.member"), *map(view.say, MEMBER_HEADS)]
    rows = [
        TableRow(
            cells=[
                TableCell(text=view.name(one.person), note=unreached.get(one.person, "")),
                TableCell(text=str(one.scored)),
                TableCell(text=str(one.awaited)),
                TableCell(text=str(one.withdrawn)),
            ]
        )
        for one in members
    ]
    columns = [TableColumn(title=head) for head in heads]
    return Table(caption=view.say("members"), columns=columns, rows=rows, empty=view.say("nobody"))


def _unreached(view: RoundView) -> dict[str, str]:
    """Whom a mail about the round did not reach, with that said."""
    dossiers = {one.dossier for one in view.group.products}
    newest = view.desk.svc.refusals.newest(view.group.province, REFUSALS_READ)
    addresses = {one.to for one in newest if one.dossier in dossiers}
    people = view.who.province.people.values()
    return {one.id: view.say("bounced") for one in people if one.email in addresses}


def _products(view: RoundView, products: Sequence[ProductProgress]) -> Table:
    columns = [TableColumn(title=view.say(name)) for name in PRODUCT_HEADS]
    rows = [_product(view, one) for one in products]
    return Table(caption=view.say("products"), columns=columns, rows=rows, empty=view.say("empty"))


def _product(view: RoundView, one: ProductProgress) -> TableRow:
    product = one.product
    at_work = bool(one.people) and one.state != "over"
    notes = [view.say("scored_again")] if at_work and one.again else []
    notes += [view.say("quorate" if one.quorate else "not_quorate")] if at_work else []
    left = [view.say("gone", count=gone)] if (gone := one.count("declined", "conflict")) else []
    sheets = view.say("sheets_in", done=one.count("done"), asked=one.count("done", "open"))
    return TableRow(
        href=f"{view.home}?product={product.dossier}",
        cells=[
            TableCell(text=product.product, note=product.organisation, reference=product.reference),
            TableCell(text=view.say(f"at_{one.state}"), note="; ".join(notes)),
            TableCell(text=sheets if one.people else "", note="; ".join(left)),
            TableCell(text=_in_words(view, one.opinions)),
        ],
    )


def _in_words(view: RoundView, opinions: Opinions | None) -> str:
    if opinions is None:
        return ""
    told = [view.say("spread", points=opinions.spread)]
    told += [view.say("apart")] if opinions.apart else []
    told += [view.say("gate", star=opinions.star, band=opinions.band_star)] * _at_risk(opinions)
    return "; ".join(told)


def _chosen(view: RoundView, one: ProductProgress) -> Iterator[Component]:
    """One product's members with their state, the way to another for who is awaited, and the sheets
    that are in.
    """
    unreached = _unreached(view)
    rows = [
        _asked(view, one, person, state=state, unreached=unreached.get(person, ""))
        for state, some in one.people.items()
        for person in some
    ]
    heads = ("composition.member", "seats.state_title")
    columns = [TableColumn(title=say(view.lang, name)) for name in heads]
    table = Table(caption=one.product.product, columns=columns, rows=rows, empty="")
    ways = [way for person in one.people.get("open", ()) for way in _ways_on(view, one, person)]
    yield Panel(title=one.product.product, parts=[table, *ways])
    yield from score_matrix(view, one.product.dossier)
    yield LinkRow(links=[Link(label=view.say("to_desk"), href=view.home, sign="back")])


def _asked(
    view: RoundView, one: ProductProgress, person: str, *, state: str, unreached: str
) -> TableRow:
    """A member with the state of their sheet; of one that is awaited whether it is late, whether no
    mail reaches them, and their day where it is not the round's.
    """
    day = one.days.get(person, view.group.terms.finish_by)
    told = [view.say("at_late")] * (person in one.late) + [unreached] * (unreached != "")
    if day != view.group.terms.finish_by:
        told.append(view.say("own_day", day=show_date(day, view.lang)))
    note = "; ".join(told) if state == "open" else ""
    standing = TableCell(text=say(view.lang, f"seats.state_{state}"), note=note)
    return TableRow(cells=[TableCell(text=view.name(person)), standing])


def _ways_on(view: RoundView, one: ProductProgress, person: str) -> Iterator[Component]:
    """What may be done about a sheet that is awaited."""
    hidden = {"dossier": one.product.dossier, "person": person}
    name = view.name(person)
    yield from _more_time(view, view.say("act_extend_one", name=name), hidden)
    why = view.reason_box(view.say("note_replace"))
    yield view.ask("replace", view.say("act_replace", name=name), hidden, [why])


def remind_members(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """Reminds everybody of a round whose sheet is awaited."""
    who = desk.who(request)
    request.form()  # nothing is asked; what no form of a page posts is refused all the same
    remind_round(desk.svc, who, id)
    return see_other(f"/office/rounds/{id}?done=remind")


def _remind(desk: OfficeDesk, who: Officer, id: str, _: Fields, __: Lang) -> None:
    remind_round(desk.svc, who, id)


def _replace(desk: OfficeDesk, who: Officer, id: str, fields: Fields, lang: Lang) -> None:
    wanted = Replacement(*(fields.get(name, "") for name in REPLACEMENT))
    replace_member(desk.svc, who, id, wanted, lang)


def _extend(desk: OfficeDesk, who: Officer, id: str, fields: Fields, lang: Lang) -> None:
    wanted = Extension(*(fields.get(name, "") for name in EXTENSION))
    extend_due(desk.svc, who, id, wanted, lang)


DESK_ACTS: Mapping[str, RoundAct] = {
    "remind": RoundAct((), _remind),
    "replace": RoundAct(REPLACEMENT, _replace, AIM),
    "extend": RoundAct(EXTENSION, _extend, AIM),
}
