"""Records come back as they were stored, also from an older or a newer version of the code."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base import codec
from ocop.base.codec import SCHEMA, STORED, TAG, decode, encode, numbered, schema_of
from ocop.base.errors import Unreadable
from ocop.cases.assignment import Assignment, Party
from ocop.cases.case import Case, Position
from ocop.cases.certificate import Certificate, Renewal, Revocation
from ocop.cases.effects import KeepRegister, LeaveCouncil, ResumeWorkflow, SendMail, StartWorkflow
from ocop.cases.event import Event
from ocop.cases.records import Draft, Execution, Upload
from ocop.cases.subject import Rating, Result
from ocop.links.tokens import Grant
from tests.unit.test_flow import BLANK

NOW = datetime(2026, 7, 1, 2, 3, 4, tzinfo=UTC)
TEXT = {"vi": "Đạt 90 điểm", "en": "90 points"}
PARTY = Party("Nguyễn Thị Ví Dụ", "vi.du@example.vn")
GRANT = Grant("decider", frozenset({"view", "decide"}), "aa", "k1", NOW, NOW)
RESULT = Result("council", Fraction(1799, 20), 4, disqualified=False, headline=TEXT)
POSITION = Position(
    "council",
    4,
    NOW,
    waits_for="officer",
    due=NOW,
    next_look=NOW,
    looks=2,
    scoring_round=1,
    return_to="intake",
    not_before=NOW,
)
RATING = Rating("Mật ong", "HTX", 4, "upgrade", "2026-1", RESULT, "OCOP-1")
FULL: tuple[Any, ...] = (
    PARTY,
    GRANT,
    replace(GRANT, revoked_at=NOW, closed_at=NOW),
    RESULT,
    POSITION,
    RATING,
    replace(
        BLANK,
        position=POSITION,
        subject=RATING,
        ending="recognised",
        filed={"registration": "e1"},
        version=7,
        head="ab",
        seq=6,
    ),
    Event("d", "e", 1, NOW, "decided", "a", "plan", 2, {"x": [1, ""]}, "f", "1.0.0", "s", "r"),
    Assignment(
        dossier="d",
        id="a",
        person="p",
        party=PARTY,
        role="member",
        stage="council",
        visit=4,
        grant=GRANT,
        n=2,
        unit="1",
        seat="chair",
        agency="health",
        due=NOW,
        status="done",
        sheet={"c": {}},
        scoring_round=1,
        answered=NOW,
        reason="vì",
        why=("presides", "load:1/9"),
        version=3,
    ),
    Certificate(
        number="OCOP-1",
        dossier="d",
        reference="r",
        province="99",
        product="Mật ong",
        organisation="HTX",
        unit="1",
        star=4,
        total=Fraction(81),
        headline=TEXT,
        rulebook="26-2026@1",
        set_number=4,
        decision_number="1/QĐ",
        issuer="Sông Xanh",
        issued=date(2026, 7, 1),
        valid_to=date(2029, 7, 1),
        signer="Trần Văn Mẫu",
        lineage="p",
        earlier=("OCOP-0",),
        replaced_on=date(2028, 7, 1),
        replaced_by="OCOP-2",
        renewals=(Renewal("c", date(2028, 1, 1), 180, date(2028, 7, 1)),),
        revocation=Revocation("b", date(2028, 1, 1), "9/QĐ", "Ông Mẫu", "c"),
        printed="01/GCN",
        version=2,
    ),
    Event(
        "d", "e", 1, NOW, "submitted", "p", "plan", 2, {}, files={"f": {"size": 9, "version": ""}}
    ),
    Upload("d", "f", "p", "c1_1", "k", "a.pdf", NOW, "t", 9, "ab", "sound", "t", "", "v", "e", NOW),
    Execution(3, 2, "token", "2026-07-01T02:03:04.000Z.0"),
    Draft("plan", {"a": {"b": []}}, 2, NOW),
    SendMail("t", "a@example.vn", "vi", {"a": "b"}, "l", "k1", "/p", NOW.isoformat(), "d", 2),
    StartWorkflow("council", "d", "s", 1, 1, 60),
    KeepRegister("OCOP-1", "c"),
    LeaveCouncil("99", "c", 6, "99#2026-07-15T16:59:59+00:00"),
    ResumeWorkflow("d", 1, 1),
)
RECORDS = [pytest.param(one, id=type(one).__name__) for one in FULL]


def emptied(record: Any) -> Any:
    """The record with every field empty that may be: the default, or the type's own nothing."""
    blank: dict[str, Any] = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if one.default is not MISSING:
            blank[one.name] = one.default
        elif one.default_factory is not MISSING:
            blank[one.name] = one.default_factory()
        elif isinstance(value, str | Mapping | tuple | frozenset):
            blank[one.name] = type(value)()
    return replace(record, **blank)


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_comes_back_as_it_was(record: Any) -> None:
    assert decode(type(record), numbered(record)) == record


