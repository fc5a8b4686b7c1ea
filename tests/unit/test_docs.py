"""What the documentation names exists, and what it says of the data is what the data says."""

import ast
import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache, reduce
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import botocore.session
import pytest
from botocore import xform_name

from infra.cfn import load_template
from ocop.aws.keys import parse_keys
from ocop.base.errors import InvalidInput
from ocop.base.hashing import short_id
from ocop.cases.sources import SOURCES
from ocop.catalogue.folders import PROCESS_FOLDER
from ocop.catalogue.published import Published, as_it_is
from ocop.forms.check import FormCheck
from ocop.forms.serve import served_schema
from ocop.http.problem import STATUS, problem
from ocop.law.composing import composed
from ocop.people.province import parse_province
from ocop.registers.rights import OWN_UNIT, UNITS_ABOVE
from ocop.wiring.start import Figure
from tests.support.forms import FORMS, the_form
from tests.support.scoring import list_sets

TEMPLATES = ("template.yaml", "infra/front.yaml", "infra/solver.yaml")
ROOT = Path(__file__).resolve().parents[2]
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [path.name for path in DOCS]
PROCESSES = Published(PROCESS_FOLDER, as_it_is)
RULEBOOKS = {
    path.stem: composed(law := json.loads(path.read_text("utf-8")), PROCESSES.at(law["follows"]))
    for path in sorted((ROOT / "schemas/rulebooks").glob("[0-9]*.json"))
}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
HUMPS = re.compile(r"([A-Z][a-z]+){2,}")
FOREIGN = re.compile(r"(?i)/(home|root|work|tmp|users|opt|srv)/|pypi|pythonhosted|npmjs|registry\.")
AFTER = 6  # the step of what may follow a recognition
AWS_ITSELF = {"query", "cli-binary-format", "region"}  # options of the command line itself


def read(path: str) -> Any:
    return json.loads((ROOT / path).read_text("utf-8"))


def text_of(name: str) -> str:
    return next(path for path in DOCS if path.name == name).read_text("utf-8")


def prose(name: str) -> str:
    return FENCED.sub("", text_of(name))


def quoted(name: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", prose(name))


def blocks(name: str, kind: str) -> list[str]:
    return [body for found, body in FENCED.findall(text_of(name)) if found == kind]


def commands(name: str) -> list[list[str]]:
    joined = "".join(blocks(name, "sh")).replace("\\\n", " ")
    return [shlex.split(line) for line in joined.splitlines()]


def rows(name: str, first: str) -> list[list[str]]:
    """The cells of the rows whose table begins with the heading `first`."""
    table = text_of(name).split(f"| {first} |", 1)[1].split("\n\n", 1)[0]
    return [[c.strip(" `") for c in row.strip("|").split("|")] for row in table.split("\n")[2:]]


@cache
def classes() -> frozenset[str]:
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "functions").rglob("*.py"))
    found = (node for tree in trees for node in ast.walk(tree))
    return frozenset(node.name for node in found if isinstance(node, ast.ClassDef))


