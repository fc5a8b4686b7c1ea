"""Deploy the real template to the local runtime, changed only where this machine differs."""

import hashlib
import json
import platform
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import yaml
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

from infra.cfn import load_template
from infra.local.folders import ROOT
from infra.local.server import REGION, ROOT_KEY

STACK = "sao-xa"
SKIPPED = 20  # more ideas than one commune gets in the seconds that a kill may lose
PARTS = "sao-xa-parts"  # the bucket for the code, as `sam deploy` would make one


class Stack:
    """The stack behind one endpoint, seen as the account's administrator."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """A client with the root key, against this runtime; each is made once, for all threads."""
        if service not in self._clients:
            self._clients[service] = self._made(service)
        return self._clients[service]

    def _made(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=ROOT_KEY["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=ROOT_KEY["AWS_SECRET_ACCESS_KEY"],
            config=Config(signature_version="s3v4" if service == "s3" else None, read_timeout=310),
        )

    def deploy(self, code: Path, parameters: dict[str, str]) -> None:
        """Create or update the stack. Raises RuntimeError with what CloudFormation said."""
        body = json.dumps(localized(load_template(ROOT / "template.yaml"), code.name))
        address = self._upload(code, body)
        request = {
            "StackName": STACK,
            "TemplateURL": address,
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        }
        if self.exists():
            self._update(request)
        else:
            self._run("create", request)
        self._expire_rows()

    def note(self, name: str) -> str | None:
        """What `set_note` wrote. It lives and dies with the state that it speaks of."""
        ssm = self.client("ssm")
        try:
            return str(ssm.get_parameter(Name=f"/local/{name}")["Parameter"]["Value"])
        except ssm.exceptions.ParameterNotFound:
            return None

    def set_note(self, name: str, value: str) -> None:
        """Write a note beside the stack."""
        self.client("ssm").put_parameter(
            Name=f"/local/{name}", Value=value, Type="String", Overwrite=True
        )

    def exists(self) -> bool:
        """Whether the state holds a deployed stack."""
        try:
            self.client("cloudformation").describe_stacks(StackName=STACK)
        except ClientError:
            return False
        return True

    def outputs(self) -> dict[str, str]:
        """The template's outputs."""
        stacks = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return {o["OutputKey"]: o["OutputValue"] for o in stacks[0]["Outputs"]}

    def environment_of(self, function: str) -> dict[str, str]:
        """The environment variables of a function given by its name in AWS."""
        found = self.client("lambda").get_function_configuration(FunctionName=function)
        return dict(found["Environment"]["Variables"])

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """Call a function and wait. Raises RuntimeError with the error it ended in."""
        answer = self.client("lambda").invoke(
            FunctionName=function, Payload=json.dumps(event).encode()
        )
        body = json.loads(answer["Payload"].read() or "null")
        if "FunctionError" in answer:
            raise RuntimeError(f"{function} {json.dumps(event)}: {json.dumps(body)}")
        return body

    def skip_numbers(self) -> None:
        """After a kill the references of the last seconds are lost: no number of theirs is given to
        another case. What is counted for a commune and year is taken for given.
        """
        table, name = self.client("dynamodb"), self.outputs()["TableName"]
        pages = table.get_paginator("scan").paginate(TableName=name)
        newest: dict[str, int] = {}
        for row in (row for page in pages for row in page.get("Items", ())):
            for counter, number in _given(row):
                newest[counter] = max(newest.get(counter, 0), number)
        for counter, number in newest.items():
            item = {"pk": {"S": counter}, "sk": {"S": "COUNT"}, "n": {"N": str(number + SKIPPED)}}
            table.put_item(TableName=name, Item=item)

    def _upload(self, code: Path, body: str) -> str:
        objects = self.client("s3")
        place = {"LocationConstraint": REGION}
        with suppress(objects.exceptions.BucketAlreadyOwnedByYou):
            objects.create_bucket(Bucket=PARTS, CreateBucketConfiguration=place)
        objects.upload_file(str(code), PARTS, code.name)
        key = f"template-{hashlib.sha256(body.encode()).hexdigest()[:12]}.json"
        objects.put_object(Bucket=PARTS, Key=key, Body=body.encode())
        return f"https://s3.{REGION}.amazonaws.com/{PARTS}/{key}"

    def _expire_rows(self) -> None:
        """ministack leaves the table's TimeToLiveSpecification unread."""
        table = self.client("dynamodb")
        name = self.outputs()["TableName"]
        found = table.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        if found["TimeToLiveStatus"] == "DISABLED":
            table.update_time_to_live(
                TableName=name, TimeToLiveSpecification={"AttributeName": "ttl", "Enabled": True}
            )

    def _update(self, request: dict[str, Any]) -> None:
        try:
            self._run("update", request)
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise

    def _run(self, verb: str, request: dict[str, Any]) -> None:
        cfn = self.client("cloudformation")
        getattr(cfn, f"{verb}_stack")(**request)
        try:
            cfn.get_waiter(f"stack_{verb}_complete").wait(
                StackName=STACK, WaiterConfig={"Delay": 0.1, "MaxAttempts": 1200}
            )
        except WaiterError as error:
            events = cfn.describe_stack_events(StackName=STACK)["StackEvents"]
            failed = [
                f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason')}"
                for e in events
                if e["ResourceStatus"].endswith("FAILED")
            ]
            raise RuntimeError("the stack was not deployed\n  " + "\n  ".join(failed)) from error


