"""What a year of a province costs, from one life's measured figures and prices.json."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocop.wiring.start import Figure
from tests.bench.life import Lived
from tests.support.table import template

PRICES = Path(__file__).with_name("prices.json")
MONTHS, DAYS, MINUTES = 12, 365, 365 * 24 * 60
PER = {"minute": 1, "hour": 60}
MILLION, THOUSAND, TEN_THOUSAND = 1e6, 1e3, 1e4
MB_IN_GB, KB_IN_GB = 1024, 1024**2
ALWAYS_TOLD = 2  # the clock's trouble and cold starts; requests turned away are told as acts are
HALF = 0.5  # what comes in evenly over a year lies there for half of it
HTTP_GB, OTHER_GB = 0.5, 0.25
KB_OF_A_DOSSIER = 60


@dataclass(frozen=True)
class Line:
    """One item of the bill: how much in a year, and its price with and without free allowances."""

    item: str
    quantity: float
    listed: float
    billed: float


def yearly(lived: Lived) -> list[Line]:
    """The bill of one year, dearest item first."""
    prices: Mapping[str, Any] = json.loads(PRICES.read_text("utf-8"))
    used = Counter[str]()
    for item, quantity in _used(lived, prices["assumed"]):
        used[item] += quantity  # type: ignore[assignment]
    each = {**prices["per_use"], **prices["per_month"]}
    free = prices["always_free_per_month"]
    lines = [
        Line(item, n, n * each[item], max(0.0, n - free.get(item, 0) * MONTHS) * each[item])
        for item, n in used.items()
    ]
    return sorted(lines, key=lambda line: -line.listed)


def _used(lived: Lived, assumed: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    dossiers = assumed["dossiers_a_year"]
    http = dossiers * lived.acts * assumed["requests_for_each_act"] + assumed["public_pages_a_year"]
    other, sweeps = dossiers * lived.calls, _schedules()
    yield from _table(lived, dossiers)
    yield from _files(lived, assumed)
    yield from _figures(assumed)
    yield from _functions(http, other, sweeps, assumed)
    yield "transition_thousand", dossiers * lived.transitions / THOUSAND
    yield "mail_thousand", dossiers * lived.mails / THOUSAND
    yield "sns_million", dossiers * lived.mails / MILLION
    polls = _queues_polled() * assumed["idle_polls_of_a_queue_a_minute"] * MINUTES
    yield "sqs_million", (polls + 2 * dossiers * lived.mails) / MILLION
    for kind in ("AWS::SecretsManager::Secret", "AWS::CloudWatch::Alarm"):
        yield kind, MONTHS * sum(1 for one in _resources() if one["Type"] == kind)


def _figures(assumed: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """A figure costs for the hours in which it is told: two are told in every one."""
    told = ALWAYS_TOLD * DAYS * 24 + len(Figure) * assumed["hours_a_year_with_acts"]
    yield "metric_month", told / (DAYS * 24 / MONTHS)


def _table(lived: Lived, dossiers: float) -> Iterator[tuple[str, float]]:
    gigabyte_months = dossiers * KB_OF_A_DOSSIER / KB_IN_GB * MONTHS * HALF
    yield "dynamodb_write_million", dossiers * lived.count.written / MILLION
    yield "dynamodb_read_million", dossiers * lived.count.reads / MILLION
    yield "dynamodb_gb_month", gigabyte_months
    yield "dynamodb_backup_gb_month", gigabyte_months


def _files(lived: Lived, assumed: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    dossiers, size = assumed["dossiers_a_year"], assumed["attachment_mb"] / MB_IN_GB
    opened = dossiers * lived.acts * assumed["attachments_opened_for_each_act"]
    yield "s3_gb_month", dossiers * assumed["attachments"] * size * MONTHS * HALF
    yield "s3_put_thousand", dossiers * assumed["attachments"] / THOUSAND
    yield "s3_get_thousand", opened / THOUSAND
    yield "egress_gb", opened * size


def _functions(
    http: float, other: float, sweeps: float, assumed: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    calls = http + other + sweeps
    yield "http_api_million", http / MILLION
    yield "lambda_request_million", calls / MILLION
    yield "lambda_arm_gb_second", http * HTTP_GB * assumed["seconds_for_each_http_call"]
    yield "lambda_arm_gb_second", other * OTHER_GB * assumed["seconds_for_each_other_call"]
    yield "lambda_arm_gb_second", sweeps * HTTP_GB * assumed["seconds_for_each_sweep"]
    yield "log_gb", calls * assumed["log_kb_for_each_call"] / KB_IN_GB
    yield "schedule_million", sweeps / MILLION
    # At most one call of the key and one of the secret for each run of a function.
    yield "kms_ten_thousand", calls / TEN_THOUSAND
    yield "secret_call_ten_thousand", calls / TEN_THOUSAND


def _resources() -> list[Mapping[str, Any]]:
    return list(template()["Resources"].values())


def _events() -> Iterator[Mapping[str, Any]]:
    for resource in _resources():
        if resource["Type"] == "AWS::Serverless::Function":
            yield from resource["Properties"].get("Events", {}).values()


def _schedules() -> float:
    """Runs a year of all schedules of the template; a cron one counts as daily."""
    runs = 0.0
    for event in _events():
        if event["Type"] == "ScheduleV2":
            rate = re.fullmatch(
                r"rate\((\d+) (minute|hour)s?\)", event["Properties"]["ScheduleExpression"]
            )
            runs += MINUTES / int(rate[1]) / PER[rate[2]] if rate else DAYS
    return runs


def _queues_polled() -> int:
    return sum(1 for event in _events() if event["Type"] == "SQS")
