"""Valid documents for the forms as a given case is served them."""

from collections.abc import Mapping, Sequence
from typing import Any

from ocop.cases.library import Catalogue
from ocop.forms.checked import Choice
from ocop.scoring.criteria import CriteriaSet
from tests.support.samples import Fill, sample

_CATALOGUE = Catalogue()
_ANY: Sequence[Choice] = (("any", {"vi": "Bất kỳ", "en": "Any"}),)


def document(
    form: str, criteria: CriteriaSet | None = None, fill: Fill = "minimal", **over: Any
) -> dict[str, Any]:
    """A document for a form; choices that depend on the case have to be given."""
    names = ("communes", "criteria-sets", "outcomes")
    options: Mapping[str, Sequence[Choice]] = dict.fromkeys(names, _ANY)
    schema = _CATALOGUE.forms.serve(form, "vi", options, criteria)["schema"]
    return sample(schema, fill, over)
