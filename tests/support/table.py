"""The table as the template declares it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from infra.cfn import load_template

ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def template() -> dict[str, Any]:
    """The template, its short-form intrinsics in their long form."""
    return load_template(ROOT / "template.yaml")


def create_table(client: Any, name: str) -> None:
    """Create the template's table under another name."""
    properties = template()["Resources"]["Table"]["Properties"]
    kept = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName=name, **{key: properties[key] for key in kept})