# ministack asks the role about "*" for these, whatever the call names.
_ASKED_WITHOUT_RESOURCE = {"ses:SendEmail", "states:SendTaskSuccess", "states:SendTaskFailure"}


def localized(template: dict[str, Any], code_key: str) -> dict[str, Any]:
    """The template for this machine: its processor, our bootstrap, the workflows inline."""
    # Loopback speaks no TLS, so the bucket would refuse everybody and the address is a plain one.
    del template["Resources"]["EvidenceTlsOnly"]
    del template["Parameters"]["BaseUrl"]["AllowedPattern"]
    # The local cloud does not tell a key's policy who asks; the roles bind all the same.
    key = template["Resources"]["SigningKey"]["Properties"]["KeyPolicy"]
    key["Statement"] = [one for one in key["Statement"] if one["Effect"] == "Allow"]
    common = template["Globals"]["Function"]
    common["Runtime"] = "provided.al2023"
    common["Architectures"] = ["arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"]
    common["CodeUri"] = {"Bucket": PARTS, "Key": code_key}
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function":
            resource.pop("Metadata", None)
        if resource["Type"] == "AWS::Serverless::StateMachine":
            path = ROOT / properties.pop("DefinitionUri")
            properties["Definition"] = yaml.safe_load(path.read_text())
        for document in _policies(properties):
            _widen(document)
    return template


def _policies(properties: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "PolicyDocument" in properties:
        yield properties["PolicyDocument"]
    for policy in properties.get("Policies", []):
        if "PolicyDocument" in policy:
            yield policy["PolicyDocument"]


def _widen(document: dict[str, Any]) -> None:
    for statement in document["Statement"]:
        actions = statement["Action"]
        if set([actions] if isinstance(actions, str) else actions) <= _ASKED_WITHOUT_RESOURCE:
            statement["Resource"] = "*"
            statement.pop("Condition", None)  # nor does it know the call's own values


def _given(row: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The counter that a row tells of, and a number that has been given."""
    pk, sk = row["pk"]["S"], row["sk"]["S"]
    if sk == "COUNT":
        yield pk, int(row["n"]["N"])
    elif sk == "REF":
        _, unit, number, year = pk.partition("#")[2].split("-")
        yield f"COUNT#{unit}#{year}", int(number)
