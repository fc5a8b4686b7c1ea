"""Calls of AWS's services other than the table, and the names of their errors."""

from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from ocop.base.errors import Unavailable


def error_code(problem: ClientError) -> str:
    """The name of an AWS error."""
    return str(problem.response.get("Error", {}).get("Code", ""))


def unless(codes: frozenset[str], call: Callable[[], object]) -> bool:
    """Make a call; False when it is refused with one of these codes. Raises Unavailable."""
    try:
        call()
    except ClientError as problem:
        if error_code(problem) in codes:
            return False
        raise Unavailable from problem
    except BotoCoreError as problem:
        raise Unavailable from problem
    return True
