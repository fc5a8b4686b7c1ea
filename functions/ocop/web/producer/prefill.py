"""What a later form begins with: what its producer has told us before, to look over and not to
type again.
"""

from collections.abc import Mapping

from ocop.base.pointers import Json, Schema
from ocop.base.text import pick
from ocop.filing.idea import FORM
from ocop.web.reading import Reading

# Fields that mean the same in the idea and in the forms after it.
CARRIED = (
    "organisation",
    "representative",
    "producer_kind",
    "address",
    "phone",
    "email",
    "product_name",
    "target_star",
)
# Where Form 02 asks for them once more.
SECTIONS = ("general",)


def begun_with(reading: Reading, schema: Schema) -> dict[str, Json]:
    """First answers for a form that nothing was written in yet."""
    known = _known(reading)
    fields = schema["properties"]
    own = {name: known[name] for name in fields if name in known}
    for section in SECTIONS:
        inner = fields.get(section, {}).get("properties", {})
        if told := {name: known[name] for name in inner if name in known}:
            own[section] = told
    return own


def _known(reading: Reading) -> Mapping[str, Json]:
    filed = reading.case.filed.get(FORM)
    event = reading.desk.svc.store.event(reading.case.id, filed) if filed else None
    idea = event.data if event else {}
    told = {name: idea[name] for name in CARRIED if name in idea}
    return {**told, "product_group": pick(reading.criteria.name, reading.lang)}
