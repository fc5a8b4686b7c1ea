"""One idea submitted to the portal, the usual stack and the floor, each in fresh processes."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from ocop.aws.table import pack
from ocop.cases.library import Catalogue
from ocop.forms.checked import Choice
from ocop.people.province import parse_province
from tests.bench.places import FUNCTIONS, ROOT
from tests.bench.stub import canned, serving
from tests.bench.writing import filled

PORTAL, USUAL, FLOOR = "portal", "tests.bench.baselines.usual", "tests.bench.baselines.floor"
FORBIDDEN = ("aws_xray_sdk", "pydantic", "boto3", "numpy", "jsonschema")
PROVINCE = ROOT / "infra" / "demo" / "provinces" / "song-xanh.json"
CHILD = ROOT / "tests" / "bench" / "child.py"
TEXT_LENGTH = 1350
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Ran:
    """What one process told: CPU seconds to the first stored submission, and of each after it.

    `asked_for`: the forbidden packages that something tried to import.
    """

    cold: float
    warm: list[float]
    asked_for: list[str]


@dataclass(frozen=True)
class Bench:
    """A running stand-in with everything a process needs to submit to it."""

    python: Path
    event: Path
    environment: Mapping[str, str]
    asked: list[str]
    kilobytes: float

    def run(self, target: str, count: int, forbidden: Sequence[str] = FORBIDDEN) -> Ran:
        """A fresh process; raises RuntimeError with its words when it fails."""
        command = [str(self.python), str(CHILD), target, str(self.event), str(count), *forbidden]
        done = subprocess.run(
            command,
            check=False,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(f"{target} failed:\n{done.stderr}")
        return Ran(**json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def bench(python: Path) -> Iterator[Bench]:
    """The stand-in, the idea and the schema, in a folder that is gone afterwards."""
    document = json.loads(PROVINCE.read_text("utf-8"))
    schema, data = _idea(document)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(canned(pack(document), document["code"])) as (address, asked),
    ):
        event, served = Path(folder) / "event.json", Path(folder) / "schema.json"
        event.write_text(json.dumps(_event(data)), "utf-8")
        served.write_text(json.dumps(schema), "utf-8")
        given = _environment(folder, address, document["code"], served)
        yield Bench(python, event, given, asked, _size(data) / 1000)


def measure(bench: Bench, rounds: int, count: int) -> Mapping[str, Sequence[Ran]]:
    """Each target in turn, `rounds` times, after one process that leaves the bytecode behind."""
    targets = (PORTAL, USUAL, FLOOR)
    for target in targets:
        bench.run(target, 0)
    ran: dict[str, list[Ran]] = {target: [] for target in targets}
    for _ in range(rounds):
        for target in targets:
            ran[target].append(bench.run(target, count))
    return ran


def cold(ran: Sequence[Ran]) -> float:
    """CPU milliseconds from the start of a process to its first stored submission, median."""
    return median(one.cold for one in ran) * 1000


def warm(ran: Sequence[Ran]) -> float:
    """CPU milliseconds of a submission to a warm process, median."""
    return median(median(one.warm) for one in ran) * 1000


def _idea(province: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    catalogue = Catalogue()
    book = catalogue.rulebook(province["rulebooks"][-1]["id"])
    communes: list[Choice] = [
        (unit.code, unit.name) for unit in parse_province(province).communes()
    ]
    options = {"communes": communes, "criteria-sets": catalogue.criteria_choices(book.criteria)}
    schema = catalogue.forms.serve("product-idea", "vi", options)["schema"]
    return schema, filled(schema, TEXT_LENGTH, 1, {"email": "htx@songmat.example.vn"})


def _size(data: Mapping[str, Any]) -> int:
    return len(json.dumps(data, ensure_ascii=False).encode())


def _event(data: Mapping[str, Any]) -> dict[str, Any]:
    """What an HTTP API hands to a function, payload format 2.0."""
    path = "/v1/forms/product-idea/submissions"
    http = {"method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "accept-language": "vi"},
        "requestContext": {"http": http, "stage": "$default", "requestId": "bench"},
        "body": json.dumps({"data": data}, ensure_ascii=False),
        "isBase64Encoded": False,
    }


def _environment(folder: str, address: str, province: str, schema: Path) -> dict[str, str]:
    """The functions' environment; bytecode goes to a folder of this run's for all alike."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{FUNCTIONS}{os.pathsep}{ROOT}",
        "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
        "HOME": folder,
        "AWS_ENDPOINT_URL": address,
        "AWS_DEFAULT_REGION": "ap-southeast-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "TABLE_NAME": "ocop",
        "BUCKET_NAME": "evidence",
        "PROVINCE": province,
        "BASE_URL": "https://ocop.example.vn",
        "SENDER": "ocop@example.vn",
        "LINK_KEY_SECRET": "links",
        "POWERTOOLS_SERVICE_NAME": "sao-xa",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "BENCH_SCHEMA": str(schema),
    }
