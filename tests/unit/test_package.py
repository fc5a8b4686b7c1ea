"""What goes into a bundle: what is imported, the calls to AWS that are made, compiled templates."""

import ast
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore
import pytest
from botocore.loaders import Loader
from botocore.session import Session

from infra.botocore_cut import Calls, calls_in, cut, python_name
from infra.package import bundled, copy_own_code
from ocop.html.compiled import compile_templates, loader
from ocop.html.web_page import draw_page, environment_of
from tests.support.web_samples import PAGES

ROOT = Path(__file__).parents[2]
FUNCTIONS = ROOT / "functions"
ADAPTERS = FUNCTIONS / "ocop" / "aws"
DRAWING = FUNCTIONS / "ocop" / "documents" / "drawing"
KNOWN = frozenset({".py", ".j2", ".css", ".js", ".svg", ".json", ".ttf", ".txt"})
CALLED = re.compile(r'client\("([a-z0-9-]+)"\)\s*\.([a-z_0-9]+)\(')
NAMES = {
    "aws-lambda-powertools": "aws_lambda_powertools",
    "jsonschema-rs": "jsonschema_rs",
    "Jinja2": "jinja2",
    "MarkupSafe": "markupsafe",
    "python-dateutil": "dateutil",
    "python-docx": "docx",
    "pillow": "PIL",
}


@pytest.fixture(scope="module")
def calls() -> Calls:
    return calls_in(ADAPTERS)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, calls: Calls) -> Path:
    """botocore's data, cut."""
    whole = Path(botocore.__file__).parent / "data"
    folder = tmp_path_factory.mktemp("botocore") / "data"
    folder.mkdir()
    for path in whole.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
        elif path.name in {*calls, "ec2-instance-connect"}:
            shutil.copytree(path, folder / path.name)
    cut(folder, calls)
    return folder


@pytest.fixture(scope="module")
def session(data: Path) -> Session:
    """A session that knows what is left and nothing else."""
    found = Session()
    alone = Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    found.register_component("data_loader", alone)
    found.set_credentials("a", "b")
    return found


def test_what_is_left_is_small_and_ours(data: Path, calls: Calls) -> None:
    assert {path.name for path in data.iterdir() if path.is_dir()} == set(calls)
    assert sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) < 600_000


def test_names_of_calls_are_botocore_s_own(data: Path) -> None:
    for path in data.glob("*/*/service-2.json"):
        for operation in json.loads(path.read_bytes())["operations"]:
            assert python_name(operation) == botocore.xform_name(operation)


@pytest.mark.parametrize("path", sorted(ADAPTERS.glob("*.py")), ids=lambda path: path.stem)
def test_every_call_that_is_made_is_left(path: Path, session: Session) -> None:
    for service, method in CALLED.findall(path.read_text("utf-8")):
        client = session.create_client(service, region_name="ap-southeast-1")
        assert hasattr(client, method), f"{service}.{method}"


@pytest.mark.parametrize(
    ("service", "operations"),
    [
        ("dynamodb", "GetItem PutItem UpdateItem DeleteItem Query BatchGetItem TransactWriteItems"),
        ("s3", "GetObject ListObjectVersions CreateBucket"),
        ("sesv2", "SendEmail"),
        ("stepfunctions", "StartExecution SendTaskSuccess DescribeExecution"),
        ("cognito-idp", "AdminCreateUser AdminGetUser InitiateAuth RespondToAuthChallenge GetUser"),
    ],
)
def test_what_is_left_can_be_called(session: Session, service: str, operations: str) -> None:
    model = session.create_client(service, region_name="ap-southeast-1").meta.service_model
    for operation in operations.split():
        shapes: list[Any] = [model.operation_model(operation).input_shape]
        seen = set()
        while shapes:
            shape = shapes.pop()
            if shape is not None and shape.name not in seen:
                seen.add(shape.name)
                shapes += getattr(shape, "members", {}).values()
                shapes += [getattr(shape, part, None) for part in ("member", "key", "value")]
        assert seen


def test_no_request_is_searched_for_its_address(session: Session) -> None:
    model = session.get_service_model("dynamodb")
    for name in model.operation_names:
        assert not model.operation_model(name).operation_context_parameters
    client = session.create_client("dynamodb", region_name="ap-southeast-1")
    assert client.meta.endpoint_url == "https://dynamodb.ap-southeast-1.amazonaws.com"


