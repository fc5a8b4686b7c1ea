"""What the clock found harmed: histories and totals that do not hold.

It is told in the log, by the alarm and on the administrator's pages, until a later night finds it
whole; nothing mends it silently.
"""

import json
from collections.abc import Callable, Iterable
from typing import Literal

from ocop.cases.services import Services

HarmKind = Literal["case", "record", "total"]
HARM_KINDS: tuple[HarmKind, ...] = ("case", "record", "total")
MOST_REMEMBERED = 200  # of one kind; far more than anybody reads


def harm_of(svc: Services, kind: HarmKind, province: str) -> list[str]:
    """What was found harmed and has not been found whole since, by name."""
    found: list[str] = json.loads(svc.store.place(_place(kind, province)) or "[]")
    return found


def remember_harm(
    svc: Services,
    kind: HarmKind,
    province: str,
    found: Iterable[str],
    still: Callable[[str], bool],
) -> int:
    """Keep what was found tonight, and of what was known that which is harmed `still`; how many
    are harmed.
    """
    known, fresh = harm_of(svc, kind, province), {*found}
    kept = sorted(fresh | {one for one in known if one not in fresh and still(one)})
    if kept != known:
        svc.store.set_place(_place(kind, province), json.dumps(kept[:MOST_REMEMBERED]))
    return len(kept)


def _place(kind: HarmKind, province: str) -> str:
    return f"harm-{kind}#{province}"