@pytest.mark.parametrize("record", RECORDS)
def test_so_does_one_with_every_field_empty_that_may_be(record: Any) -> None:
    assert decode(type(record), numbered(emptied(record))) == emptied(record)


@pytest.mark.parametrize("record", RECORDS)
def test_each_field_may_be_empty_by_itself(record: Any) -> None:
    for one in fields(record):
        value = getattr(record, one.name)
        if isinstance(value, str | Mapping | tuple | frozenset):
            alone = replace(record, **{one.name: type(value)()})
            assert decode(type(record), numbered(alone)) == alone, one.name


@pytest.mark.parametrize("record", RECORDS)
def test_a_field_that_a_newer_version_wrote_is_ignored(record: Any) -> None:
    assert decode(type(record), {**numbered(record), "of_tomorrow": {"x": 1}}) == record


@pytest.mark.parametrize("record", RECORDS)
def test_a_field_that_an_older_version_never_wrote_has_its_default(record: Any) -> None:
    for one in fields(record):
        if one.default is MISSING and one.default_factory is MISSING:
            continue
        stored = numbered(record)
        stored.pop(one.metadata.get(STORED, one.name), None)
        found = getattr(decode(type(record), stored), one.name)
        assert found == getattr(emptied(record), one.name), one.name


@pytest.mark.parametrize("record", [one for one in FULL if schema_of(type(one)) == 1])
def test_rows_of_before_the_schema_had_a_number_are_read(record: Any) -> None:
    assert decode(type(record), encode(record)) == record


@given(st.fractions(), st.datetimes(timezones=st.just(UTC)), st.text(), st.booleans())
def test_values_are_exact(total: Fraction, at: datetime, words: str, gone: bool) -> None:
    result = Result(words, total, 3, disqualified=gone, headline={"vi": words})
    assert decode(Result, numbered(result)) == result
    draft = Draft(words, {"x": words}, 1, at)
    assert decode(Draft, numbered(draft)) == draft


@pytest.mark.parametrize("stored", [None, [], "x", {"opened": "no day"}, {"producer": 7}, {}])
def test_what_cannot_be_the_record_is_told_in_one_way(stored: object) -> None:
    with pytest.raises(Unreadable):
        decode(Case, stored)


@dataclass(frozen=True)
class Renamed:
    """A record whose one field was called `name` in its first schema."""

    title: str


def test_an_older_schema_is_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(data: codec.Data) -> codec.Data:
        return {"title": data["name"]}

    monkeypatch.setitem(codec.UPGRADES, Renamed, (renamed,))
    assert decode(Renamed, {SCHEMA: 1, "name": "x"}) == Renamed("x")
    assert decode(Renamed, {"name": "x"}) == Renamed("x")
    assert numbered(Renamed("x")) == {SCHEMA: 2, "title": "x"}
    assert decode(Renamed, {SCHEMA: 2, "title": "x"}) == Renamed("x")


@pytest.mark.parametrize("record", RECORDS)
def test_a_schema_of_tomorrow_is_not_read(record: Any) -> None:
    stored = {**numbered(record), SCHEMA: schema_of(type(record)) + 1}
    with pytest.raises(Unreadable):
        decode(type(record), stored)


@dataclass(frozen=True)
class Apple:
    """One kind of fruit."""

    TAG: ClassVar = "apple"

    name: str


@dataclass(frozen=True)
class Pear:
    """Another, with the same fields."""

    TAG: ClassVar = "pear"

    name: str


@dataclass(frozen=True)
class Basket:
    """A record that holds one of several."""

    fruit: Apple | Pear
    spare: Apple | Pear | None = None


@pytest.mark.parametrize("fruit", [Apple("x"), Pear("x")])
def test_one_of_several_records_is_told_by_its_tag(fruit: Apple | Pear) -> None:
    assert decode(Basket, numbered(Basket(fruit))) == Basket(fruit)
    assert decode(Basket, numbered(Basket(fruit, fruit))) == Basket(fruit, fruit)


@pytest.mark.parametrize("fruit", [{TAG: "plum", "name": "x"}, {"name": "x"}, "x", {}])
def test_a_record_without_a_known_tag_is_not_read(fruit: object) -> None:
    with pytest.raises(Unreadable):
        decode(Basket, {"fruit": fruit})
    with pytest.raises(Unreadable):
        decode(Case, {**numbered(BLANK), "subject": fruit})
