"""The one-machine runtime itself: what it keeps, what it refuses, how it comes back."""

import hashlib
import json
import time
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.runtime import SAMPLE_PASSWORD, SENDER, AlreadyRuns, Runtime
from tests.support.stack import saved_since, until

pytestmark = pytest.mark.e2e


def status(address: str) -> int:
    """The status that an address answers with."""
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        with refusal:
            return refusal.code


def send_a_mail(runtime: Runtime, subject: str) -> None:
    """Send a mail as the functions do."""
    words = {"Data": subject}
    runtime.client("sesv2").send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": ["lan@example.vn"]},
        Content={"Simple": {"Subject": words, "Body": {"Text": words, "Html": words}}},
    )


def test_the_plain_address_reaches_pages_api_and_mailbox(runtime: Runtime) -> None:
    assert status(f"{runtime.base_url}/mailbox") == 200
    assert status(f"{runtime.base_url}/v1/office/worklist") == 401
    assert status(f"{runtime.base_url}/mailbox/no-such-mail") == 404


def test_officers_of_the_sample_province_can_sign_in(runtime: Runtime) -> None:
    answer = runtime.client("cognito-idp").initiate_auth(
        ClientId=runtime.outputs["UserPoolClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": runtime.officers()[0], "PASSWORD": SAMPLE_PASSWORD},
    )
    assert answer["AuthenticationResult"]["AccessToken"]


def test_a_second_runtime_is_refused_the_same_folders_and_port(
    runtime: Runtime, folder: Path
) -> None:
    with pytest.raises(AlreadyRuns, match="already runs"):
        Runtime(runtime.folders.root).start()
    with pytest.raises(AlreadyRuns, match=f"port {runtime.port} is taken"):
        Runtime(folder, runtime.port).start()


def test_local_time_moves_and_comes_back(runtime: Runtime) -> None:
    """Back, not ahead: the other tests' cases would be late by weeks, and say so in mails."""
    true_now = runtime.now()
    runtime.set_time(true_now - timedelta(days=40))
    assert timedelta(days=39) < true_now - runtime.now() <= timedelta(days=40)
    runtime.set_time(None)
    assert timedelta() <= runtime.now() - true_now < timedelta(minutes=5)


def test_a_killed_runtime_comes_back_with_its_state_and_mail(folder: Path) -> None:
    first = Runtime(folder).start()
    send_a_mail(first, "Trước khi mất điện")
    secret = first.outputs["LinkKeySecret"]
    key = first.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
    sent = time.time()
    until(lambda: saved_since(first, sent), "a snapshot")
    first.kill()
    with Runtime(folder, first.port) as second:
        again = second.client("secretsmanager").get_secret_value(SecretId=secret)
        assert again["SecretString"] == key
        assert second.base_url == first.base_url
        assert [mail["subject"] for mail in second.mailbox("lan@example.vn")] == [
            "Trước khi mất điện"
        ]
        with urllib.request.urlopen(f"{second.base_url}/mailbox.json") as answer:
            assert [mail["text"] for mail in json.load(answer)] == ["Trước khi mất điện"]


def assumed(runtime: Runtime, function: str) -> dict[str, Any]:
    """The key that ministack gives a function whose role it enforces."""
    found = runtime.client("lambda").get_function_configuration(FunctionName=function)
    digest = hashlib.sha256(f"{found['FunctionArn']}:{found['Role']}".encode()).hexdigest()
    return {
        "aws_access_key_id": f"ASIA{digest[:16].upper()}",
        "aws_secret_access_key": hashlib.sha256(f"secret:{digest}".encode()).hexdigest(),
        "aws_session_token": hashlib.sha256(f"token:{digest}".encode()).hexdigest(),
    }


def test_a_role_that_lacks_a_right_is_refused(runtime: Runtime) -> None:
    """Else the other tests here would prove nothing about the roles."""
    runtime.invoke_clock("sweep")
    key = assumed(runtime, runtime.outputs["ClockFunctionName"])
    table = boto3.client(
        "dynamodb", endpoint_url=runtime.endpoint, region_name="ap-southeast-1", **key
    )
    name = runtime.outputs["TableName"]
    table.get_item(TableName=name, Key={"pk": {"S": "no"}, "sk": {"S": "row"}})
    with pytest.raises(ClientError, match="not authorized to perform: dynamodb:Scan"):
        table.scan(TableName=name)
