"""What each rulebook does by law and what is only a setting, for a lawyer to compare and sign."""

from collections.abc import Sequence

from ocop.base.hashing import digest
from ocop.base.text import Lang, pick
from ocop.catalogue.rulebooks import whole_document
from ocop.catalogue.texts import load_phrases, say
from ocop.html import (
    Component,
    Folded,
    Heading,
    Link,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
)
from ocop.http import Reply, Request
from ocop.law.provisions import Provision, provisions
from ocop.web.desk import Desk

GROUP = "provisions"
TO_A_FOLD, TO_A_PART = 5, 30  # provisions in sight at once, and folds in a part
# How a stage is wired, which no lawyer has to compare; the command `show` tells it too.
WIRING = frozenset({"kind", "step", "completes", "link_days", "follows"})


def list_laws(desk: Desk, request: Request) -> Reply:
    """The rulebooks there are, each leading to its provisions."""
    title = say(request.lang, "provisions.law_list")
    parts: list[Component] = [Heading(title=title, lead=say(request.lang, "provisions.law_lead"))]
    for id in desk.svc.rulebooks.ids():
        name = pick(desk.svc.rulebooks.at(id).title, request.lang)
        parts.append(Paragraph(text=f"{id} · ", link=Link(label=name, href=f"/law/{id}")))
    return desk.show(request, WebPage(title=title, parts=parts), public=True)


def show_law(desk: Desk, request: Request, rulebook: str) -> Reply:
    """Every provision of a rulebook: what is law with its article, then what is a setting."""
    lang, law = request.lang, desk.svc.rulebooks.at(rulebook)
    document = whole_document(law.ref)
    told = [
        one
        for one in provisions(document, load_phrases(GROUP), lang)
        if one.key.rpartition("/")[2] not in WIRING
    ]
    title = say(lang, "provisions.law_title", title=pick(law.title, lang))
    version = say(
        lang,
        "provisions.law_version",
        decision=law.decision,
        ref=law.ref,
        sha256=digest(document)[:16],
    )
    by_law = [one for one in told if one.article]
    settings = [one for one in told if not one.article]
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(title=title, lead=say(lang, "provisions.law_lead"), byline=version),
            Subheading(text=say(lang, "provisions.is_law")),
            *_side(lang, "is_law", by_law),
            Subheading(text=say(lang, "provisions.is_setting")),
            *_side(lang, "is_setting", settings),
            Paragraph(text=say(lang, "provisions.sign")),
            Paragraph(text="", link=_others(lang)),
        ],
    )
    return desk.show(request, page, public=True)


def _side(lang: Lang, name: str, told: Sequence[Provision]) -> list[Component]:
    """What is law, or what is a setting, folded so that a phone's page stays a page; on paper all
    of it stands open.
    """
    if not told:
        return [_table(lang, name, told)]
    return [_part(lang, name, told, first) for first in range(0, len(told), TO_A_PART)]


def _part(lang: Lang, name: str, told: Sequence[Provision], first: int) -> Folded:
    part = told[first : first + TO_A_PART]
    place = {"first": first + 1, "last": first + len(part), "count": len(told)}
    title = say(lang, "provisions.side", side=say(lang, f"provisions.{name}"), **place)
    runs = [part[at : at + TO_A_FOLD] for at in range(0, len(part), TO_A_FOLD)]
    inner = [Folded(title=_of_run(r), parts=[_table(lang, name, r)], boxed=False) for r in runs]
    return Folded(title=title, parts=inner)


def _of_run(run: Sequence[Provision]) -> str:
    """From which rule to which, each by its stage or its subject."""
    return " – ".join(dict.fromkeys(_subject(one) for one in (run[0], run[-1])))


def _subject(one: Provision) -> str:
    if one.key.startswith("stages/"):
        return one.group.partition(" (")[0]
    return one.label.partition(" · ")[0]


def _table(lang: Lang, caption: str, told: Sequence[Provision]) -> Table:
    law = caption == "is_law"
    last = "column_article" if law else "column_doubt"
    names = ("column_rule", "column_value", last)
    return Table(
        caption=say(lang, f"provisions.{caption}"),
        columns=[TableColumn(title=say(lang, f"provisions.{name}")) for name in names],
        rows=[_row(one, one.article if law else one.note) for one in told],
        empty=say(lang, "provisions.none_of_these"),
    )


def _row(one: Provision, last: str) -> TableRow:
    rule = TableCell(text=one.label, note=one.group)
    return TableRow(cells=[rule, TableCell(text=one.value), TableCell(text=last)])


def _others(lang: Lang) -> Link:
    return Link(label=say(lang, "provisions.other_laws"), href="/law")
