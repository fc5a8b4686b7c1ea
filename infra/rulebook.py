"""Tools for those who keep the rules: `python -m infra.rulebook COMMAND` (`make rules ARGS="…"`).

    show LAW          every provision with its article, or as a setting
    diff LAW LAW      what differs between two rulebooks, in words
    check             what is wrong with rulebooks and criteria, in words
    sheets            past score sheets of a stack (--stack, --state), one JSON object in a line
    try LAW FILE      such sheets under another rulebook: who would get another result

A law is "26-2026", or one version of it, "26-2026@1.0.0". `--lang en` speaks English.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TypeVar

from infra.admin import Unreadable, configure
from infra.dry_run import PastTally, try_law
from infra.publish import all_shelves, unreadable, unsound
from ocop.base.errors import NotFound, Unavailable
from ocop.base.text import LANGS, Lang
from ocop.cases.certificate import Certificate
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.messages import sentence
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.rulebooks import published_rulebooks, whole_document
from ocop.catalogue.sets_compared import ListedSet, compare_sets
from ocop.catalogue.texts import load_phrases, say
from ocop.law.provisions import Difference, Provision, compared, provisions
from ocop.law.rulebook import Rulebook

GROUP = "provisions"
TABLE = "TABLE_NAME"  # what a stack's own environment names
PAGE = 100  # rows of the table that are read at once
Item = TypeVar("Item")
CHECKED = ("rulebooks", "criteria", "processes", "forms")


def main(arguments: Sequence[str]) -> int:
    """What was asked for on the command line; the exit status."""
    request = _arguments(arguments)
    command: Callable[[argparse.Namespace], int] = COMMANDS[request.command]
    try:
        return command(request)
    except NotFound as missing:
        print(sentence(missing.code, request.lang, missing.params), file=sys.stderr)
        return 2
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.rulebook", description=__doc__)
    parser.add_argument("--lang", choices=LANGS, default="vi")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, names in WORDS.items():
        command = commands.add_parser(name)
        for one in names:
            command.add_argument(one)
    of_stack = commands.choices["sheets"]
    of_stack.add_argument("--stack", default="", help="a deployed stack")
    of_stack.add_argument("--state", type=Path, help="where the stack of this machine keeps itself")
    return parser.parse_args(arguments)


def show(request: argparse.Namespace) -> int:
    """Print every provision of a rulebook."""
    sys.stdout.writelines(f"{one.said}\n" for one in _told(request.law, request.lang))
    return 0


def diff(request: argparse.Namespace) -> int:
    """Print what differs between two rulebooks, in words."""
    lang = request.lang
    sides = [_told(law, lang) for law in (request.before, request.after)]
    changes = compared(*sides)
    moved = [one for one in changes if one.of_article_alone]
    names = {"before": request.before, "after": request.after, "count": len(changes) - len(moved)}
    print(say(lang, "provisions.diff_head", **names))
    for change in changes:
        if not change.of_article_alone:
            print(_changed(change, lang))
    if not changes:
        print(say(lang, "provisions.diff_same"))
    if moved:
        print(say(lang, "provisions.diff_articles", count=len(moved)))
    for change in moved:
        print(_moved(change, lang))
    sys.stdout.writelines(f"{line}\n" for line in _criteria_differ(request))
    return 0


def _criteria_differ(request: argparse.Namespace) -> Iterator[str]:
    """What differs between the criteria sets; nothing where both laws score by the same."""
    laws = [published_rulebooks().at(law) for law in (request.before, request.after)]
    if laws[0].criteria == laws[1].criteria:
        return
    names = (laws[0].criteria, laws[1].criteria)
    yield from compare_sets(_sets_of(laws[0]), _sets_of(laws[1]), request.lang).told(*names)


def _sets_of(law: Rulebook) -> list[ListedSet]:
    """Every set that a law prints, those with points that do not add up by name alone."""
    sets = CriteriaSets()
    whole = [sets.get(law.criteria, one.number) for one in sets.entries(law.criteria)]
    listed = [ListedSet(one.number, one.name, one) for one in whole]
    listed += [ListedSet(one.number, one.name) for one in law.incomplete_sets]
    return sorted(listed, key=lambda one: one.number)


def _moved(change: Difference, lang: Lang) -> str:
    """A rule that stays and that another article says, or none any more."""
    sides = [one.article if one else "" for one in (change.before, change.after)]
    before, after = (one or say(lang, "provisions.setting") for one in sides)
    told = change.after
    place = {"group": told.group, "label": told.label} if told else {}
    return say(lang, "provisions.diff_moved", **place, before=before, after=after)


def _changed(change: Difference, lang: Lang) -> str:
    old, new = change.before, change.after
    if new is None:
        return say(lang, "provisions.diff_gone", said=old.said if old else "")
    if old is None:
        return say(lang, "provisions.diff_new", said=new.said)
    before, after = (
        f"{one.value} [{one.article}]" if one.article else one.value for one in (old, new)
    )
    place = {"group": new.group, "label": new.label}
    return say(lang, "provisions.diff_changed", **place, before=before, after=after)


def _told(law: str, lang: Lang) -> tuple[Provision, ...]:
    return provisions(whole_document(law), load_phrases(GROUP), lang)


def check(request: argparse.Namespace) -> int:
    """Print what is wrong with what the rules stand in, or how much was checked; 1 when anything is
    wrong.
    """
    shelves = [shelf for shelf in all_shelves(schemas_dir()) if shelf.folder.name in CHECKED]
    faults = unreadable(schemas_dir())
    faults = faults or [fault for one in shelves for fault in unsound(one, request.lang)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    if not faults:
        counts = {shelf.folder.name: len(shelf.documents) for shelf in shelves}
        print(say(request.lang, "provisions.check_done", **counts))
    return 1 if faults else 0


def attempt(request: argparse.Namespace) -> int:
    """Print what another rulebook makes of past sheets. Raises Unreadable."""
    rulebooks, lang = published_rulebooks(), request.lang
    past = _past(Path(request.file), lang)
    laws = {one.law: rulebooks.at(one.law) for one in past}
    trials = try_law(past, laws, rulebooks.at(request.law), lang)
    changed = sum(trial.changed for trial in trials)
    figures = {"changed": changed, "refused": sum(trial.after is None for trial in trials)}
    print(say(lang, "provisions.try_head", count=len(trials), law=request.law, **figures))
    sys.stdout.writelines(f"{trial.said(lang)}\n" for trial in trials)
    return 0


def _past(file: Path, lang: Lang) -> list[PastTally]:
    """The past sheets in a file. Raises Unreadable, which names the line that is none."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", "") or str(problem)
        told = say(lang, "provisions.try_unreadable", file=file, why=why)
        raise Unreadable(told) from problem
    return [_line(file, n, text, lang) for n, text in enumerate(lines, 1) if text.strip()]


