"""What the killing came to: figures, and what breaks the promises."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.local.stack import Stack
from ocop.aws.contents import beside_of, is_event, joined
from ocop.base.codec import decode
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.history import verify
from tests.faults.kills.pusher import Pushed
from tests.faults.kills.tree import Tree
from tests.support.stack import body_of, effects_left

MARKED = 3.0  # seconds after which a mail that was sent has been marked as sent


@dataclass
class Report:
    """Figures by name, and broken promises in words."""

    figures: dict[str, object] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def show(self) -> str:
        """The figures as a table, then what is broken."""
        lines = [f"  {name:58} {value}" for name, value in self.figures.items()]
        return "\n".join([*lines, *(f"  BROKEN: {one}" for one in self.broken)])


def report(tree: Tree, cases: Sequence[Pushed], in_flight: int, late: Sequence[str]) -> Report:
    """Everything that was promised, held against what is there."""
    found = Report()
    table = _rows(tree)
    _cases(found, tree, cases)
    _references(found, cases)
    _chains(found, table)
    _mails(found, tree)
    found.figures["effects in flight at the last start / later than a minute"] = (
        f"{in_flight} / {len(late)}"
    )
    found.broken += [f"effects in flight for over a minute: {row}" for row in late]
    left = sorted(effects_left(table))
    found.figures["effects left"] = len(left)
    found.broken += [f"effects left: {one}" for one in left]
    return found


def _cases(found: Report, tree: Tree, cases: Sequence[Pushed]) -> None:
    ended = [case for case in cases if case.ended]
    unsafe = [c for c in cases if not c.ended and tree.may_be_lost(c.answered)]
    found.figures["cases begun / ended"] = f"{len(cases)} / {len(ended)}"
    found.figures["acts answered"] = sum(case.acts for case in cases)
    found.figures["not ended, last answer not on disk at a kill"] = len(unsafe)
    found.broken += [
        f"case {case.references} did not end: {case.acts} acts"
        for case in cases
        if not case.ended and case.dossier and case not in unsafe
    ]


def _references(found: Report, cases: Sequence[Pushed]) -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for reference in case.references:
            holders[reference].add(case.dossier)
    twice = [reference for reference, held in holders.items() if len(held) > 1]
    found.figures["references given / given twice"] = f"{len(holders)} / {len(twice)}"
    found.broken += [f"reference given twice: {reference}" for reference in twice]


def _chains(found: Report, table: dict[tuple[str, str], Any]) -> None:
    events: dict[str, list[Event]] = defaultdict(list)
    heads: dict[str, Case] = {}
    for (pk, sk), row in table.items():
        if sk.startswith("E#") and is_event(sk):
            body = body_of(row)
            beside = table.get((pk, beside_of(sk, body)))
            whole = joined(body, body_of(beside)) if beside else body
            events[pk].append(decode(Event, whole))
        elif sk == "META":
            heads[pk] = decode(Case, body_of(row))
    wrong = [
        id
        for pk, dossier in heads.items()
        for id in verify(sorted(events[pk], key=lambda event: event.seq), dossier)
    ]
    total = sum(len(some) for some in events.values())
    found.figures["events in the chains / broken"] = f"{total} / {len(wrong)}"
    found.broken += [f"chain broken at {id}" for id in wrong]


def _mails(found: Report, tree: Tree) -> None:
    first: dict[tuple[str, ...], float] = {}
    repeats = allowed = total = 0
    for at, mail in _letters(tree.folders.mail):
        total += 1
        same = (*mail["to"], mail["subject"], mail["text"])
        if same not in first:
            first[same] = at
            continue
        repeats += 1
        if tree.may_be_lost(first[same], MARKED):
            allowed += 1
        else:
            found.broken.append(f"mail twice without a kill: {mail['to']} {mail['subject']}")
    found.figures["mails / repeats / of mail not on disk as sent at a kill"] = (
        f"{total} / {repeats} / {allowed}"
    )


def _letters(folder: Path) -> Iterator[tuple[float, dict[str, Any]]]:
    """Every mail with the moment it was sent, which its file's name begins with."""
    for path in sorted(folder.glob("*.json")):
        yield int(path.name.partition("-")[0]) / 1000, json.loads(path.read_text("utf-8"))


def _rows(tree: Tree) -> dict[tuple[str, str], Any]:
    stack = Stack(f"http://127.0.0.1:{tree.folders.recall()['endpoint_port']}")
    pages = stack.client("dynamodb").get_paginator("scan")
    found = pages.paginate(TableName=stack.outputs()["TableName"], ConsistentRead=True)
    return {(r["pk"]["S"], r["sk"]["S"]): r for page in found for r in page.get("Items", ())}


def effects_waiting(tree: Tree) -> set[str]:
    """The effects that wait now."""
    return effects_left(_rows(tree))
