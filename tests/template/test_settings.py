"""Each function's environment and role against the ports that it is given."""

from collections.abc import Mapping

import pytest

from ocop.wiring import settings
from tests.support.table import template
from tests.template.test_template import as_list, function, statements

FUNCTIONS = sorted(settings.PORTS)
# Read by the library, with defaults of their own.
ITSELF = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"}
SERVICES = {
    "files": "s3",
    "keys": "secretsmanager",
    "accounts": "cognito-idp",
    "mailer": "ses",
    "workflows": "states",
    "answers": "states",
    "shelf": "s3",
    "press": "lambda",
    "signer": "kms",
}


def variables(name: str) -> Mapping[str, object]:
    """A function's variables, the common ones included."""
    common = template()["Globals"]["Function"]["Environment"]["Variables"]
    own = function(name.capitalize()).get("Environment", {}).get("Variables", {})
    return {**common, **own}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_given_the_variables_it_needs_and_no_others(name: str) -> None:
    given = set(variables(name)) - ITSELF
    assert settings.needed(name) - given == set()
    assert given - settings.needed(name) - settings.MAY_BE_EMPTY == set()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_role_reaches_the_services_behind_its_function_s_ports_and_no_others(name: str) -> None:
    prefixes = {
        action.partition(":")[0]
        for statement in statements(name.capitalize())
        for action in as_list(statement["Action"])
    }
    wanted = {SERVICES[port] for port in settings.PORTS[name]}
    assert prefixes & set(SERVICES.values()) == wanted


def of(name: str) -> dict[str, str]:
    """The whole environment of a function."""
    return {"_HANDLER": f"{name}.handler", **dict.fromkeys(settings.needed(name), "7")}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_lacks_a_variable_does_not_start(name: str) -> None:
    whole = of(name)
    settings.check_settings(whole)
    for left_out in settings.needed(name):
        with pytest.raises(settings.MissingSettings, match=left_out):
            settings.check_settings({k: v for k, v in whole.items() if k != left_out})
        with pytest.raises(settings.MissingSettings, match=left_out):
            settings.check_settings({**whole, left_out: ""})


def test_commands_and_tests_are_no_function_of_ours() -> None:
    settings.check_settings({})
    settings.check_settings({"_HANDLER": "somebody.else"})
    assert settings.Settings.read({}).reaches("mailer")
    assert not settings.Settings.read(of("office")).reaches("mailer")


def test_an_absent_port_says_so() -> None:
    absent = settings.Absent("mailer")
    with pytest.raises(settings.MissingSettings, match="no mailer"):
        absent.send()
    with pytest.raises(settings.MissingSettings, match="no mailer"):
        absent()
