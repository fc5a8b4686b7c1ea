"""Mail by Amazon SES (API v2)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formataddr
from functools import cached_property
from typing import TYPE_CHECKING, cast

from ocop.aws.clients import client
from ocop.base.address import BadAddress, deliverable
from ocop.base.errors import MailRefused, OcopError, Unavailable
from ocop.base.tags import tag_of
from ocop.base.text import Lang
from ocop.mail.letters import Rendered, render

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import (
        MessageHeaderTypeDef,
        MessageTagTypeDef,
        MessageTypeDef,
        SendEmailRequestTypeDef,
    )

# What SES answers when the message itself or its address can never go. Everything else is worth
# another try, also a paused account or a missing right: somebody will put that right, and the mail
# must not be lost meanwhile. MessageRejected says both: see `_refusal`.
_FOR_GOOD = frozenset({"MessageRejected", "BadRequestException", "InvalidParameterValue"})
_NOT_YET = re.compile(r"(?i)not verified|sandbox|paused|suspended|sending quota|throttl")
_NOT_IN_TAG = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_TAG = 256


def _ses() -> "SESV2Client":
    return cast("SESV2Client", client("sesv2"))


@dataclass(frozen=True)
class SesMailer:
    """The port `Mailer`. The client is made at the first mail; `name` may hold any letters."""

    sender: str
    name: str = ""
    configuration_set: str = ""
    reply_to: str = ""
    connect: Callable[[], "SESV2Client"] = field(default=_ses, repr=False)

    def send(
        self, effect_id: str, template: str, to: str, lang: Lang, values: Mapping[str, object]
    ) -> None:
        """Render a template and send it to one person; see `deliver`."""
        of = {name: str(values.get(f"_{name}", "")) for name in ("province", "dossier")}
        self.deliver(to, render(template, lang, values), {"effect": tag_of(effect_id), **of})

    def deliver(self, to: str, mail: Rendered, tags: Mapping[str, str]) -> str:
        """Hand one mail to SES and return its message id.

        The tags come back with bounces and complaints. Raises MailRefused when this mail to this
        address can never go, Unavailable when a later try may succeed.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        if not self.sender:
            raise Unavailable("mail-unavailable", {"reason": "no sender"})
        request = self._request(_address(to), mail, tags)
        try:
            return self._client.send_email(**request)["MessageId"]
        except ClientError as error:
            raise _refusal(error) from error
        except BotoCoreError as error:
            raise Unavailable("mail-unavailable", {"reason": type(error).__name__}) from error

    @cached_property
    def _client(self) -> "SESV2Client":
        return self.connect()

    def _request(
        self, recipient: str, mail: Rendered, tags: Mapping[str, str]
    ) -> "SendEmailRequestTypeDef":
        request: SendEmailRequestTypeDef = {
            "FromEmailAddress": formataddr((self.name, self.sender), "utf-8"),
            "Destination": {"ToAddresses": [recipient]},
            "ReplyToAddresses": [self.reply_to] if self.reply_to else [],
            "Content": {"Simple": _message(mail)},
            "EmailTags": _tags({"template": mail.template, "reference": mail.reference, **tags}),
        }
        if self.configuration_set:
            request["ConfigurationSetName"] = self.configuration_set
        return request


def _address(to: str) -> str:
    """The one bare address, by the rule that forms hold too; a header cannot hide in it."""
    try:
        return deliverable(to)
    except BadAddress as error:
        raise MailRefused("mail-bad-address") from error


def _message(mail: Rendered) -> "MessageTypeDef":
    return {
        "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
        "Body": {
            "Text": {"Data": mail.text, "Charset": "UTF-8"},
            "Html": {"Data": mail.html, "Charset": "UTF-8"},
        },
        "Headers": _headers(mail),
    }


def _headers(mail: Rendered) -> "list[MessageHeaderTypeDef]":
    """Marks the mail as automatic (RFC 3834), so that holiday answers do not come back."""
    values = {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": mail.lang,
        "X-Ocop-Reference": _NOT_IN_TAG.sub("-", mail.reference),
        "X-Ocop-Template": f"{mail.template}/{mail.version}",
    }
    return [{"Name": name, "Value": value} for name, value in values.items()]


def _tags(tags: Mapping[str, str]) -> "list[MessageTagTypeDef]":
    clean = {name: _NOT_IN_TAG.sub("-", value)[:_LONGEST_TAG] for name, value in tags.items()}
    return [{"Name": name, "Value": value} for name, value in clean.items() if value]


def _refusal(error: "ClientError") -> OcopError:
    """What an answer of SES means for the mail.

    The sandbox and an unverified sender are told in the words of MessageRejected alone; they end
    when the account's owner acts, and so does the wait.
    """
    code, words = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    if code in _FOR_GOOD and not _NOT_YET.search(words):
        return MailRefused(params={"reason": code})
    return Unavailable("mail-unavailable", {"reason": code})
