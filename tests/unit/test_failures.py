"""What a line of log tells of a failure, and what it keeps to itself."""

import pytest

from ocop.jobs.walks import Walk, _step
from ocop.links.failures import failure_facts

TOKEN = "v1.k1." + "a" * 26 + "-" + "b" * 16 + "-1." + "c" * 32


def raised() -> Exception:
    with pytest.raises(ValueError, match="not verified") as met:
        raise ValueError("Address is not verified: an@songmat.example.vn") from TimeoutError(TOKEN)
    return met.value


def test_a_failure_is_told_with_its_cause_and_place_without_addresses_and_secrets() -> None:
    facts = failure_facts(raised())
    assert facts["words"] == "ValueError: Address is not verified: …@…"
    assert facts["cause"].startswith("TimeoutError: v1.k1.")
    assert "c" * 32 not in str(facts)
    assert facts["where"][-1].startswith("test_failures.py:")


def test_a_round_that_meets_one_names_the_row_and_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def act(_: str) -> bool:
        raise raised()

    done = Walk()
    _step(done, "due", "case-1", act)
    [line] = caplog.records
    assert (done.failed, line.exc_info) == (1, None)
    told = vars(line)
    assert (told["message"], told["id"], told["error"]) == ("round_failed", "case-1", "ValueError")
    assert "songmat" not in str(told)


def test_only_so_much_of_a_failure_is_told() -> None:
    def deep(left: int) -> None:
        if left:
            deep(left - 1)
        raise ValueError("x" * 1000)

    with pytest.raises(ValueError, match="x") as met:
        deep(20)
    facts = failure_facts(met.value)
    assert len(facts["words"]) == 300
    assert len(facts["where"]) == 8
    assert "cause" not in facts
