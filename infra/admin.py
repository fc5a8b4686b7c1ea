"""The administrator's commands on a stack: `python -m infra.admin COMMAND [--stack NAME]`.

They work with the AWS credentials of whoever runs them, and need the run-time requirements and
`functions/` on the path; `make load` and `make check` see to both. `check` needs no AWS at all.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.certificates import take_certificates
from infra.packages import hand_case_over, take_package_in
from infra.reissue import reissue

if TYPE_CHECKING:
    from ocop.people.province import Province

OUTPUTS = {
    "SiteUrl": "BASE_URL",
    "TableName": "TABLE_NAME",
    "BucketName": "BUCKET_NAME",
    "UserPoolId": "USER_POOL_ID",
    "UserPoolClientId": "USER_POOL_CLIENT_ID",
    "LinkKeySecret": "LINK_KEY_SECRET",
}
PASSWORD = "OFFICER_PASSWORD"  # noqa: S105 - the name of a variable
NO_REGION = (
    "No AWS region is set, so there is no telling where the stack is. Set one and run it again:\n"
    "  export AWS_REGION=ap-southeast-1\n"
    "To check a province's document without AWS: make check FILE=province.json"
)


class Unreadable(Exception):
    """The file cannot be read; the message says why."""


def main() -> int:
    """What was asked for on the command line; the exit status."""
    from ocop.base.errors import OcopError

    asked = _arguments()
    act: Callable[[argparse.Namespace], int] = COMMANDS[asked.command]
    try:
        if asked.command != "check" and asked.stack and not configure(asked.stack):
            return 2
        return act(asked)
    except (OcopError, Unreadable) as problem:
        print(_words(problem), file=sys.stderr)
        return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.admin", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say what is wrong with a province's document")
    load = commands.add_parser("load", help="load a province and make its officers' accounts")
    load.add_argument("--replaces", default="", help="the version to replace, or `latest`")
    invite = commands.add_parser("invite", help="mail somebody a new link to set a password")
    invite.add_argument("person", help="the person's id or address")
    versions = commands.add_parser("versions", help="who saved which version of the document")
    certificates = commands.add_parser("certificates", help="take in certificates that exist")
    certificates.add_argument("file", type=Path, help="their sheet, CSV or XLSX")
    certificates.add_argument("--store", action="store_true", help="store them; else only look")
    package = commands.add_parser("package", help="take in a package of another stack")
    package.add_argument("file", type=Path, help="the package")
    package.add_argument("--keys", type=Path, required=True, help="that stack's published keys")
    package.add_argument("--store", action="store_true", help="keep it; else only look")
    handing = commands.add_parser("hand-over", help="hand an open case over to another stack")
    handing.add_argument("reference", help="the case's")
    handing.add_argument("--to", required=True, type=_web_address, help="that stack's address")
    handing.add_argument("--file", type=Path, help="where to write its package")
    for one in (package, handing):
        one.add_argument("--by", default="", help="an administrator of the province, who does it")
    links = commands.add_parser("reissue", help="replace emailed links after a leak")
    links.add_argument("--person", default="", help="all links of somebody, by their address")
    for one in (check, load):
        one.add_argument("file", type=Path, help="the province's document")
    for one in (invite, versions, certificates):
        one.add_argument("--province", default="", help="its code; else the only one there is")
    for one in (load, invite, versions, certificates, package, handing, links):
        one.add_argument("--stack", default="", help="a deployed stack; else the environment says")
    return parser.parse_args()


def _web_address(text: str) -> str:
    """Raises ArgumentTypeError for what is no address of a stack."""
    if not re.fullmatch(r"https?://[^\s/?#]+/?", text):
        raise argparse.ArgumentTypeError(f"{text} is no address such as https://ocop.example.vn")
    return text


def configure(stack: str) -> bool:
    """The stack's outputs as our environment; False, said in words, when it cannot be found."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    region = boto3.session.Session().region_name
    if not region:
        print(NO_REGION, file=sys.stderr)
        return False
    os.environ.setdefault("AWS_REGION", region)
    try:
        found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except (BotoCoreError, ClientError) as problem:
        print(f"The stack {stack} in {region} cannot be read: {problem}", file=sys.stderr)
        return False
    for output in found["Outputs"]:
        if output["OutputKey"] in OUTPUTS:
            os.environ[OUTPUTS[output["OutputKey"]]] = output["OutputValue"]
    return True


