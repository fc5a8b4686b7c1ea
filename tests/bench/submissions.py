"""One idea submitted to the portal, the usual stack and the floors, and the portal's first pages,
each in fresh processes.
"""

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

from ocop.aws.packing import pack
from ocop.cases.questions import Question
from ocop.cases.sources import Context
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.forms.forms import Forms
from ocop.people.province import parse_province
from tests.bench.places import FUNCTIONS, ROOT
from tests.bench.stub import canned, serving
from tests.bench.writing import filled

PROVINCE = ROOT / "infra" / "demo" / "provinces" / "song-xanh.json"
CHILD = ROOT / "tests" / "bench" / "child.py"
FORBIDDEN = ("aws_xray_sdk", "pydantic", "boto3", "numpy", "jsonschema")
TEXT_LENGTH = 1350
LONGEST_SECONDS = 60
WARM_REQUESTS = 10


@dataclass(frozen=True)
class Target:
    """A handler and what it is asked: the idea (201), or the page at `path` (200)."""

    module: str
    path: str = ""

    @property
    def status(self) -> int:
        return 200 if self.path else 201


PORTAL = Target("portal")
HOME, IDEA = Target("portal", "/"), Target("portal", "/forms/product-idea")
USUAL = Target("tests.bench.baselines.usual")
FLOOR = Target("tests.bench.baselines.floor")
PUT = Target("tests.bench.baselines.put")
TARGETS = (PORTAL, USUAL, FLOOR, PUT, HOME, IDEA)


@dataclass(frozen=True)
class Ran:
    """What one process told: CPU seconds to the first answer, and of each after it.

    `asked_for`: the forbidden packages that something tried to import.
    """

    cold: float
    warm: list[float]
    asked_for: list[str]


@dataclass(frozen=True)
class Bench:
    """A running stand-in with everything a process needs to submit to it."""

    python: Path
    code: Path
    folder: Path
    environment: Mapping[str, str]
    asked: list[str]
    kilobytes: float

    def run(self, target: Target, count: int, forbidden: Sequence[str] = FORBIDDEN) -> Ran:
        """A fresh process; raises RuntimeError with its words when it fails."""
        event = self.folder / "event.json"
        if target.path:
            event = self.folder / f"page-{target.path.strip('/').replace('/', '-')}.json"
            event.write_text(json.dumps(_page(target.path)), "utf-8")
        asking = [target.module, str(event), str(target.status), str(count)]
        done = subprocess.run(
            [str(self.python), str(CHILD), *asking, *forbidden],
            check=False,
            env={**self.environment, "PYTHONPATH": self._places(target)},
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(f"{target} failed:\n{done.stderr}")
        return Ran(**json.loads(done.stdout.splitlines()[-1]))

    def _places(self, target: Target) -> str:
        """Where a target's modules are: ours are packaged, what they are held against is not."""
        return str(self.code) if target.module == PORTAL.module else str(ROOT)


@contextmanager
def bench(python: Path, code: Path = FUNCTIONS) -> Iterator[Bench]:
    """The stand-in, the idea and the schema, in a folder that is gone afterwards; `code` is where
    the functions are, as they stand or as they are packaged.
    """
    document = json.loads(PROVINCE.read_text("utf-8"))
    schema, data = _idea(document)
    with (
        tempfile.TemporaryDirectory() as name,
        serving(canned(pack(document), document["code"])) as (address, asked),
    ):
        folder = Path(name)
        (folder / "event.json").write_text(json.dumps(_event(data)), "utf-8")
        (folder / "schema.json").write_text(json.dumps(schema), "utf-8")
        given = _environment(folder, address, document["code"])
        yield Bench(python, code, folder, given, asked, _size(data) / 1000)


def measure(bench: Bench, rounds: int, count: int) -> Mapping[Target, Sequence[Ran]]:
    """Each target in turn, `rounds` times, after one process that leaves the bytecode behind."""
    for target in TARGETS:
        bench.run(target, 0)
    ran: dict[Target, list[Ran]] = {target: [] for target in TARGETS}
    for _ in range(rounds):
        for target in TARGETS:
            ran[target].append(bench.run(target, 0 if target.path else count))
    return ran


def cold(ran: Sequence[Ran]) -> list[float]:
    """CPU seconds from the start of each process to its first answer."""
    return [one.cold for one in ran]


def warm(ran: Sequence[Ran]) -> list[float]:
    """CPU seconds of a submission to each warm process, median."""
    return [median(one.warm) for one in ran]


def requests(bench: Bench) -> float:
    """How many requests a warm submission makes."""
    bench.run(PORTAL, 0)
    before = len(bench.asked)
    bench.run(PORTAL, 0)
    cold = len(bench.asked) - before
    bench.run(PORTAL, WARM_REQUESTS)
    return (len(bench.asked) - before - 2 * cold) / WARM_REQUESTS


def _idea(province: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    book = published_rulebooks().at(province["rulebooks"][-1]["id"])
    home = parse_province(province)
    context = Context(lambda: home, lambda: book, lambda _: None, CriteriaSets())
    forms = Forms()
    question = Question(forms.get("product-idea"), context, forms)
    schema = question.serve("vi")["schema"]
    return schema, filled(schema, TEXT_LENGTH, 1, {"email": "htx@songmat.example.vn"})


def _size(data: Mapping[str, Any]) -> int:
    return len(json.dumps(data, ensure_ascii=False).encode())


def _event(data: Mapping[str, Any]) -> dict[str, Any]:
    """The posted idea, as an HTTP API hands it to a function, payload format 2.0."""
    path = "/v1/forms/product-idea/submissions"
    headers = {"content-type": "application/json", "accept-language": "vi"}
    body = json.dumps({"data": data}, ensure_ascii=False)
    return _called("POST", path, headers, body)


def _page(path: str) -> dict[str, Any]:
    return _called("GET", path, {"accept": "text/html", "accept-language": "vi"}, None)


def _called(method: str, path: str, headers: Mapping[str, str], body: str | None) -> dict[str, Any]:
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {"http": http, "stage": "$default", "requestId": "bench"},
        "body": body,
        "isBase64Encoded": False,
    }


def _environment(folder: Path, address: str, province: str) -> dict[str, str]:
    """The functions' environment; bytecode goes to a folder of this run's for all alike."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "HOME": str(folder),
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
        "BENCH_SCHEMA": str(folder / "schema.json"),
    }