def _line(file: Path, number: int, text: str, lang: Lang) -> PastTally:
    try:
        return PastTally.from_data(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        told = say(lang, "provisions.try_no_sheets", file=file, line=number, why=problem)
        raise Unreadable(told) from problem


def sheets(request: argparse.Namespace) -> int:
    """Print the past tallies of open cases and recognised products, each a JSON line. Raises
    Unreadable where no stack is named, or none answers.
    """
    if not (request.stack or request.state or TABLE in os.environ):
        raise Unreadable(say(request.lang, "provisions.sheets_from"))
    if request.stack and not configure(request.stack):
        return 2
    if request.state:
        _configure_local(request.state, request.lang)
    from ocop.wiring.services import services

    try:
        for past in past_tallies(services()):
            print(json.dumps(asdict(past), ensure_ascii=False, default=int))
    except Unavailable as silent:
        why = silent.__cause__ or silent
        raise Unreadable(say(request.lang, "provisions.sheets_silent", why=why)) from silent
    return 0


def _configure_local(state: Path, lang: Lang) -> None:
    """The variables of the stack that runs on this machine. Raises Unreadable where none runs."""
    from infra.local.folders import Folders
    from infra.local.server import REGION, ROOT_KEY
    from infra.local.stack import Stack

    place = Folders(state)
    if place.running_pid() is None:
        raise Unreadable(say(lang, "provisions.sheets_off", state=state))
    stack = Stack(f"http://127.0.0.1:{place.recall()['endpoint_port']}")
    own = stack.environment_of(stack.outputs()["OfficeFunctionName"])
    there = {"AWS_ENDPOINT_URL": stack.endpoint, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
    os.environ.update({**own, **ROOT_KEY, **there})


def past_tallies(svc: Services) -> Iterator[PastTally]:
    """What was tallied in cases that are open or led to a certificate, oldest first in each case.
    Members are told by their ids in the province's document alone.
    """
    for id in sorted({*_cases(svc)}):
        case = svc.store.case(id)
        chairs = {one.visit: one.person for one in svc.store.assignments(id) if one.seat == "chair"}
        for event in svc.store.events(id):
            if event.kind == "tallied":
                yield PastTally(
                    reference=case.reference,
                    law=case.process,
                    set_number=case.subject.set_number,
                    stage=event.stage,
                    chair=chairs.get(event.visit, ""),
                    sheets=event.data["sheets"],
                )


def _cases(svc: Services) -> Iterator[str]:
    for province in svc.store.provinces(fresh=True):
        yield from _all(partial(_open_cases, svc, province.code))
        for certificate in _all(partial(_products, svc, province.code)):
            yield certificate.dossier


def _open_cases(svc: Services, code: str, cursor: str) -> Page[str]:
    return svc.store.cases_to_look_at(code, None, PAGE, cursor)


def _products(svc: Services, code: str, cursor: str) -> Page[Certificate]:
    return svc.store.products(code, cursor, PAGE)


def _all(part: Callable[[str], Page[Item]]) -> Iterator[Item]:
    page = part("")
    yield from page.items
    while page.cursor:
        page = part(page.cursor)
        yield from page.items


WORDS: Mapping[str, tuple[str, ...]] = {
    "show": ("law",),
    "diff": ("before", "after"),
    "check": (),
    "sheets": (),
    "try": ("law", "file"),
}
COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "show": show,
    "diff": diff,
    "check": check,
    "sheets": sheets,
    "try": attempt,
}

if __name__ == "__main__":
    with suppress(BrokenPipeError):  # whoever reads has seen enough: `... | head`
        status = main(sys.argv[1:])
        sys.stdout.flush()
        sys.exit(status)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
