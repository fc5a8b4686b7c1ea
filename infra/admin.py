"""The administrator's commands on a stack: `python -m infra.admin load FILE [--stack NAME]`.

It works with the AWS credentials of whoever runs it, and needs the run-time requirements and
`functions/` on the path; `make load` sees to both.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

OUTPUTS = {
    "TableName": "TABLE_NAME",
    "BucketName": "BUCKET_NAME",
    "UserPoolId": "USER_POOL_ID",
    "LinkKeySecret": "LINK_KEY_SECRET",
}
PASSWORD = "OFFICER_PASSWORD"  # noqa: S105 - the name of a variable


def main() -> int:
    """What was asked for on the command line; the exit status."""
    asked = _arguments()
    if asked.stack:
        _configure(asked.stack)
    document = json.loads(asked.file.read_text("utf-8"))
    return _load(document)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.admin", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    load = commands.add_parser("load", help="load a province and make its officers' accounts")
    load.add_argument("file", type=Path, help="the province's document")
    load.add_argument("--stack", default="", help="a deployed stack; else the environment says")
    return parser.parse_args()


def _configure(stack: str) -> None:
    found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    for output in found["Outputs"]:
        if output["OutputKey"] in OUTPUTS:
            os.environ[OUTPUTS[output["OutputKey"]]] = output["OutputValue"]
    os.environ.setdefault("AWS_REGION", boto3.session.Session().region_name or "")


def _load(document: dict[str, Any]) -> int:
    from ocop.bootstrap import services
    from ocop.domain.errors import InvalidInput
    from ocop.usecases.province_admin import load_province

    try:
        province = load_province(services(), document)
    except InvalidInput as wrong:
        for error in wrong.errors:
            print(f"{error.pointer or '/'}: {error.detail}", file=sys.stderr)
        return 1
    officers = [person.email for person in province.people.values() if person.roles]
    made = sum(_account(email) for email in officers)
    print(f"{province.name['vi']}: {len(province.units)} units, {len(province.people)} people,")
    print(f"{len(province.councils)} councils; {made} new accounts of {len(officers)} officers.")
    return 0


def _account(email: str) -> bool:
    """Make an officer's account; Cognito mails the first password unless one is given here."""
    cognito: Any = boto3.client("cognito-idp")
    pool = os.environ["USER_POOL_ID"]
    password = os.environ.get(PASSWORD, "")
    quiet = {"MessageAction": "SUPPRESS"} if password else {}
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    try:
        cognito.admin_create_user(
            UserPoolId=pool, Username=email, UserAttributes=attributes, **quiet
        )
    except ClientError as problem:
        if problem.response["Error"]["Code"] != "UsernameExistsException":
            raise
        return False
    if password:
        cognito.admin_set_user_password(
            UserPoolId=pool, Username=email, Password=password, Permanent=True
        )
    return True


if __name__ == "__main__":
    sys.exit(main())