def test_addresses_are_those_of_the_whole_list(session: Session) -> None:
    for region in ("ap-southeast-1", "ap-southeast-5", "us-east-1"):
        for service in ("dynamodb", "s3", "sesv2", "stepfunctions", "cognito-idp"):
            ours = session.create_client(service, region_name=region).meta.endpoint_url
            whole = Session()
            whole.set_credentials("a", "b")
            assert ours == whole.create_client(service, region_name=region).meta.endpoint_url


def test_a_post_can_be_signed(session: Session) -> None:
    client: Any = session.create_client("s3", region_name="ap-southeast-1")
    post = client.generate_presigned_post("bucket", "key")
    assert post["fields"]["key"] == "key"


def test_a_service_that_botocore_does_not_know_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="knows no service s4"):
        cut(tmp_path, {"s4": frozenset()})


def imported() -> Iterator[tuple[Path, str]]:
    """Each package that the functions import, and where."""
    for path in FUNCTIONS.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        typing = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE" in
                  ast.unparse(node.test)]  # fmt: skip
        skipped = {id(inner) for node in typing for inner in ast.walk(node)}
        for node in ast.walk(tree):
            if id(node) in skipped:
                continue
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                yield path, name.partition(".")[0]


def in_bundle(*, draws: bool = False) -> set[str]:
    """The names that bundled packages are imported by."""
    lines = [line.partition("==")[0] for line in bundled(draws=draws).splitlines() if "==" in line]
    return {NAMES.get(line, line) for line in lines}


def outside(*, draws: bool) -> set[str]:
    """What others wrote that the functions import, drawing papers or all else."""
    own = {"ocop", *(path.stem for path in FUNCTIONS.glob("*.py"))}
    names = {name for path, name in imported() if draws is (DRAWING in path.parents)}
    return names - set(sys.stdlib_module_names) - own


def test_bundles_hold_what_the_functions_import() -> None:
    assert outside(draws=False) <= in_bundle()
    assert outside(draws=True) <= in_bundle(draws=True)
    assert not outside(draws=True) & in_bundle()


def test_bundles_hold_nothing_else() -> None:
    """What is in a bundle is imported by the functions or by what they import."""
    brought = {"jmespath", "markupsafe", "dateutil", "six", "typing_extensions", "urllib3"}
    assert in_bundle() - outside(draws=False) == brought
    drawing = in_bundle(draws=True) - in_bundle() - outside(draws=True)
    assert drawing == {"et_xmlfile", "lxml"}


def test_what_draws_papers_is_in_one_bundle(tmp_path: Path) -> None:
    usual, drawing = tmp_path / "usual", tmp_path / "drawing"
    copy_own_code(usual)
    copy_own_code(drawing, draws=True)
    files = {
        folder: {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
        for folder in (usual, drawing)
    }
    more = files[drawing] - files[usual]
    assert files[usual] < files[drawing]
    assert all(name.startswith("ocop/documents/drawing/") or name == "papers.py" for name in more)


def test_functions_hold_known_kinds_of_files_alone() -> None:
    files = [path for path in FUNCTIONS.rglob("*") if path.is_file()]
    strange = [
        str(path.relative_to(ROOT))
        for path in files
        if path.suffix not in KNOWN and path.name != "Makefile" and "__pycache__" not in path.parts
    ]
    assert strange == []


def test_compiled_templates_draw_what_their_sources_draw(tmp_path: Path) -> None:
    compile_templates(tmp_path)
    assert len(list(tmp_path.glob("*.py"))) == len(
        list((FUNCTIONS / "ocop/html/templates").rglob("*.j2"))
    )
    compiled = {lang: environment_of.__wrapped__(lang) for lang in ("vi", "en")}
    for environment in compiled.values():
        environment.loader = loader(tmp_path)
    for page, frame in PAGES.values():
        template = compiled[frame.lang].get_template("page.html.j2")
        assert template.render(page=page, frame=frame) == draw_page(page, frame)
    assert {frame.lang for _, frame in PAGES.values()} == set(compiled)


def test_sources_are_read_where_nothing_is_compiled() -> None:
    assert loader(ROOT / "nowhere").list_templates()
