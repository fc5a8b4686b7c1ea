"""Reads the urlencoded body of a page's form."""

from urllib.parse import parse_qsl

from ocop.base.errors import Malformed

MOST_FIELDS = 5000


def posted_fields(body: bytes) -> dict[str, str]:
    """The fields of an urlencoded body; of a repeated name the last counts.

    Raises Malformed when the body is not UTF-8 or holds more fields than any page of ours.
    """
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Malformed("malformed-form") from error
    return dict(pairs)
