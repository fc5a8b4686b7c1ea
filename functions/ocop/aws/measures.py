"""Figures that the stack's alarms look at, in CloudWatch's embedded metric format."""

from collections.abc import Mapping

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

NAMESPACE = "SaoXa"
SECONDS = frozenset({"oldest"})


def measure(service: str, figures: Mapping[str, int]) -> None:
    """What a function has counted, each figure under its name; ages are in seconds."""
    metrics = EphemeralMetrics(namespace=NAMESPACE, service=service)
    for name, value in figures.items():
        unit = MetricUnit.Seconds if name in SECONDS else MetricUnit.Count
        metrics.add_metric(name, unit, value)
    metrics.flush_metrics()
