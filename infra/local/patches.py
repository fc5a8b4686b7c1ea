"""What ministack 1.5.33 does otherwise than AWS, put right for the functions' sake.

Each of these touches private names: the version is pinned, and tests/e2e would notice a change.
"""

import os
import string
from pathlib import Path
from typing import Any

from infra.local import objects
from infra.local.clock import ThreadTime


def apply() -> None:
    """Patch ministack's modules, before it starts."""
    _time_out_by_path()
    _fail_waits_whose_function_failed()
    _hand_cookies_on()
    _read_streams_from_their_start()
    _expire_by_the_local_time()
    _generate_secrets_as_asked()
    objects.apply()


def _time_out_by_path() -> None:
    """TimeoutSecondsPath is ignored: such a wait would last 27 hours."""
    from ministack.services import stepfunctions

    execute = stepfunctions._execute_task  # noqa: SLF001

    def execute_task(state: Any, given: Any, execution: Any, context: Any) -> Any:
        path = state.get("TimeoutSecondsPath", "")
        if path.startswith("$."):
            state = {**state, "TimeoutSeconds": given[path.removeprefix("$.")]}
        return execute(state, given, execution, context)

    stepfunctions._execute_task = execute_task  # noqa: SLF001


def _fail_waits_whose_function_failed() -> None:
    """A function that fails under waitForTaskToken leaves its wait hanging; AWS fails it."""
    from ministack.services import stepfunctions

    call = stepfunctions._call_lambda  # noqa: SLF001

    def call_lambda(function: str, event: Any) -> Any:
        try:
            return call(function, event)
        except stepfunctions._ExecutionError as problem:  # noqa: SLF001
            token = event.get("token") if isinstance(event, dict) else None
            stepfunctions._send_task_failure(  # noqa: SLF001
                {"taskToken": token, "error": problem.error, "cause": problem.cause}
            )
            raise

    stepfunctions._call_lambda = call_lambda  # noqa: SLF001


def _hand_cookies_on() -> None:
    """Events of an HTTP API lack `cookies`, where AWS puts each cookie of the request."""
    from ministack.services import lambda_svc

    execute = lambda_svc._execute_function_with_config_scope  # noqa: SLF001

    def execute_with_cookies(function: Any, event: Any) -> Any:
        sent = event.get("headers", {}).get("cookie") if "rawPath" in event else None
        if sent:
            event = {**event, "cookies": [one.strip() for one in sent.split(";") if one.strip()]}
        return execute(function, event)

    lambda_svc._execute_function_with_config_scope = execute_with_cookies  # noqa: SLF001


def _read_streams_from_their_start() -> None:
    """A stream's records end with the process, but how far they were read is restored: the next
    ones would be taken for read. What was not read by then stands in its events, for the sweep.
    """
    from ministack.services import lambda_svc

    restore = lambda_svc._restore_esm_positions  # noqa: SLF001

    def restore_others(store: Any, positions: Any) -> None:
        if store is not lambda_svc._dynamodb_stream_positions:  # noqa: SLF001
            restore(store, positions)

    lambda_svc._restore_esm_positions = restore_others  # noqa: SLF001


def _expire_by_the_local_time() -> None:
    """Rows expire by the true time, though the functions that say when live in the local one: a
    demo of another year would lose them at once.
    """
    from ministack.services import dynamodb

    clock = Path(os.environ["LOCAL_CLOCK"])
    setattr(dynamodb, "time", ThreadTime("dynamodb-ttl-reaper", clock))  # noqa: B010


def _generate_secrets_as_asked() -> None:
    """A generated secret has punctuation although the template excludes it: one in ninety begins
    as JSON does, and a stack with such a key signs no link.
    """
    from ministack.services.cloudformation import provisioners

    generate = provisioners._sm_secret_string  # noqa: SLF001

    def generate_as_asked(asked: dict[str, Any]) -> str:
        how = asked.get("GenerateSecretString", {})
        if str(how.get("ExcludePunctuation", "")).lower() == "true":
            left_out = how.get("ExcludeCharacters", "") + string.punctuation
            asked = {**asked, "GenerateSecretString": {**how, "ExcludeCharacters": left_out}}
        return str(generate(asked))

    provisioners._sm_secret_string = generate_as_asked  # noqa: SLF001
