"""A dossier whose producer stands in every text of it, so that whatever shows one can be seen."""

from collections.abc import Iterator, Mapping
from typing import Any

from ocop.cases.questions import criteria_of
from tests.integration.test_evidence import hand_in
from tests.support.documents import document, schema_for
from tests.support.play import ADVISOR, COMMUNE, Story
from tests.support.world import World

# Unmistakable: whatever holds one of the marks below says who the producer is, or where.
WHO = {
    "organisation": "Hợp tác xã Zyxwa & Vutsr",
    "representative": "Trần Qponm Mẫu",
    "address": "Thôn Lkjih, xã Mẫu",
    "residence": "Xóm Hgfed, xã Mẫu",
    "registered_by": "Phòng Edcba xã Mẫu",
    "registration_number": "0100109106",
    "phone": "0912345987",
    "email": "qponm.zyxwa@songmat.example.vn",
}
OF_COMMUNE = {"signer": "Bà Ytrew Mẫu", "document_number": "77/BC-Poiuyt"}
FILE = "giay-bia-mat.pdf"
MARKS = (
    "Zyxwa", "Vutsr", "Qponm", "Lkjih", "Hgfed", "Edcba", "0100109106", "12345987", "345 987",
    "bia-mat", "Ytrew", "Poiuyt", "Suối Mật", "10105",
)  # fmt: skip
# What the case gives the choices of, and days that have to fit the day of the act.
NOT_PLANTED = frozenset({"outcome", "document_date", "team", "body"})
TITLE = "Mật ong Zyxwa & Vutsr của Trần Qponm Mẫu"
SAID = "Của {organisation}, {representative}, {address}, {residence}, {phone}, {email}, Suối Mật."


def planted(story: Story, form: str, **over: Any) -> dict[str, Any]:
    """A form filled in whole, the producer named in every text of it."""
    criteria = criteria_of(story.world.svc, story.case) if story.id else None
    data = document(form, criteria, "full", **over)
    schema = schema_for(form, criteria)
    return {**_object(schema, schema, data), **over}


def _object(root: Any, schema: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    fields = schema["properties"]
    return {name: _value(root, fields[name], name, one) for name, one in data.items()}


def _value(root: Any, schema: Any, name: str, value: Any) -> Any:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if isinstance(value, Mapping):
        return _object(root, schema, value)
    if isinstance(value, list):
        return (
            []
            if name in ("evidence", "attachments")
            else [_value(root, schema["items"], name, one) for one in value]
        )
    if name in WHO and isinstance(value, str):
        return WHO[name]
    if name == "product_name":
        return TITLE
    said = isinstance(value, str) and value.endswith("(mẫu)")
    return f"{SAID.format(**WHO)} {value}"[: schema["maxLength"]] if said else value


def texts(value: Any) -> Iterator[str]:
    """Every text of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def before_round(world: World) -> Story:
    """A dossier on the way to a council's round, all its forms planted, with a file."""
    story = Story(world)
    place = {"commune": "10105", "criteria_set": "04", "language": "vi"}
    story.idea(**planted(story, "product-idea", **place)).confirm()
    story.decide(COMMUNE, "selected")
    for form in ("business-plan", "deployment-progress", "registration"):
        if form == "deployment-progress":
            story.decide(COMMUNE, "selected")
        over = {"occasion": "first"} if form == "registration" else {}
        story.file(form, **planted(story, form, **over))
    hand_in(story, name=FILE)
    story.file("self-assessment", **planted(story, "self-assessment"))
    story.decide(COMMUNE, "propose", **{**reported(story, "commune-report"), **OF_COMMUNE})
    return story.decide(ADVISOR, "ready", **reported(story, "advisory-report"))


def reported(story: Story, form: str) -> dict[str, Any]:
    """What an office reports besides the outcome."""
    return {name: one for name, one in planted(story, form).items() if name not in NOT_PLANTED}
