"""How an idea that nobody confirms is forgotten, and one that somebody does is not.

Its case expires by itself, and with it the rows that are written anew once it is confirmed. Its
events do not: to take that back would cost each confirmed case the size of its longest form. The
stream tells when the case is gone, and then they expire as well.
"""

from datetime import datetime

from pynamodb.transactions import TransactWrite

from ocop.aws import table
from ocop.aws.references import key_of
from ocop.aws.rows import change_if, find, query
from ocop.aws.table import Row, partition
from ocop.cases.case import Case
from ocop.cases.records import Change


def expiring(row: Row, case: Case) -> Row:
    """The row, forgotten with its case when nobody confirms that."""
    row.ttl = case.lapses
    return row


def keep_for_good(write: TransactWrite, change: Change) -> None:
    """A confirmed case no longer lapses: none of its rows that do, as events did at first, and not
    the reference that 0.2.0 let lapse with it.
    """
    pk = partition(change.after.id)
    anew = {table.META, *(f"A#{assignment.id}" for assignment in change.assignments)}
    kept = [(pk, row.sk) for row in query(pk, "") if row.ttl and row.sk not in anew]
    reference = find(*key_of(change.after.reference))
    if reference and reference.ttl:
        kept.append(key_of(change.after.reference))
    for key, sk in kept:
        write.update(Row(key, sk), actions=[Row.ttl.remove()], condition=Row.pk.exists())


def forget_rest(dossier: str, at: datetime) -> None:
    """Let what is left of a case that is gone expire at once; nothing while the case is there."""
    left = query(partition(dossier), "")
    if any(row.sk == table.META for row in left):
        return
    for row in left:
        if not row.ttl:
            change_if(row, [Row.ttl.set(at)], Row.pk.exists() & Row.ttl.does_not_exist())