@cache
def ids() -> frozenset[str]:
    """Every id that data gives a name to."""
    schemas = ROOT / "schemas"
    people = read("schemas/meta/province.schema.json")["properties"]["people"]["items"]
    roles = people["properties"]["roles"]["items"]["properties"]["role"]["enum"]
    found = {*roles, *read("schemas/texts/messages.json")["problems"]}
    for folder in ("forms", "registers", "rulebooks", "processes", "plans", "mail", "papers"):
        found |= {path.stem for path in (schemas / folder).glob("*.json")}
    found |= set(read("schemas/texts/agencies.json"))
    found |= {path.name for path in (schemas / "criteria").iterdir() if path.is_dir()}
    found |= set(read("schemas/texts/messages.json")["fields"])
    for path in (schemas / "forms").glob("*.json"):
        found |= set(re.findall(r'"fact": "([a-z-]+)"', path.read_text("utf-8")))
    for source in ("schemas/meta/form.schema.json", "functions/ocop/forms/fill.py"):
        found |= set(re.findall(r'"(x-[a-z-]+)"', (ROOT / source).read_text("utf-8")))
    found |= {*SOURCES, OWN_UNIT, UNITS_ABOVE}
    for book in RULEBOOKS.values():
        found |= {*book["endings"], *(rule["rule"] for rule in book["reading"])}
        for stage in book["stages"]:
            found |= {stage["id"], stage["role"], *(o["id"] for o in stage.get("outcomes", ()))}
    return frozenset(found)


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def check_idea(data: dict[str, Any]) -> dict[str, Any]:
    """The problem document for an idea in the sample province; empty when it is accepted."""
    province = parse_province(read("infra/demo/provinces/song-xanh.json"))
    options = {
        "communes": [(unit.code, unit.name) for unit in province.communes],
        "criteria-sets": [(f"{entry.number:02d}", entry.name) for entry in list_sets("26-2026")],
    }
    try:
        FormCheck(served_schema(the_form("product-idea"), "en", options), "en").check(
            data
        ).accepted()
    except InvalidInput as refused:
        return problem(refused, "en")
    return {}


@pytest.mark.parametrize("name", NAMES)
def test_every_make_target_named_is_in_the_makefile(name: str) -> None:
    sources = [*quoted(name), *map(" ".join, commands(name))]
    assert {t for s in sources for t in re.findall(r"\bmake ([a-z][a-z-]*)", s)} <= targets()


def test_the_readme_names_every_make_target_but_the_inner_ones() -> None:
    assert targets() - set(re.findall(r"make ([a-z-]+)", text_of("README.md"))) <= {"help", "venv"}


