"""What the table answers, in our own words: the one place that knows what pynamodb raises."""

import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from pynamodb.exceptions import CancellationReason, PynamoDBException, TransactWriteError

from ocop.base.errors import Unavailable

T = TypeVar("T")
Reasons = Sequence[CancellationReason | None]
ATTEMPTS, PAUSE = 4, 0.1  # seconds
CONDITION_FAILED = "ConditionalCheckFailed"


def answered(call: Callable[[], T]) -> T:
    """The call's answer; raises Unavailable for whatever the table could not do."""
    try:
        return call()
    except PynamoDBException as problem:
        raise Unavailable from problem


def if_held(write: Callable[[], object]) -> bool:
    """Make a conditional write of one row; False when its condition does not hold.

    Raises Unavailable.
    """
    try:
        write()
    except PynamoDBException as problem:
        if problem.cause_response_code == f"{CONDITION_FAILED}Exception":
            return False
        raise Unavailable from problem
    return True


def failed_conditions(transaction: Callable[[], object]) -> Reasons:
    """Make a transaction, again when another one came between.

    Nothing when it is written; else for each of its writes, in their order, None where the
    condition held. Raises Unavailable.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            transaction()
        except TransactWriteError as problem:
            reasons = list(problem.cancellation_reasons)
            if any(failed(reason) for reason in reasons):
                return reasons
            if attempt == ATTEMPTS:
                raise Unavailable from problem
            time.sleep(PAUSE * attempt * random.random())  # noqa: S311 - so that two part
        except PynamoDBException as problem:
            raise Unavailable from problem
        else:
            break
    return ()


def failed(reason: CancellationReason | None) -> bool:
    """Whether a write of a transaction was kept back by its own condition."""
    return reason is not None and reason.code == CONDITION_FAILED
