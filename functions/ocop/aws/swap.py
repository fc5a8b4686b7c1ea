"""One row taken out and another put in, both or neither."""

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from ocop.aws.answers import failed_conditions
from ocop.aws.table import Row
from ocop.aws.wire import connection


def swapped(old: Row, fresh: Row, condition: Condition) -> bool:
    """Replace a row by another; False when the condition on the old one fails.

    Raises Unavailable.
    """

    def both() -> None:
        with TransactWrite(connection=connection()) as write:
            write.delete(old, condition=condition)
            write.save(fresh)

    return not failed_conditions(both)
