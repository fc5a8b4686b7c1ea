"""Handing mails to Amazon SES."""

import re
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import ANY, Stubber

from ocop.aws.mail import SesMailer
from ocop.base.errors import MailRefused, OcopError, Unavailable
from ocop.base.tags import effect_of
from ocop.mail import check as mail_check

SENDER = "ocop@example.vn"
LETTER = mail_check.preview("task-assigned", "vi")
ONE_MAIL: dict[str, Any] = {
    "FromEmailAddress": ANY,
    "Destination": ANY,
    "Content": ANY,
    "EmailTags": ANY,
    "ReplyToAddresses": ANY,
}


class SesStub:
    """A mailer over a stubbed client that counts how often it connects."""

    def __init__(self, **options: str) -> None:
        session = botocore.session.get_session()
        self.client = session.create_client(
            "sesv2", "ap-southeast-1", aws_access_key_id="test", aws_secret_access_key="test"
        )
        self.stubber = Stubber(self.client)
        self.connected = 0
        self.sent: list[dict[str, Any]] = []
        self.client.meta.events.register("provide-client-params.sesv2.SendEmail", self._remember)
        self.mailer = SesMailer(SENDER, connect=self._connect, **options)

    def _connect(self) -> Any:
        self.connected += 1
        return self.client

    def _remember(self, params: dict[str, Any], **_: object) -> None:
        self.sent.append(params)

    def answers(self, times: int = 1, expected: dict[str, Any] | None = None) -> None:
        for n in range(times):
            self.stubber.add_response("send_email", {"MessageId": f"m-{n}"}, expected)


def deliver(stub: SesStub, to: str = "officer@example.vn", **tags: str) -> str:
    with stub.stubber:
        return stub.mailer.deliver(to, LETTER, tags)


def test_a_mail_goes_out_with_both_parts_and_its_marks() -> None:
    stub = SesStub(name="OCOP tỉnh Sông Mẫu", configuration_set="ocop", reply_to="help@example.vn")
    stub.answers(expected={**ONE_MAIL, "ConfigurationSetName": "ocop"})
    assert deliver(stub, effect="01-abc") == "m-0"
    (sent,) = stub.sent
    simple = sent["Content"]["Simple"]
    assert simple["Subject"] == {"Data": LETTER.subject, "Charset": "UTF-8"}
    assert simple["Body"]["Text"]["Data"] == LETTER.text
    assert simple["Body"]["Html"]["Data"] == LETTER.html
    headers = {h["Name"]: h["Value"] for h in simple["Headers"]}
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Ocop-Reference"] == LETTER.reference
    assert sent["Destination"] == {"ToAddresses": ["officer@example.vn"]}
    assert sent["ReplyToAddresses"] == ["help@example.vn"]


def test_the_senders_name_keeps_its_letters() -> None:
    stub = SesStub(name='Chương trình "OCOP", tỉnh Sông Mẫu\r\nBcc: x@example.vn')
    stub.answers()
    deliver(stub)
    header = stub.sent[0]["FromEmailAddress"]
    assert header.isascii()
    assert "\n" not in header
    name, address = parseaddr(header)
    assert address == SENDER
    assert str(make_header(decode_header(name))).startswith('Chương trình "OCOP", tỉnh Sông Mẫu')


def test_tags_name_the_effect_and_hold_only_what_ses_allows() -> None:
    stub = SesStub()
    stub.answers()
    deliver(stub, effect="2026-11-23T02:00:00Z#mail/1", empty="", long="x" * 300)
    tags = {t["Name"]: t["Value"] for t in stub.sent[0]["EmailTags"]}
    assert tags == {
        "template": "task-assigned",
        "reference": "99-10101-003-2026",
        "effect": "2026-11-23T02-00-00Z-mail-1",
        "long": "x" * 256,
    }


def test_the_port_renders_and_sends() -> None:
    stub = SesStub()
    stub.answers()
    with stub.stubber:
        stub.mailer.send(
            "e-1",
            "task-assigned",
            "officer@example.vn",
            "en",
            mail_check.samples("task-assigned", "en"),
        )
    simple = stub.sent[0]["Content"]["Simple"]
    assert simple["Subject"]["Data"] == mail_check.preview("task-assigned", "en").subject
    tags = {tag["Name"]: tag["Value"] for tag in stub.sent[0]["EmailTags"]}
    assert effect_of(tags["effect"]) == "e-1"


