"""What a certificate is worth on a day, each date on both sides."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.errors import WrongState
from ocop.cases.certificate import Certificate, Renewal, Revocation
from ocop.cases.signed import SignedDecision
from ocop.certificates.life import IN_FORCE, last_valid_day, validity_on
from ocop.certificates.overseeing import withdrawn

LAST = date(2029, 7, 1)
CERTIFICATE = Certificate(
    number="OCOP-99-10105-001-2026",
    dossier="d",
    reference="99-10105-001-2026",
    province="99",
    product="Mật ong",
    organisation="HTX Sông Mật",
    unit="10105",
    star=4,
    total=Fraction(82),
    headline={"vi": "4 sao", "en": "4 stars"},
    rulebook="26-2026",
    set_number=4,
    decision_number="12/QĐ-UBND",
    issuer="Tỉnh Sông Xanh",
    issued=date(2026, 7, 1),
    valid_to=LAST,
)
DAY = timedelta(days=1)


def renewed(filed: date, answered: date | None = None) -> Certificate:
    return replace(CERTIFICATE, renewals=(Renewal("r", filed, 180, answered),))


@pytest.mark.parametrize(
    ("on", "state", "day"),
    [
        (CERTIFICATE.issued - DAY, "future", CERTIFICATE.issued),
        (CERTIFICATE.issued, "valid", LAST),
        (LAST, "valid", LAST),
        (LAST + DAY, "expired", LAST + DAY),
    ],
)
def test_it_counts_from_its_day_through_its_last(on: date, state: str, day: date) -> None:
    """Decision 26/2026/QĐ-TTg, Article 4(3)."""
    found = validity_on(CERTIFICATE, on)
    assert (found.state, found.day) == (state, day)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (LAST - 20 * DAY, "valid"),
        (LAST - 10 * DAY, "re-rating"),
        (LAST, "re-rating"),
        (LAST + DAY, "extended"),
        (LAST + 180 * DAY, "extended"),
        (LAST + 181 * DAY, "expired"),
    ],
)
def test_an_unanswered_re_rating_holds_it_for_180_days_and_no_longer(on: date, state: str) -> None:
    """Article 12(3)."""
    assert validity_on(renewed(LAST - 10 * DAY), on).state == state


@pytest.mark.parametrize(
    ("answered", "on", "state"),
    [
        (LAST - 5 * DAY, LAST - 6 * DAY, "re-rating"),
        (LAST - 5 * DAY, LAST - 5 * DAY, "valid"),
        (LAST - 5 * DAY, LAST, "valid"),
        (LAST - 5 * DAY, LAST + DAY, "expired"),
        (LAST + 30 * DAY, LAST + 30 * DAY, "extended"),
        (LAST + 30 * DAY, LAST + 31 * DAY, "expired"),
        (LAST + 200 * DAY, LAST + 181 * DAY, "expired"),
    ],
)
def test_the_answer_ends_what_the_question_held(answered: date, on: date, state: str) -> None:
    assert validity_on(renewed(LAST - 10 * DAY, answered), on).state == state


def test_who_asks_after_the_last_day_extends_nothing() -> None:
    assert validity_on(renewed(LAST + DAY), LAST + 2 * DAY).state == "expired"
    assert validity_on(renewed(LAST), LAST + DAY).state == "extended"


def test_a_withdrawn_or_replaced_one_no_longer_counts_from_that_day_on() -> None:
    day = date(2027, 3, 1)
    withdrawn = replace(CERTIFICATE, revocation=Revocation("b", day, "9/QĐ-UBND"))
    replaced = replace(CERTIFICATE, replaced_on=day)
    assert validity_on(withdrawn, day - DAY).state == "valid"
    assert validity_on(withdrawn, day).state == "withdrawn"
    assert validity_on(replaced, day - DAY).state == "valid"
    assert validity_on(replaced, day).state == "replaced"
    both = replace(withdrawn, replaced_on=day + DAY)
    assert validity_on(both, day + 2 * DAY).state == "withdrawn"


def test_what_ran_out_before_it_was_withdrawn_ran_out() -> None:
    late = replace(CERTIFICATE, revocation=Revocation("b", LAST + 2 * DAY, "9/QĐ-UBND"))
    assert validity_on(late, LAST + 3 * DAY).state == "expired"


DAYS = st.integers(-400, 1600).map(lambda n: CERTIFICATE.issued + n * DAY)
RENEWALS = st.builds(
    lambda filed, wait: Renewal("r", filed, 180, filed + wait * DAY if wait >= 0 else None),
    DAYS,
    st.integers(-1, 400),
)
LIVES = st.builds(
    lambda renewals, revoked, replaced: replace(
        CERTIFICATE,
        renewals=tuple(renewals),
        revocation=Revocation("b", revoked, "9") if revoked else None,
        replaced_on=replaced,
    ),
    st.lists(RENEWALS, max_size=3),
    st.none() | DAYS.filter(lambda day: day >= CERTIFICATE.issued),
    st.none() | DAYS.filter(lambda day: day >= CERTIFICATE.issued),
)


@given(LIVES, DAYS)
def test_once_it_no_longer_counts_it_never_does_again(life: Certificate, on: date) -> None:
    now, next_day = validity_on(life, on), validity_on(life, on + DAY)
    assert next_day.in_force <= now.in_force or now.state == "future"
    if now.in_force:
        assert CERTIFICATE.issued <= on <= now.day <= LAST + 180 * DAY
        assert now.day == last_valid_day(life)
    elif now.state != "future":
        assert now.day <= on


@given(LIVES, st.integers(1, 1500), DAYS)
def test_two_certificates_of_one_product_never_count_on_one_day(
    life: Certificate, after: int, on: date
) -> None:
    day = CERTIFICATE.issued + after * DAY
    before = replace(life, replaced_on=day)
    newer = replace(CERTIFICATE, issued=day, valid_to=day + 1095 * DAY)
    counting = [one for one in (before, newer) if validity_on(one, on).state in IN_FORCE]
    assert len(counting) <= 1


SIGNED = SignedDecision("99", "province", "9/QĐ-UBND", date(2027, 3, 1), "Trần Mẫu")
HELD = Revocation("b", date(2027, 2, 1), "8/QĐ-UBND", case="w")


def test_a_certificate_is_withdrawn_once_and_again_only_after_it_counts_again() -> None:
    """Decision 26/2026/QĐ-TTg, Article 8(3)."""
    gone = withdrawn(CERTIFICATE, "w", SIGNED, "b", {"vi": "Thu hồi", "en": "Withdrawn"})
    assert gone.revocation == Revocation(
        "b",
        SIGNED.day,
        SIGNED.number,
        SIGNED.signer,
        "w",
        {"vi": "Thu hồi", "en": "Withdrawn"},
    )
    with pytest.raises(WrongState, match="certificate-withdrawn"):
        withdrawn(gone, "x", SIGNED, "b", {})
    lifted = replace(HELD, lifted=date(2027, 2, 15))
    again = withdrawn(replace(CERTIFICATE, revocation=lifted), "x", SIGNED, "c", {})
    assert again.revocation is not None
    assert (again.revocation.ground, again.revocation.lifted) == ("c", None)
