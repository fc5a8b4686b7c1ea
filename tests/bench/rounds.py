"""A province's whole round: its preview, and what it costs from the release to the last result."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from tests.bench.meter import Count, Meter
from tests.support.play import before_council
from tests.support.round_life import RoundLife, copies, thirty_members
from tests.support.sparing import spare, spare_tables
from tests.support.table import create_table
from tests.support.world import PROVINCES, World

PRODUCTS, METERED, SIZE = 200, 12, 7
TABLE = "ocop"
PRICES = Path(__file__).with_name("prices.json")
PROVINCE = PROVINCES / "song-xanh.json"


@dataclass(frozen=True)
class Judged:
    """CPU seconds of the preview, how many sheets there were, what did not end right; and of a
    small round of the same kind what it cost, with its mails.
    """

    preview: float
    sheets: int
    faults: list[str]
    count: Count
    mails: int

    @property
    def dollars(self) -> float:
        """What table and mail of the whole cost by list prices, its products as dear as the few."""
        prices = json.loads(PRICES.read_text("utf-8"))["per_use"]
        table = self.count.written * prices["dynamodb_write_million"]
        table += self.count.reads * prices["dynamodb_read_million"]
        few = table / 1e6 + self.mails * prices["mail_thousand"] / 1e3
        return float(few * PRODUCTS / METERED)


def measure(meter: Meter) -> Judged:
    """Play the whole without a wire, for it is long, and a few of its products counted."""
    with _table() as patch:
        spare(patch)
        whole = _waiting(PRODUCTS)
        began = time.process_time()
        products = len(whole.group.products)
        preview = time.process_time() - began
        whole.play()
        faults = list(whole.faults())
    if products != PRODUCTS:
        raise RuntimeError(f"the round of the bench has {products} products")
    with _table() as patch:
        spare_tables(patch)
        few = _waiting(METERED)
        before = len(few.world.post.sent)
        with meter.counting() as count:
            few.play()
        mails = len(few.world.post.sent) - before
    return Judged(preview, whole.sent["submit"], faults, count, mails)


@contextmanager
def _table() -> Iterator[pytest.MonkeyPatch]:
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        create_table(boto3.client("dynamodb"), TABLE)
        yield patch


def _waiting(products: int) -> RoundLife:
    """So many products that wait for a round of thirty members."""
    world = World()
    document = json.loads(PROVINCE.read_text("utf-8"))
    [council] = document["councils"]
    regulation = {"number": "10/QĐ-HĐ (mẫu)", "rounds": True, "panel": SIZE}
    world.load("song-xanh", councils=[{**council, "regulation": regulation}])
    thirty_members(world)
    copies(before_council(world), products - 1)
    life = RoundLife(world, SIZE)
    life.wait()
    return life