@pytest.mark.parametrize(
    "effect",
    ["2026-11-23T02:00:00.123456+00:00#abcdefghijklmnopqrstuvwxyz#e2#0", "resume-a-1-0#12"],
)
def test_a_notice_tells_which_effect_its_mail_carried_out(effect: str) -> None:
    stub = SesStub()
    stub.answers()
    values = {**mail_check.samples("task-assigned", "vi"), "_dossier": "d1", "_province": "99"}
    with stub.stubber:
        stub.mailer.send(effect, "task-assigned", "officer@example.vn", "vi", values)
    tags = {tag["Name"]: tag["Value"] for tag in stub.sent[0]["EmailTags"]}
    assert effect_of(tags["effect"]) == effect
    assert (tags["dossier"], tags["province"], tags["template"]) == ("d1", "99", "task-assigned")
    assert not [
        value for value in tags.values() if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value)
    ]


def test_a_foreign_tag_names_no_effect() -> None:
    assert effect_of("\xff not ours") == ""
    assert effect_of("") == ""


def test_the_client_is_made_once_and_not_before_a_mail() -> None:
    stub = SesStub()
    stub.answers(times=2)
    assert stub.connected == 0
    with stub.stubber:
        for _ in range(2):
            stub.mailer.deliver("officer@example.vn", LETTER, {})
    assert stub.connected == 1


def test_an_international_domain_is_written_in_ascii() -> None:
    stub = SesStub()
    stub.answers()
    deliver(stub, to=" htx@ongrừng.example ")
    assert stub.sent[0]["Destination"]["ToAddresses"] == ["htx@xn--ongrng-sr8b.example"]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "@example.vn",
        "a@",
        "a@localhost",
        "a@example.vn,b@example.vn",
        "a@example.vn\r\nBcc: b@example.vn",
        "a b@example.vn",
        "<a@example.vn>",
        "a@b@example.vn",
        "ông@example.vn",
        "a@" + "x" * 64 + ".vn",
        "a@example..vn",
    ],
)
def test_a_bad_address_never_reaches_ses(to: str) -> None:
    stub = SesStub()
    with pytest.raises(MailRefused, match="mail-bad-address"):
        deliver(stub, to=to)
    assert (stub.connected, stub.sent) == (0, [])


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("MessageRejected", 400, MailRefused),
        ("BadRequestException", 400, MailRefused),
        ("TooManyRequestsException", 429, Unavailable),
        ("ThrottlingException", 400, Unavailable),
        ("LimitExceededException", 400, Unavailable),
        ("SendingPausedException", 400, Unavailable),
        ("AccountSuspendedException", 400, Unavailable),
        ("AccessDeniedException", 403, Unavailable),
        ("InternalFailure", 500, Unavailable),
    ],
)
def test_what_ses_refuses_for_good_and_what_may_be_tried_again(
    code: str, status: int, kind: type[OcopError]
) -> None:
    stub = SesStub()
    stub.stubber.add_client_error("send_email", code, http_status_code=status)
    with pytest.raises(kind) as refused:
        deliver(stub)
    assert type(refused.value) is kind
    assert refused.value.params == {"reason": code}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "MessageRejected",
            "Email address is not verified. The following identities failed the check in region X",
        ),
        ("MessageRejected", "Sending suspended for this account."),
        ("MessageRejected", "Sending paused for this account."),
        ("MailFromDomainNotVerifiedException", "MAIL FROM domain is not verified"),
    ],
)
def test_what_ends_when_the_account_s_owner_acts_is_no_refusal(code: str, words: str) -> None:
    stub = SesStub()
    stub.stubber.add_client_error("send_email", code, words, http_status_code=400)
    with pytest.raises(Unavailable):
        deliver(stub)


def test_a_mailer_without_a_sender_refuses_no_mail_for_good() -> None:
    with pytest.raises(Unavailable):
        SesMailer("").deliver("officer@example.vn", LETTER, {})


def test_a_broken_network_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = SesStub()

    def fail(**_: object) -> None:
        raise EndpointConnectionError(endpoint_url="https://email.example.vn")

    monkeypatch.setattr(stub.client, "send_email", fail)
    with pytest.raises(Unavailable):
        deliver(stub)


def test_the_real_client_is_ready_without_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    client = SesMailer(SENDER).connect()
    assert client.meta.service_model.service_name == "sesv2"
    assert client.meta.region_name == "ap-southeast-1"
