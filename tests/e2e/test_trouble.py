"""Mail that could not go out is sent by the administrator's button, each function in its role."""

from collections.abc import Iterator

import pytest

from infra.demo.postbox import Postbox
from infra.local.runtime import Runtime
from tests.support.http import Person
from tests.support.stack import quiet, rows, until
from tests.support.walk import ADMINISTRATOR, Walk

pytestmark = pytest.mark.e2e


@pytest.fixture
def sandbox(runtime: Runtime) -> Iterator[None]:
    """Mail is refused for a while; what others had still to send goes before it or after it."""
    quiet(runtime)
    runtime.mail_sandbox(on=True)
    yield
    runtime.mail_sandbox(on=False)
    runtime.invoke_clock("sweep")


def test_try_again_hands_the_mail_to_who_may_send_it(
    runtime: Runtime, post: Postbox, sandbox: None
) -> None:
    walk = Walk.on(runtime)
    sent = {"data": walk.document("product-idea")}
    answer = walk.program.api("POST", "/v1/forms/product-idea/submissions", sent).json()
    until(lambda: bool(_waiting(runtime, answer["dossier"])), "a mail that could not go")
    [row] = _waiting(runtime, answer["dossier"])
    boss = Person(runtime.base_url)
    boss.sign_in(ADMINISTRATOR)
    page = boss.get("/office/trouble").page
    assert answer["reference"] in page.words
    runtime.mail_sandbox(on=False)
    [form] = [one for one in page.forms if row in [c.value for c in one.controls]]
    told = boss.send(form, {})
    assert told.status == 200
    post.await_new(walk.email, answer["reference"])
    until(lambda: not _waiting(runtime, answer["dossier"]), "an empty outbox")
    assert post.count(walk.email, answer["reference"]) == 1
    assert post.open(walk.email, answer["reference"]).token


def _waiting(runtime: Runtime, dossier: str) -> list[str]:
    return [sk for pk, sk in rows(runtime) if pk == "OUTBOX" and dossier in sk]
