"""The table as the template declares it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

TEMPLATE = Path(__file__).parents[2] / "template.yaml"


class _Loader(yaml.SafeLoader):
    """Reads short-form intrinsics as plain values."""


def _plain(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node)


_Loader.add_multi_constructor("!", _plain)


@lru_cache(maxsize=1)
def template() -> dict[str, Any]:
    """The template with short-form intrinsics as plain values."""
    data: dict[str, Any] = yaml.load(TEMPLATE.read_text("utf-8"), _Loader)
    return data


def create_table(client: Any, name: str) -> None:
    """Create the template's table under another name."""
    tables = [r for r in template()["Resources"].values() if r["Type"] == "AWS::DynamoDB::Table"]
    properties = tables[0]["Properties"]
    kept = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName=name, **{key: properties[key] for key in kept})
