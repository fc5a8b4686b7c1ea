"""The same world as the integration tests."""

from tests.integration.conftest import table, world

__all__ = ["table", "world"]
