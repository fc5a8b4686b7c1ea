"""One row taken out and another put in, both or neither."""

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from ocop.aws.table import Row
from ocop.base.errors import Unavailable

CONDITION_FAILED = "ConditionalCheckFailed"


def swapped(old: Row, fresh: Row, condition: Condition) -> bool:
    """Replace a row by another; False when the condition on the old one fails.

    Raises Unavailable.
    """
    connection = Row._get_connection().connection  # noqa: SLF001 - as `ocop.aws.commits` has it
    try:
        with TransactWrite(connection=connection) as write:
            write.delete(old, condition=condition)
            write.save(fresh)
    except TransactWriteError as problem:
        if any(r and r.code == CONDITION_FAILED for r in problem.cancellation_reasons):
            return False
        raise Unavailable from problem
    return True
