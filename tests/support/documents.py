"""Valid documents for the forms as a given case is served them."""

from collections.abc import Mapping, Sequence
from typing import Any

from ocop.forms.checked import Choice
from ocop.forms.serve import served_schema
from ocop.scoring.criteria import CriteriaSet
from tests.support.forms import the_form
from tests.support.samples import Fill, sample

_ANY: Sequence[Choice] = (("any", {"vi": "Bất kỳ", "en": "Any"}),)


def document(
    form: str, criteria: CriteriaSet | None = None, /, fill: Fill = "minimal", **over: Any
) -> dict[str, Any]:
    """A document for a form; choices that depend on the case have to be given."""
    return sample(schema_for(form, criteria), fill, over)


def schema_for(form: str, criteria: CriteriaSet | None) -> dict[str, Any]:
    """What a form is checked by, with any choices."""
    names = (
        "communes",
        "units",
        "criteria-sets",
        "outcomes",
        "withdrawal-grounds",
        "team",
        "teams",
    )
    number = f"{criteria.number:02d}" if criteria else ""
    fact: Mapping[str, Sequence[Choice]] = {"criteria-set": [(number, {})]} if criteria else {}
    options = {**dict.fromkeys(names, _ANY), "papers-missing": (), "site-visit": (), **fact}
    return served_schema(the_form(form), "vi", options, criteria)