@pytest.mark.parametrize(
    ("command", "lacks"), [("proof", "FILE"), ("proof FILE=a", "KEYS"), ("clock", "TO")]
)
def test_a_command_says_what_it_lacks(command: str, lacks: str) -> None:
    make = shutil.which("make")
    assert make
    words = [make, *command.split()]
    alone = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    told = subprocess.run(
        words, cwd=ROOT, env=alone, capture_output=True, text=True, check=False
    )  # as typed by a person, also where `make test` runs this
    assert told.returncode == 2
    assert f"needs {lacks}=" in told.stderr
    assert not told.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file(name: str) -> None:
    home = next(path for path in DOCS if path.name == name).parent
    links = [link for link in re.findall(r"\]\(([^)]+)\)", prose(name)) if "://" not in link]
    assert [link for link in links if not (home / link).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_path_named_exists(name: str) -> None:
    tops = tuple(f"{path.name}/" for path in ROOT.iterdir() if path.is_dir())
    named = {word for word in quoted(name) if word.startswith(tops) and "<" not in word}
    words = (word.removeprefix("@") for command in commands(name) for word in command)
    named |= {word for word in words if word.startswith(tops) and not word.startswith(".")}
    assert [word for word in sorted(named) if not list(ROOT.glob(word.rstrip("/")))] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_id_named_is_in_the_data(name: str) -> None:
    assert {word for word in quoted(name) if KEBAB.fullmatch(word)} - ids() == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_resource_or_class_named_exists(name: str) -> None:
    templates = [load_template(ROOT / path) for path in TEMPLATES]
    parts = [one[part] for one in templates for part in ("Parameters", "Resources", "Outputs")]
    known = {key for part in parts for key in part}
    named = {word for word in quoted(name) if HUMPS.fullmatch(word)}
    # ColdStart is the library's own.
    assert named - known - classes() - {*Figure, "ColdStart"} == set()


def test_every_figure_is_told() -> None:
    table = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [figure for figure in Figure if f"`{figure}`" not in table] == []


def resolve(dotted: str) -> object:
    """The module, or what is named inside one; a field of a dataclass counts."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        path = ROOT / "functions" / "/".join(parts[:length])
        if path.is_dir() or path.with_suffix(".py").is_file():
            module: object = importlib.import_module(".".join(parts[:length]))
            return reduce(inside, parts[length:], module)
    raise AssertionError(dotted)


def inside(owner: object, name: str) -> object:
    if name in getattr(owner, "__dataclass_fields__", {}):
        return owner
    return getattr(owner, name)


@pytest.mark.parametrize("name", NAMES)
def test_every_dotted_name_is_in_the_code(name: str) -> None:
    for word in quoted(name):
        if re.fullmatch(r"ocop(\.\w+)*", word):
            assert resolve(word)


def test_the_glossary_says_where_each_term_lives_and_has_every_form() -> None:
    lines = [line for line in text_of("glossary.md").splitlines() if line.startswith("| ")]
    homes = [line.strip("| ").split(" | ")[-1] for line in lines if "lives in" not in line]
    assert [h for h in homes if not re.fullmatch(r"`(ocop(\.\w+)*|schemas/[^`]+)`", h)] == []
    told = set(re.findall(r"schemas/forms/([a-z-]+)\.json", text_of("glossary.md")))
    assert told == set(FORMS.ids())


def test_the_table_of_sources_is_whole() -> None:
    told = [name for row in rows("rulebooks.md", "name") for name in row[0].split("`, `")]
    assert sorted(told) == sorted(SOURCES)


def test_every_route_named_is_in_the_openapi_file() -> None:
    paths = read("functions/ocop/web/openapi.json")["paths"]
    known = {(verb.upper(), shape(path)) for path, item in paths.items() for verb in item}
    words = [word for name in NAMES for word in quoted(name)]
    named = [re.fullmatch(r"(GET|POST|PUT) (/v1/\S+)", word) for word in words]
    assert {(match[1], shape(match[2])) for match in named if match} - known == set()


def shape(path: str) -> str:
    """A path with its variable parts alike."""
    plain = path.partition("?")[0]
    return re.sub(r"\{[^}]+\}|(?<=/forms/)[a-z]+-[a-z]+", "*", plain)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_every_option_of_aws_exists(name: str) -> None:
    session = botocore.session.get_session()
    assert {words[0] for words in commands(name)} <= {"make", "curl", "aws", "PYTHONPATH=functions"}
    for words in (command for command in commands(name) if command[0] == "aws"):
        model = session.get_service_model(words[1])
        operations = {xform_name(op, "-"): op for op in model.operation_names}
        taken = model.operation_model(operations[words[2]]).input_shape
        known = {xform_name(member, "-") for member in taken.members} if taken else set()
        assert {word[2:] for word in words if word.startswith("--")} <= known | AWS_ITSELF


def test_the_readme_s_idea_is_accepted() -> None:
    [curl] = [command for command in commands("README.md") if command[0] == "curl"]
    sent = next(word for word in curl if word.startswith("@")).removeprefix("@")
    assert check_idea(read(sent)["data"]) == {}
    [answer] = map(json.loads, blocks("README.md", "json"))
    key = next(word for word in curl if word.startswith("Idempotency-Key: ")).split()[1]
    dossier = short_id("product-idea", "99", key)
    event = short_id(dossier, "producer", key)
    assert (answer["dossier"], answer["event"]) == (dossier, event)


def test_the_idea_and_the_refusal_shown_to_frontends_are_true() -> None:
    idea, refusal = map(json.loads, blocks("frontend.md", "json"))
    assert check_idea(idea["data"]) == {}
    del idea["data"]["consent"]
    assert check_idea({**idea["data"], "phone": "123"}) == refusal


def test_the_stage_shown_is_the_rulebook_s() -> None:
    [shown] = map(json.loads, blocks("rulebooks.md", "json"))
    stage = next(s for s in RULEBOOKS["1048-2019"]["stages"] if s["id"] == shown["id"])
    assert shown == {key: stage[key] for key in shown}


def test_the_rotated_key_shown_can_be_read() -> None:
    [shown] = blocks("keys.md", "json")
    keys = parse_keys(shown)
    assert (keys.current, set(keys.keys)) == ("k2", {"k1", "k2"})


@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_long_or_names_a_machine_or_a_package_host(name: str) -> None:
    assert FOREIGN.findall(text_of(name)) == []
    assert len(text_of(name).splitlines()) < 150


def asks(stage: dict[str, Any]) -> str:
    time = stage.get("time")
    return f"{stage['role']}, {term(time)}" if time else stage["role"]


def term(time: dict[str, Any]) -> str:
    return "end of the round" if time["unit"] == "round" else f"{time['amount']} {time['unit']}"


@pytest.mark.parametrize(
    ("column", "book"),
    [(1, "26-2026"), (2, "1048-2019"), (3, "148-2023"), (4, "1489-2025")],
)
def test_the_table_of_stages_is_the_rulebook_s(column: int, book: str) -> None:
    told = {row[0]: row[column] for row in rows("concepts.md", "stage") if row[column] != "-"}
    assert told == {stage["id"]: asks(stage) for stage in rating(book)}


def rating(book: str) -> list[dict[str, Any]]:
    """The stages up to the recognition; what may follow it has a table of its own."""
    return [stage for stage in RULEBOOKS[book]["stages"] if stage["step"] < AFTER]


def test_the_table_of_what_follows_is_the_rulebook_s() -> None:
    told = {row[0]: row[1] for row in rows("oversight.md", "after the recognition")}
    after = (stage for stage in RULEBOOKS["26-2026"]["stages"] if stage["step"] == AFTER)
    assert told == {stage["id"]: asks(stage) for stage in after}


def drawn(book: str) -> Iterator[tuple[str, str, str]]:
    """Of each stage in the picture: its id, its class, all its words."""
    spaces = {"s": "http://www.w3.org/2000/svg"}
    tree = ET.parse(ROOT / "docs/images/way.svg")
    for group in tree.iterfind(f".//*[@data-rulebook='{book}']/s:g", spaces):
        words = " ".join("".join(t.itertext()) for t in group.iterfind("s:text", spaces))
        yield group.attrib["data-stage"], group.attrib["class"], words


@pytest.mark.parametrize("book", RULEBOOKS)
def test_the_picture_has_the_rulebook_s_stages(book: str) -> None:
    stages = {stage["id"]: stage for stage in rating(book)}
    told = list(drawn(book))
    assert [id for id, _, _ in told] == list(stages)
    for id, kind, words in told:
        stage, time = stages[id], stages[id].get("time")
        assert kind == (stage["kind"] if stage["kind"] in ("filing", "council") else "decision")
        days = " days" if time and "amount" in time else ""
        assert (f"{term(time)}{days}" if time else "no limit") in words


@pytest.mark.parametrize("book", RULEBOOKS)
def test_the_defaults_told_are_the_rulebook_s(book: str) -> None:
    data = {**RULEBOOKS[book], "stages": {s["id"]: s for s in RULEBOOKS[book]["stages"]}}
    for _, pointer, told in rows("rulebooks.md", "setting"):
        value = reduce(lambda node, key: node[key], pointer.split("/")[1:], data)
        assert told == (value if isinstance(value, str) else json.dumps(value)), pointer


def test_the_rulebooks_told_are_those_there_are() -> None:
    told = {row[0]: row[2] for row in rows("rulebooks.md", "id")}
    assert told.keys() == RULEBOOKS.keys()
    for book, period in told.items():
        force = RULEBOOKS[book]["in_force"]
        assert re.findall(r"[0-9-]{10}", period) == [
            force[end] for end in ("from", "to") if force[end]
        ]


def test_the_statuses_told_are_those_of_the_edge() -> None:
    cells = [cell for row in rows("architecture.md", "error") for cell in row]
    told = dict(re.findall(r"([A-Za-z]+) (\d{3})", " ".join(cells)))
    assert told == {kind.__name__: str(status) for kind, status in STATUS}
