"""Which Lambda function is at work, told by the frames of a call, however it was brought about.

In process there are no functions, but what each of them begins with is called: the edge with an
address, which the template's routes give to a function, a round of the clock, an effect, a task of
a machine. So nothing has to be patched, and no test has to say who it is.
"""

import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType, FrameType

from tests.support.table import ROOT, template

HTTP = ""  # whose the address is
BY_FUNCTION: Mapping[str, tuple[str, ...]] = {
    HTTP: ("ocop/http/edge.py:__call__",),
    "Workflow": ("ocop/jobs/machine.py:run",),
    "Dispatch": (
        "ocop/jobs/dispatch.py:dispatch",
        "ocop/jobs/dispatch.py:dispatch_event",
        "dispatch.py:handler",
    ),
    "Clock": (
        "ocop/jobs/sweep.py:sweep",
        "ocop/jobs/sweep.py:reconcile",
        "ocop/jobs/sweep.py:take_over",
        "ocop/jobs/audit.py:audit",
        "ocop/jobs/duties.py:see_to_duties",
        "ocop/jobs/missing.py:tell_missing",
        "ocop/jobs/recount.py:recount",
    ),
    "Papers": (
        "ocop/certificates/sealing.py:seal_certificate",
        "ocop/papers/making.py:make_papers",
        "ocop/papers/packaging.py:make_package",
        "ocop/papers/pictures.py:lay_out_pictures",
        "ocop/papers/report_making.py:make_report_files",
        "ocop/papers/year_files.py:make_year_files",
        "ocop/jobs/large_sheets.py:take_large_sheet",
        "ocop/jobs/large_sheets.py:make_sheet",
    ),
    "Mailbox": ("ocop/jobs/delivery.py:note_delivery",),
}
# Acts that tests call past the edge, and the functions with an address that does so: each of them
# has to be let do it.
BEHIND_AN_EDGE: Mapping[str, tuple[str, ...]] = {
    "ocop/filing/idea.py:submit_idea": ("Portal",),
    "ocop/filing/idea.py:confirm": ("Portal",),
    "ocop/filing/filing.py:file_form": ("Portal",),
    "ocop/filing/again.py:begin_again": ("Portal",),
    "ocop/filing/complaint.py:file_complaint": ("Portal",),
    "ocop/filing/support.py:ask_support": ("Portal",),
    "ocop/filing/product_page.py:show_product": ("Portal",),
    "ocop/council/sitting.py:save_sheet": ("Review",),
    "ocop/council/sitting.py:submit_sheet": ("Review",),
    "ocop/council/withdrawal.py:withdraw": ("Review",),
    "ocop/deciding/decide.py:decide": ("Review", "Office"),
}
ENTRIES = {place: (name,) for name, places in BY_FUNCTION.items() for place in places}
NAMES = frozenset(place.partition(":")[2] for place in (*ENTRIES, *BEHIND_AN_EDGE))
EDGES = frozenset(BY_FUNCTION[HTTP])
DISPATCH, CLOCK = ("Dispatch",), ("Clock",)
RUNNERS = frozenset({"pytest_pyfunc_call", "call_fixture_func"})  # nothing of ours lies before them
FUNCTIONS_FOLDER = ROOT / "functions"
PLACES: dict[int, tuple[CodeType, str]] = {}


def acting() -> tuple[str, ...]:
    """The function at work: several where an act is asked of more than one, none where a test looks
    or prepares by itself. What the clock carries out of the stream's is the clock's.
    """
    behind: tuple[str, ...] = ()
    dispatching: tuple[str, ...] = ()
    for place, frame in _entries(sys._getframe(1)):
        if place in BEHIND_AN_EDGE:
            behind = BEHIND_AN_EDGE[place]
        elif place in EDGES:
            return dispatching or (served_by(frame.f_locals["event"]["rawPath"]),)
        elif ENTRIES[place] == DISPATCH:
            dispatching = DISPATCH
        elif not dispatching or ENTRIES[place] == CLOCK:
            return ENTRIES[place]
        else:
            break
    return dispatching or behind


def _entries(frame: FrameType | None) -> Iterator[tuple[str, FrameType]]:
    while frame is not None and (name := frame.f_code.co_name) not in RUNNERS:
        if name in NAMES and (place := _place(frame.f_code)):
            yield place, frame
        frame = frame.f_back


def _place(code: CodeType) -> str:
    """Where an entry's code stands; "" for everything else of the same name."""
    known = PLACES.get(id(code))
    if known is None:  # kept with its code, or another could get its number
        known = PLACES[id(code)] = (code, _looked_up(code))
    return known[1]


def _looked_up(code: CodeType) -> str:
    file = Path(code.co_filename)
    if not file.is_relative_to(FUNCTIONS_FOLDER):
        return ""
    place = f"{file.relative_to(FUNCTIONS_FOLDER).as_posix()}:{code.co_name}"
    return place if place in ENTRIES or place in BEHIND_AN_EDGE else ""


@lru_cache(maxsize=4096)
def served_by(path: str) -> str:
    """The function that the gateway hands an address to: its longest route takes it."""
    routes = [one for one in _routes().items() if fnmatchcase(path, one[0])]
    return max(routes, key=lambda one: len(one[0]))[1]


@cache
def _routes() -> dict[str, str]:
    """Functions by the pattern of an address, of the routes that take every method."""
    found = {}
    for resource in template()["Resources"].values():
        if resource["Type"] == "AWS::ApiGatewayV2::Route":
            method, _, path = resource["Properties"]["RouteKey"].partition(" ")
            target = resource["Properties"]["Target"]["Fn::Sub"]
            name = target.removeprefix("integrations/${").removesuffix("Integration}")
            if method in ("ANY", "$default"):
                found[path.replace("{proxy+}", "*") or "*"] = name
    return found
