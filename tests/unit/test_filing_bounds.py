"""Files as they are announced, files that wait, papers that run out, what a filing asks for."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, WrongState
from ocop.cases.effects import OpenSupport
from ocop.cases.evidence import bytes_of, to_look_at
from ocop.cases.history import Act
from ocop.cases.records import Upload
from ocop.filing.carried import ExpiredPaper, carried_faults, expired_papers
from ocop.filing.needs import help_wanted, needs_in
from ocop.filing.uploads import demand_sound, has_room, readable_name, ticket
from ocop.forms.checked import CheckedForm
from tests.unit.test_flow import BLANK, NOW

MB = 1024 * 1024
MOMENT = timedelta(microseconds=1)
SVC: Any = SimpleNamespace(
    now=lambda: NOW,
    limits=SimpleNamespace(files=3, file_bytes=10 * MB, case_bytes=20 * MB),
    files=SimpleNamespace(ticket=lambda upload, most, back: (upload.id, most, back)),
)


def upload(id: str = "u", **told: Any) -> Upload:
    return replace(Upload("d", id, "a", "general", f"evidence/d/{id}", "anh.jpg", NOW), **told)


SOUND = {"slot": "general", "name": "Phiếu.pdf", "type": "application/pdf"}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, []),
        ({"size": 1, "sha256": "0" * 64}, []),
        ({"size": 10 * MB}, []),
        ({"size": 10 * MB + 1}, ["/size"]),
        ({"size": 0}, ["/size"]),
        ({"size": -1}, ["/size"]),
        ({"size": True}, ["/size"]),
        ({"size": "5"}, ["/size"]),
        ({"sha256": "0" * 63}, ["/sha256"]),
        ({"sha256": "G" * 64}, ["/sha256"]),
        ({"sha256": 5}, ["/sha256"]),
        ({"name": ""}, ["/name"]),
        ({"name": "\u200b"}, ["/name"]),
        ({"name": None}, ["/name"]),
        ({"name": "x" * 120}, []),
        ({"name": "x" * 121}, ["/name"]),
        ({"name": "\u200b" + "x" * 120}, []),
        ({"slot": "c1_1"}, []),
        ({"slot": "c9_9"}, ["/slot"]),
        ({"slot": None}, ["/slot"]),
        ({"type": "text/html"}, ["/type"]),
        ({"type": None}, ["/type"]),
        ({"name": "", "slot": "", "size": 0}, ["/name", "/slot", "/size"]),
    ],
)
def test_a_file_is_announced_with_all_its_mistakes_at_once(
    told: dict[str, Any], wrong: list[str]
) -> None:
    asked = {**SOUND, **told}
    if not wrong:
        demand_sound(SVC, {"general", "c1_1"}, asked, "vi", by_program=True)
        return
    with pytest.raises(InvalidInput) as refused:
        demand_sound(SVC, {"general", "c1_1"}, asked, "vi", by_program=True)
    assert [error.pointer for error in refused.value.errors] == wrong


def test_a_browser_says_no_type() -> None:
    demand_sound(SVC, {"general"}, {**SOUND, "type": None}, "vi", by_program=False)


def test_a_name_has_no_letters_that_nobody_sees() -> None:
    assert readable_name(" anh\u202egpj.exe\u0000 ") == "anhgpj.exe"
    assert readable_name("Pha\u0302n") == "Phân"


@pytest.mark.parametrize(
    ("sizes", "room"),
    [
        ([], True),
        ([1, 1], True),
        ([1, 1, 1], False),
        ([20 * MB - 1], True),
        ([20 * MB], False),
    ],
)
def test_a_case_has_room_for_so_many_files_and_bytes(sizes: list[int], room: bool) -> None:
    known = [upload(str(n), state="sound", size=size) for n, size in enumerate(sizes)]
    assert has_room(SVC, known) is room
    gone = [upload("r", state="removed", size=20 * MB), upload("x", state="refused", size=20 * MB)]
    assert has_room(SVC, [*known, *gone]) is room
    assert bytes_of([*known, *gone]) == sum(sizes)


def test_a_file_that_was_announced_takes_its_place_and_no_bytes_yet() -> None:
    waiting = [upload(str(n), size=20 * MB) for n in range(2)]
    assert bytes_of(waiting) == 0
    assert has_room(SVC, waiting)
    assert not has_room(SVC, [*waiting, upload("arrived", state="arrived", size=1)])


def test_files_are_looked_for_within_three_hours_of_their_announcement() -> None:
    late, timely = NOW - timedelta(hours=3), NOW - timedelta(hours=3) + MOMENT
    known = [
        upload("late", announced=late),
        upload("timely", announced=timely),
        upload("sound", announced=NOW, state="sound"),
    ]
    assert [one.id for one in to_look_at(SVC, known)] == ["timely"]


def test_a_ticket_is_given_again_for_an_hour_while_nothing_has_come() -> None:
    hour = timedelta(hours=1)
    given: Any = ticket(SVC, upload(announced=NOW - hour), "/back")
    assert given == ("u", 10 * MB, "/back")
    for used in (upload(announced=NOW - hour - MOMENT), upload(announced=NOW, state="sound")):
        with pytest.raises(WrongState, match="upload-used"):
            ticket(SVC, used)


# ---------------------------------------------------------------------- carried over

TODAY = date(2026, 7, 1)


def answers(*lasts: str) -> dict[str, Any]:
    papers = [{"kind": "test", **({"valid_until": last} if last else {})} for last in lasts]
    return {"criteria": {"c1_1": {"level": "0"}, "c1_2": {"evidence": papers}}}


def test_a_paper_has_run_out_the_day_after_its_last() -> None:
    found = list(expired_papers(answers("2026-07-01", "2026-06-30", "", "2020-01-01"), TODAY))
    assert found == [
        ExpiredPaper("/criteria/c1_2/evidence/1/valid_until", "test", date(2026, 6, 30)),
        ExpiredPaper("/criteria/c1_2/evidence/3/valid_until", "test", date(2020, 1, 1)),
    ]
    assert list(expired_papers({}, TODAY)) == []


@pytest.mark.parametrize(
    ("form", "data", "began", "idea", "codes"),
    [
        ("self-assessment", answers("2026-06-30"), True, False, ["paper-expired"]),
        ("self-assessment", answers("2026-07-01"), True, False, []),
        ("self-assessment", answers("2026-06-30"), False, False, []),
        ("registration", {"occasion": "first"}, True, False, ["occasion-fixed"]),
        ("registration", {"occasion": "upgrade"}, True, False, []),
        ("registration", {"occasion": "first"}, True, True, []),
        ("registration", {"occasion": "first"}, False, False, []),
        ("business-plan", {**answers("2026-06-30"), "occasion": "first"}, True, False, []),
    ],
)
def test_who_begins_from_a_certificate_brings_new_papers_for_that_occasion(
    form: str, data: dict[str, Any], began: bool, idea: bool, codes: list[str]
) -> None:
    subject = replace(BLANK.subject, occasion="upgrade", previous="OCOP-1" if began else "")
    case = replace(BLANK, subject=subject, filed={"product-idea": "e"} if idea else {})
    found = carried_faults(case, CheckedForm(form, "1", "", data), TODAY, "vi")
    assert [error.code for error in found] == codes


# ------------------------------------------------------------------------------ help


@pytest.mark.parametrize(
    ("data", "needs"),
    [
        ({}, ()),
        ({"help": None}, ()),
        ({"help": {"capital": True, "label": False, "market": True}}, ("capital", "market")),
        ({"help": {"capital": "true"}}, ()),
    ],
)
def test_help_is_asked_for_by_ticks_in_a_report_of_progress_alone(
    data: dict[str, Any], needs: tuple[str, ...]
) -> None:
    assert needs_in(data) == needs
    for form, asks in (("deployment-progress", bool(needs)), ("registration", False)):
        act = Act("filed", "producer", "k", data, form=CheckedForm(form, "1", "", data))
        wanted = (OpenSupport(BLANK.id, act.event_id(BLANK.id)),) if asks else ()
        assert help_wanted(BLANK, act) == wanted
    assert help_wanted(BLANK, Act("decided", "an", "k", data)) == ()
