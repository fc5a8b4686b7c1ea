"""What a register's document owes beyond its shape, before it is published."""

from collections.abc import Iterable, Iterator

from ocop.base.collation import folded
from ocop.base.text import LANGS
from ocop.catalogue.published import Document
from ocop.forms.publish import served_faults
from ocop.forms.uploads import UPLOAD
from ocop.registers.filling import ANY, CASES, CERTIFICATES
from ocop.registers.inviting import rule_in
from ocop.registers.measures import WHOLE_RECORD
from ocop.registers.register import EACH, OVER_LINK, Register, register_form, register_of
from ocop.registers.row_tasks import LONGEST_ANSWER, row_rules
from ocop.registers.sheets import field_titles

KNOWN_CHOICES = frozenset({"communes", "criteria-sets", "units"})
DERIVED = frozenset({ANY, CASES, CERTIFICATES})  # filled by nobody: links may lead there


def register_faults(document: Document, ids: Iterable[str]) -> Iterator[str]:
    """Everything that is wrong with a register beside those of these ids."""
    yield from served_faults(register_form(document), ())
    register = register_of(document)
    yield from (f"{at} is no field" for at in _named_fields(register) if at not in register.fields)
    known = {*ids} | DERIVED
    yield from (f"{at} leads to {to}" for at, to in register.links.items() if to not in known)
    lists = register.form.option_names - KNOWN_CHOICES
    yield from (f"nobody offers {name}" for name in sorted(lists))
    yield from _places(register)
    yield from _row_tasks(register)
    yield from _holding(register)
    yield from _inviting(register, known)
    yield from _files(register)
    yield from _titles(register)


def _files(register: Register) -> Iterator[str]:
    """Files stand in the form itself or in one list of it, each place for one; they may be left
    out, since nothing can be sent for a record that is not kept yet; nobody erases them.
    """
    files = [one.at for one in register.fields.values() if UPLOAD in one.schema]
    for at in files:
        name = at.split("/")[1]
        if at not in (f"/{name}", f"/{name}/{EACH}/{at.rpartition('/')[2]}"):
            yield f"{at}: a file lies neither in the form nor in a list of it"
        if name in register.form.schema.get("required", ()):
            yield f"{at}: a file is asked for before there is a record"
        if at in register.personal + register.named + register.columns + register.filters:
            yield f"{at}: a file is no answer to find a record by, and none to erase"
    if len(files) > len(register.file_places):
        yield "two files lie in one place"


def _named_fields(register: Register) -> Iterator[str]:
    yield from register.public + register.personal + register.named + register.columns
    yield from register.filters + tuple(register.links)
    yield from (at for key in register.keys for at in key)
    yield from _measured(register)
    yield from (at for rule in row_rules(register) for at in rule.fields)
    yield from rule_in(register).fields if register.invitation else ()
    yield from [register.invites["place"]] if "place" in register.invites else []
    yield from [register.holds_until] if register.holds_until else []
    yield from (str(test["at"]) for test in register.holds_where)
    yield from [register.calendar] if register.calendar else []
    leads = register.counted_on.split(":")
    yield leads[1] if register.counted_on.startswith(OVER_LINK) else register.counted_on


def _measured(register: Register) -> Iterator[str]:
    for measure in register.measures:
        named = (str(measure[name]) for name in ("of", "by", "on") if name in measure)
        yield from (at for at in named if at != WHOLE_RECORD)
        yield from measure.get("split", ())
        yield from (str(test["at"]) for test in measure.get("where", ()))


def _places(register: Register) -> Iterator[str]:
    """What makes lists has one answer; what everybody may search, everybody may read."""
    lists = register.named + register.columns + register.filters
    single = lists + tuple(at for key in register.keys for at in key)
    for at in single:
        if at in register.fields and register.fields[at].in_rows:
            yield f"{at} may be answered several times"
    for at in register.personal:
        if at in register.public:
            yield f"{at} is personal and public"
    if register.is_public:
        hidden = {*register.named, *register.filters} - {*register.public}
        yield from (f"{at} is searched by all and not public" for at in sorted(hidden))
    for at in register.filters:
        field = register.fields.get(at)
        if field and not (field.choices or "x-options" in field.schema):
            yield f"{at} is no choice to filter by"


def _row_tasks(register: Register) -> Iterator[str]:
    """What rows give as work lies in the rows, is asked for, and has room for an answer."""
    for rule in row_rules(register):
        fields = register.fields
        inside = f"{rule.rows}/{EACH}/"
        yield from (f"{at} lies outside {rule.rows}" for at in rule.fields if inside not in at)
        if rule.answer in fields and fields[rule.answer].schema["maxLength"] < LONGEST_ANSWER:
            yield f"{rule.answer} has no room for {LONGEST_ANSWER} characters"
        if rule.unit in fields and fields[rule.unit].schema.get("x-options") != "units":
            yield f"{rule.unit} offers no units"
        if not (rule.due or rule.within):
            yield f"{rule.id} has no last day"


def _holding(register: Register) -> Iterator[str]:
    """What says in rows that a record has ended says so in the rows of its last day."""
    until = register.holds_until
    rows = until.rpartition("/")[0] if EACH in until else ""
    if bool(rows) != bool(register.holds_where):
        yield "rows have no last day without saying which of them ends a record"
    for test in register.holds_where:
        if test["at"].rpartition("/")[0] != rows or "in" not in test:
            yield f"{test['at']} is no answer in the rows of {until}"


def _inviting(register: Register, known: set[str]) -> Iterator[str]:
    """Invitations are found by event and guest, and answered by one of their choices."""
    named = {register.invites[name] for name in ("register", "part") if name in register.invites}
    rule = rule_in(register) if register.invitation else None
    named |= {*rule.chosen_from} if rule else set()
    yield from (f"{id} is no register to invite by" for id in sorted(named - known))
    if rule is None:
        return
    if register.keys[0] != (rule.event, rule.guest):
        yield f"the first key is not {rule.event}, {rule.guest}"
    if rule.guest not in register.links:
        yield f"{rule.guest} leads to nobody"
    choices = register.fields[rule.answer].choices if rule.answer in register.fields else {}
    answers = (rule.waits, rule.comes, rule.stays, *filter(None, (rule.holds,)))
    yield from (f"{one} is no answer" for one in answers if one not in choices)
    yield from (f"{at} lies in a row or group" for at in rule.fields if at.count("/") > 1)


def _titles(register: Register) -> Iterator[str]:
    """A sheet's columns and choices are known by their words."""
    for lang in LANGS:
        columns = [folded(title) for title in field_titles(register, lang).values()]
        if len(set(columns)) < len(columns):
            yield f"two columns of a sheet have one title ({lang})"
        for field in register.fields.values():
            words = [folded(title[lang]) for title in field.choices.values()]
            if len(set(words)) < len(words):
                yield f"{field.at}: two choices have one title ({lang})"
