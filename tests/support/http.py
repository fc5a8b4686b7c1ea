"""One request at a time, of any shape: what browsers and honest programs would never send."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from infra.demo.client import Answer, Visitor
from infra.local.runtime import SAMPLE_PASSWORD, Runtime

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Person(Visitor):
    """A visitor who also presses other buttons than the main one, and looks at each answer."""

    def press(
        self, page: Answer, action: str, answers: Mapping[str, str], do: str = "", *expected: int
    ) -> Answer:
        """Fill in the page's form for `action` and press its button of value `do`."""
        fields = page.page.form(action)
        pairs = [pair for pair in fields.filled(answers) if not do or pair[0] != "_do"]
        body = urlencode([*pairs, ("_do", do)] if do else pairs).encode()
        return self._ask("POST", fields.action, body, {"Content-Type": FORM}, expected)

    def sign_in(self, email: str) -> Answer:
        """The worklist, behind an officer's own password."""
        door = self.get("/office/sign-in")
        return self.press(door, "/office/sign-in", {"email": email, "password": SAMPLE_PASSWORD})


def tokens(runtime: Runtime, email: str) -> dict[str, Any]:
    """What Cognito gives an officer's program: IdToken, AccessToken."""
    answer = runtime.client("cognito-idp").initiate_auth(
        ClientId=runtime.outputs["UserPoolClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": SAMPLE_PASSWORD},
    )
    return dict(answer["AuthenticationResult"])