def _document(file: Path) -> dict[str, Any]:
    """Raises Unreadable for what is no JSON object in UTF-8."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError as problem:
        raise Unreadable(f"{file}: {problem.strerror}") from problem
    except ValueError as problem:
        raise Unreadable(f"{file} is no JSON: {problem}") from problem
    if not isinstance(found, dict):
        raise Unreadable(f"{file} is no JSON object")
    return found


def _check(asked: argparse.Namespace) -> int:
    from ocop.catalogue.rulebooks import published_rulebooks
    from ocop.people.province import parse_province
    from ocop.setup.provinces import check_province

    document = _document(asked.file)
    check_province(document, published_rulebooks())
    print(f"{document['name']['vi']}: nothing is wrong with it.")
    _doubts(parse_province(document))
    return 0


def _doubts(province: "Province") -> None:
    """What the document leaves open about communes that are no more."""
    for one in province.unplaced:
        print(f"{one.code} {one.name['vi']}: no commune is named that it became part of.")
    for one in province.former.values():
        if one.doubt:
            print(f"{one.code} {one.name['vi']}: {one.doubt['vi']}")


def _load(asked: argparse.Namespace) -> int:
    from ocop.setup.accounts import enrol_officers, officers
    from ocop.setup.provinces import load_province
    from ocop.wiring.services import services, user_directory

    svc, document = services(), _document(asked.file)
    replaces = _replaces(asked.replaces, svc.store.province_version(str(document.get("code", ""))))
    loaded = load_province(svc, document, replaces=replaces)
    province = loaded.province
    kept = "saved" if loaded.changed else "in force already"
    print(f"{province.name['vi']}: version {loaded.number}, {kept};")
    print(f"{len(province.units)} units, {len(province.people)} people,", end=" ")
    print(f"{len(province.councils)} councils, {len(officers(province))} officers.")
    done = enrol_officers(svc, user_directory(), province, password=os.environ.get(PASSWORD, ""))
    _doubts(province)
    print(f"Accounts: {len(done.made)} new, {len(done.bound)} bound, {len(done.closed)} closed.")
    return _failures(done.failed)


def _replaces(text: str, latest: int) -> int | None:
    if text == "latest":
        return latest
    return int(text) if text.isdecimal() else None


def _failures(failed: Mapping[str, str]) -> int:
    from ocop.catalogue.messages import problem_text

    for person, code in sorted(failed.items()):
        print(f"{person}: {problem_text(code, 'en')[1]} ({code})", file=sys.stderr)
    if failed:
        print(f"{len(failed)} accounts failed; run it again for these.", file=sys.stderr)
    return 1 if failed else 0


def _invite(asked: argparse.Namespace) -> int:
    from ocop.setup.accounts import account_of, invite
    from ocop.wiring.services import services

    svc = services()
    province, account = account_of(svc, asked.person, asked.province)
    invite(svc, province, account)
    print(f"A link to set a password is on its way to {account.email}.")
    return 0


def _versions(asked: argparse.Namespace) -> int:
    from ocop.setup.provinces import province_history
    from ocop.wiring.services import services

    svc = services()
    for province in svc.store.provinces():
        if asked.province in ("", province.code):
            for one in province_history(svc, province.code):
                print(
                    f"{province.code} {one.number:4d} {one.at:%Y-%m-%d %H:%M} {one.by} {one.sha256}"
                )
    return 0


def _words(problem: Exception) -> str:
    """A refusal in words, each mistake on its line."""
    from ocop.base.errors import InvalidInput, OcopError, VersionNeeded
    from ocop.catalogue.messages import problem_text

    if isinstance(problem, InvalidInput):
        return "\n".join(f"{e.pointer or '/'}: {e.detail}" for e in problem.errors)
    if isinstance(problem, VersionNeeded):
        number = problem.params["version"]
        return (
            f"Version {number} of this document is in force. If yours comes after it, run it again "
            f"with VERSION={number} (without make: --replaces {number})."
        )
    if not isinstance(problem, OcopError):
        return str(problem)
    title, detail = problem_text(problem.code, "en", problem.params)
    return f"{problem.code}: {title}. {detail}"


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "load": _load,
    "certificates": take_certificates,
    "package": take_package_in,
    "hand-over": hand_case_over,
    "invite": _invite,
    "reissue": reissue,
    "versions": _versions,
}

if __name__ == "__main__":
    sys.exit(main())
