"""What AWS refuses is refused here too: sizes, preflights, addresses, mail, environments."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from infra.local.limits import MACHINE
from infra.local.runtime import SENDER, Runtime

pytestmark = pytest.mark.e2e
# What Lambda itself gives every function, and what the runtime client needs here.
GIVEN = ("AWS_LAMBDA_", "LAMBDA_TASK_ROOT", "_HANDLER", "AWS_SESSION_TOKEN", "PYTHONPATH", "PWD")
SHELL = {"OLDPWD", "SHLVL", "_"}


def ask(
    runtime: Runtime, method: str, path: str, headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    """One request's answer, read."""
    connection = http.client.HTTPConnection(urlsplit(runtime.base_url).netloc, timeout=30)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("path", ["/v1/office/worklist", "/v1/forms", "/v1/reviews/x", "/r/x", "/"])
def test_a_browser_s_question_is_answered_on_every_route(runtime: Runtime, path: str) -> None:
    question = {"Origin": "https://la.example.com", "Access-Control-Request-Method": "PUT"}
    answer = ask(runtime, "OPTIONS", path, question)
    assert answer.status == 204
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["content-security-policy"]  # our function's answer


def test_headers_beyond_the_gateway_s_limit_are_refused(runtime: Runtime) -> None:
    assert ask(runtime, "GET", "/", {"Cookie": "a=" + "b" * 9_000}).status == 200
    assert ask(runtime, "GET", "/", {"Cookie": "a=" + "b" * 10_300}).status == 431


def test_two_officers_never_have_one_address(runtime: Runtime) -> None:
    pool, identity = runtime.outputs["UserPoolId"], runtime.client("cognito-idp")
    first, second = runtime.officers()[:2]
    wanted = [{"Name": "email", "Value": second}]
    with pytest.raises(identity.exceptions.AliasExistsException):
        identity.admin_update_user_attributes(
            UserPoolId=pool, Username=first, UserAttributes=wanted
        )


@pytest.fixture
def sandbox(runtime: Runtime) -> Iterator[None]:
    """Mail as in an account that is new."""
    runtime.mail_sandbox(on=True)
    yield
    runtime.mail_sandbox(on=False)


@pytest.mark.usefixtures("sandbox")
def test_the_sandbox_takes_mail_to_verified_addresses_alone(runtime: Runtime) -> None:
    words = {"Data": "Thử"}
    with pytest.raises(ClientError, match="Email address is not verified"):
        runtime.client("sesv2").send_email(
            FromEmailAddress=SENDER,
            Destination={"ToAddresses": ["khach@example.com"]},
            Content={"Simple": {"Subject": words, "Body": {"Text": words}}},
        )


def environments(runtime: Runtime) -> Iterator[dict[str, str]]:
    """Of each process that runs a function of this runtime."""
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            pairs = file.read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            continue
        found = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        if found.get("AWS_ENDPOINT_URL") == runtime.endpoint and "_HANDLER" in found:
            yield found


def test_a_function_knows_its_own_variables_alone(runtime: Runtime) -> None:
    runtime.invoke_clock("sweep")
    ask(runtime, "GET", "/")
    own = set(runtime.stack.environment_of(runtime.outputs["ClockFunctionName"]))
    clocks = [one for one in environments(runtime) if one["_HANDLER"] == "clock.handler"]
    assert clocks
    for found in clocks:
        strange = {name for name in found if name not in own | MACHINE | SHELL}
        assert [name for name in strange if not name.startswith(GIVEN)] == []


def test_a_generated_secret_is_made_of_what_the_template_allows(runtime: Runtime) -> None:
    secrets = runtime.client("secretsmanager")
    names = [one["Name"] for one in secrets.list_secrets()["SecretList"]]
    values = [secrets.get_secret_value(SecretId=name)["SecretString"] for name in names]
    assert values
    assert all(len(value) == 64 and value.isalnum() for value in values)
