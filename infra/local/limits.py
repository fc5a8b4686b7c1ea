"""Where ministack 1.5.33 is kinder than AWS, and must not be: limits that only a deployed stack
would meet otherwise.

Each of these touches private names: the version is pinned, and tests/e2e would notice a change.
"""

import json
import os
from collections.abc import Container, Mapping
from typing import Any

MOST_PAYLOAD = 6 * 1024 * 1024  # bytes that a function may be given, or may answer
# What a function's process has on Lambda too, or needs on this machine alone.
MACHINE = frozenset(
    {
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_DISABLE_HOST_PREFIX_INJECTION",
        "AWS_ENDPOINT_URL",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "LANG",
        "LD_LIBRARY_PATH",
        "LOCAL_CLOCK",
        "LOCAL_FUNCTION_PATH",
        "LOCAL_PYTHON",
        "PATH",
        "PYTHONUNBUFFERED",
        "TMPDIR",
        "TZ",
    }
)


def apply() -> None:
    """Patch ministack's modules, before it starts."""
    _ask_functions_before_calls_from_elsewhere()
    _limit_payloads()
    _keep_addresses_unique_and_verified()
    _end_sessions()
    _give_functions_their_own_environment()


class _Options(str):
    """OPTIONS that is none when first compared: ministack would answer it before any route."""

    __slots__ = ("compared",)

    def __eq__(self, other: object) -> bool:
        first, self.compared = not getattr(self, "compared", False), True
        return not first and str.__eq__(self, other)

    __hash__ = str.__hash__


def _ask_functions_before_calls_from_elsewhere() -> None:
    """Without a CORS configuration OPTIONS is a method like others: it goes to its route, past an
    authorizer if there is one. With it, an origin that is not allowed gets an answer without leave.
    """
    from ministack.services import apigateway

    execute = apigateway._handle_execute_in_scope  # noqa: SLF001
    preflight = apigateway._cors_preflight_response  # noqa: SLF001
    headers = apigateway._cors_response_headers  # noqa: SLF001

    async def routed(api: str, stage: str, path: str, method: str, *rest: Any) -> Any:
        known = (apigateway._apis.get(api) or {}).get("corsConfiguration")  # noqa: SLF001
        asks = method == "OPTIONS" and not any(camel(known or {}).get("allowOrigins", ()))
        return await execute(api, stage, path, _Options(method) if asks else method, *rest)

    def answered(configuration: Any, origin: str) -> Any:
        found = preflight(camel(configuration), origin)
        return (204, {}, b"") if found[0] == 403 else found

    apigateway._handle_execute_in_scope = routed  # noqa: SLF001
    apigateway._cors_preflight_response = answered  # noqa: SLF001
    apigateway._cors_response_headers = lambda c, origin: headers(camel(c), origin)  # noqa: SLF001


