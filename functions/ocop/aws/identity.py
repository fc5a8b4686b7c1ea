"""Officers' accounts in Cognito: signing in and telling who holds a session."""

import os
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.clients import client
from ocop.domain.errors import NotSignedIn, Unavailable

REFUSALS = frozenset(
    {
        "NotAuthorizedException",
        "UserNotFoundException",
        "PasswordResetRequiredException",
        "InvalidPasswordException",
        "CodeMismatchException",
        "InvalidParameterException",
    }
)


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in's answer: an access token, or the challenge of choosing a first password."""

    token: str
    challenge: str = ""
    state: str = ""


def _refused(problem: ClientError) -> Exception:
    code = str(problem.response.get("Error", {}).get("Code", ""))
    return NotSignedIn("sign-in-failed") if code in REFUSALS else Unavailable()


def _session(answer: dict[str, Any]) -> Session:
    result = answer.get("AuthenticationResult") or {}
    return Session(
        result.get("AccessToken", ""), answer.get("ChallengeName", ""), answer.get("Session", "")
    )


class Officers:
    """Cognito's user pool; accounts are made by the administrator only."""

    def sign_in(self, email: str, password: str) -> Session:
        """Raises NotSignedIn, the same for a wrong address and a wrong password."""
        try:
            return _session(
                client("cognito-idp").initiate_auth(
                    ClientId=os.environ["USER_POOL_CLIENT_ID"],
                    AuthFlow="USER_PASSWORD_AUTH",
                    AuthParameters={"USERNAME": email, "PASSWORD": password},
                )
            )
        except ClientError as problem:
            raise _refused(problem) from problem
        except BotoCoreError as problem:
            raise Unavailable from problem

    def choose_password(self, email: str, state: str, password: str) -> Session:
        """Answer the challenge of a first sign-in; raises NotSignedIn."""
        try:
            return _session(
                client("cognito-idp").respond_to_auth_challenge(
                    ClientId=os.environ["USER_POOL_CLIENT_ID"],
                    ChallengeName="NEW_PASSWORD_REQUIRED",
                    Session=state,
                    ChallengeResponses={"USERNAME": email, "NEW_PASSWORD": password},
                )
            )
        except ClientError as problem:
            raise _refused(problem) from problem
        except BotoCoreError as problem:
            raise Unavailable from problem

    def email(self, token: str) -> str:
        """The verified address behind an access token, asked of Cognito, so that a sign-out
        counts.
        """
        try:
            user = client("cognito-idp").get_user(AccessToken=token)
        except ClientError as problem:
            raise _refused(problem) from problem
        except BotoCoreError as problem:
            raise Unavailable from problem
        found = {a["Name"]: a["Value"] for a in user["UserAttributes"]}
        if found.get("email_verified", "true") != "true":
            raise NotSignedIn
        return str(found["email"])
