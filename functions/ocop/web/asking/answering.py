"""One way to take an answer from a page: act on it and go on, or show the page again."""

from collections.abc import Callable, Iterator

from ocop.base.errors import FieldError, InvalidInput, StaleVersion
from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.html import VERSION, PageFilling, Posted, read_posted, record_of, repeated, unread_of
from ocop.http import Reply, Request

Acting = Callable[[Posted, PageFilling], Reply]
Showing = Callable[[PageFilling], Reply]
WRONG = 422


def answer(request: Request, question: PageFilling, act: Acting, again: Showing) -> Reply:
    """What follows a posted form: more rows to fill in, or `act` and where it leads on to, or the
    page once more with what is wrong, or with what somebody else has written meanwhile.

    Both get the form filled in as it was posted. A page that is shown again keeps its idempotency
    key, and the version it was made from.
    """
    posted = read_posted(request, question.served)
    filled = question.but(
        values=posted.data, rows=posted.rows, hidden={**question.hidden, **repeated(posted)}
    )
    if posted.unread:
        return again(filled.but(errors=_unreadable(posted, request.lang), unread=unread_of(posted)))
    if posted.adds_rows:
        return again(filled)
    try:
        return act(posted, filled)
    except InvalidInput as error:
        return again(filled.but(errors=error.errors))
    except StaleVersion:
        if VERSION not in question.hidden:
            raise
        fresh = {**filled.hidden, VERSION: question.hidden[VERSION]}
        errors = [*_overtaken(question, filled, request.lang)]
        return again(filled.but(errors=errors, hidden=fresh))


def _overtaken(question: PageFilling, filled: PageFilling, lang: Lang) -> Iterator[FieldError]:
    """That somebody else was first, and what stands now wherever somebody typed otherwise: sent
    once more, it takes the place of that.
    """
    yield FieldError("", "stale-version", say(lang, "forms.overtaken"))
    for name, field in question.served["schema"]["properties"].items():
        now = question.values.get(name)
        if now in (None, filled.values.get(name)) or field.get("type") in ("object", "array"):
            continue
        [group] = record_of({"properties": {name: field}}, {name: now}, lang)
        told = say(lang, "forms.stands_now", label=field["title"], value=group.facts[0].value)
        yield FieldError(f"/{name}", "stale-version", told)


def _unreadable(posted: Posted, lang: Lang) -> list[FieldError]:
    """What the first line of a pasted list says too little of."""
    return [
        FieldError(pointer, "columns", say(lang, "forms.paste_lacks", columns="; ".join(titles)))
        for pointer, titles in posted.unread.items()
    ]


def reason_typed(request: Request) -> str:
    """What somebody has just typed of a reason that was refused, to be shown again."""
    return request.form().get("reason", "") if request.method == "POST" else ""


def is_pressed(request: Request) -> bool:
    """Whether somebody pressed a button of ours that asks nothing else. An empty form, as mail
    scanners send it, is none.
    """
    return request.form().get("_do") == "submit"


def status_of_page(filled: PageFilling) -> int:
    """422 for a page that says what is wrong, else 200."""
    return WRONG if filled.errors else 200