def camel(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """A CORS configuration from a template, whose names ministack leaves as they stand there."""
    return {name[:1].lower() + name[1:]: value for name, value in configuration.items()}


def _limit_payloads() -> None:
    """A function is given at most 6 MB and answers at most 6 MB."""
    from ministack.services import lambda_svc

    execute = lambda_svc._execute_function_with_config_scope  # noqa: SLF001

    def limited(function: Any, event: Any) -> Any:
        if not fits(event):
            return too_large("RequestEntityTooLargeException")
        found = execute(function, event)
        return found if fits(found.get("body")) else too_large("Function.ResponseSizeTooLarge")

    lambda_svc._execute_function_with_config_scope = limited  # noqa: SLF001


def fits(payload: object) -> bool:
    """Whether Lambda would carry it."""
    return len(json.dumps(payload, default=str, ensure_ascii=False).encode()) <= MOST_PAYLOAD


def too_large(kind: str) -> dict[str, Any]:
    """A function's failure for its payload's size, as ministack tells one."""
    told = f"payload size exceeded maximum allowed payload size ({MOST_PAYLOAD} bytes)."
    return {"body": {"errorType": kind, "errorMessage": told}, "error": True, "log": ""}


def _keep_addresses_unique_and_verified() -> None:
    """A pool whose people sign in by mail address has each address once; one that its holder
    changes has to be verified anew.
    """
    from ministack.services import cognito

    update, by_admin = (
        cognito._update_user_attributes,  # noqa: SLF001
        cognito._admin_update_user_attributes,  # noqa: SLF001
    )

    def own(data: dict[str, Any]) -> Any:
        user, pool = cognito._user_pool_for_access_token(data.get("AccessToken", ""))  # noqa: SLF001
        return _updated(cognito, update, data, pool, user)

    def other(data: dict[str, Any]) -> Any:
        pool, _ = cognito._resolve_pool(data.get("UserPoolId"))  # noqa: SLF001
        user, _ = cognito._resolve_user(pool, data.get("Username")) if pool else (None, None)  # noqa: SLF001
        return _updated(cognito, by_admin, data, pool, user)

    cognito._update_user_attributes = own  # noqa: SLF001
    cognito._admin_update_user_attributes = other  # noqa: SLF001


def _end_sessions() -> None:
    """What was signed out opens nothing any more, also where nobody's rights are looked at."""
    from ministack.services import cognito

    owner = cognito._user_pool_for_access_token  # noqa: SLF001

    def of_a_session(token: str) -> Any:
        claims = cognito._token_claims(token)  # noqa: SLF001
        return (None, None) if is_over(claims, cognito._revoked_tokens) else owner(token)  # noqa: SLF001

    cognito._user_pool_for_access_token = of_a_session  # noqa: SLF001


def is_over(claims: Mapping[str, Any] | None, ended: Container[str]) -> bool:
    """Whether a token belongs to a session that has ended."""
    return bool(claims and claims.get("origin_jti") in ended)


def _updated(cognito: Any, update: Any, data: dict[str, Any], pool: Any, user: Any) -> Any:
    if not pool or not user:
        return update(data)
    asked = data.get("UserAttributes", [])
    if taken(pool["_users"].values(), user, asked):
        told = "An account with the given email already exists."
        return cognito.error_response_json("AliasExistsException", told, 400)
    return update({**data, "UserAttributes": verified_anew(user, asked)})


def taken(users: Any, user: Mapping[str, Any], asked: list[dict[str, str]]) -> bool:
    """Whether somebody else has the address that a user asks for."""
    wanted = _attributes(asked).get("email", "").lower()
    others = [_attributes(one.get("Attributes", [])) for one in users if one is not user]
    return bool(wanted) and wanted in {other.get("email", "").lower() for other in others}


def verified_anew(user: Mapping[str, Any], asked: list[dict[str, str]]) -> list[dict[str, str]]:
    """The attributes to store: another address is not verified, unless an administrator says so."""
    found, had = _attributes(asked), _attributes(user.get("Attributes", []))
    changed = "email" in found and found["email"] != had.get("email")
    if changed and "email_verified" not in found:
        return [*asked, {"Name": "email_verified", "Value": "false"}]
    return asked


def _attributes(listed: list[dict[str, str]]) -> dict[str, str]:
    return {one["Name"]: one.get("Value", "") for one in listed}


def _give_functions_their_own_environment() -> None:
    """ministack hands its whole environment on; Lambda knows only the function's variables."""
    from ministack.services import lambda_svc

    make = lambda_svc._provided_worker_env  # noqa: SLF001

    def own(config: Any, code: str, port: int) -> dict[str, str]:
        variables = lambda_svc._runtime_env_vars(config)  # noqa: SLF001
        return without_inherited(make(config, code, port), os.environ, variables)

    lambda_svc._provided_worker_env = own  # noqa: SLF001


def without_inherited(
    made: Mapping[str, str], inherited: Mapping[str, str], own: Mapping[str, str]
) -> dict[str, str]:
    """An environment without what stands in it only because its parent has it."""
    return {
        name: value
        for name, value in made.items()
        if name in MACHINE or name in own or inherited.get(name) != value
    }
