"""Officers' accounts in Cognito: signing in, second steps, and telling who holds a session."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from ocop.aws.calls import error_code
from ocop.aws.clients import client
from ocop.base.errors import (
    Conflict,
    InvalidInput,
    NotSignedIn,
    OcopError,
    Unavailable,
    WeakPassword,
)

T = TypeVar("T")
REFUSALS = frozenset(
    {
        "NotAuthorizedException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
        "InvalidParameterException",
        "ExpiredCodeException",
    }
)
WRONG_CODES = frozenset(
    {"CodeMismatchException", "EnableSoftwareTokenMFAException", "ExpiredCodeException"}
)
WEAK = frozenset({"InvalidPasswordException", "PasswordHistoryPolicyViolationException"})
EXISTS = "UsernameExistsException"
TOTP = "SOFTWARE_TOKEN_MFA"
SIX_DIGITS = re.compile("[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in's answer: tokens, or a challenge to answer with `state` as `user`."""

    token: str
    refresh: str = ""
    challenge: str = ""
    state: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose session it is, and whether signing in asks for a second step."""

    sub: str
    second_factor: bool = False


def refusal(problem: ClientError) -> OcopError:
    """What Cognito's error means for who asks."""
    code = error_code(problem)
    if code == EXISTS:
        return Conflict("account-exists")
    if code in WEAK:
        return WeakPassword()
    if code in WRONG_CODES:
        return InvalidInput((), "wrong-code")
    return NotSignedIn("sign-in-failed") if code in REFUSALS else Unavailable()


def pool_answer(call: Callable[[], T]) -> T:
    """The call's answer, errors as our own refusals. What somebody typed that is not even of the
    shape the pool asks for never leaves this machine, and is wrong all the same.
    """
    try:
        return call()
    except ClientError as problem:
        raise refusal(problem) from problem
    except ParamValidationError as problem:
        raise NotSignedIn("sign-in-failed") from problem
    except BotoCoreError as problem:
        raise Unavailable from problem


def _session(answer: dict[str, Any], user: str = "") -> Session:
    result = answer.get("AuthenticationResult") or {}
    told = answer.get("ChallengeParameters") or {}
    return Session(
        token=result.get("AccessToken", ""),
        refresh=result.get("RefreshToken", ""),
        challenge=answer.get("ChallengeName", ""),
        state=answer.get("Session", ""),
        user=told.get("USER_ID_FOR_SRP") or user,
    )


class Officers:
    """The user pool as its officers use it; `client_id` names our own application there."""

    def __init__(self, client_id: str) -> None:
        self._client_id = client_id

    def sign_in(self, email: str, password: str) -> Session:
        """Raises NotSignedIn, the same for a wrong address and a wrong password."""
        given = {"USERNAME": email, "PASSWORD": password}
        return _session(
            pool_answer(
                lambda: client("cognito-idp").initiate_auth(
                    ClientId=self._client_id,
                    AuthFlow="USER_PASSWORD_AUTH",
                    AuthParameters=given,
                )
            ),
            email,
        )

    def choose_password(self, user: str, state: str, password: str) -> Session:
        """Answer the challenge of a first sign-in; raises NotSignedIn, WeakPassword."""
        return self._answer("NEW_PASSWORD_REQUIRED", user, state, {"NEW_PASSWORD": password})

    def enter_code(self, user: str, state: str, code: str) -> Session:
        """Answer the challenge of a second step; raises NotSignedIn, InvalidInput."""
        demand_code(code)
        return self._answer(TOTP, user, state, {f"{TOTP}_CODE": code})

    def _answer(self, challenge: str, user: str, state: str, given: dict[str, str]) -> Session:
        return _session(
            pool_answer(
                lambda: client("cognito-idp").respond_to_auth_challenge(
                    ClientId=self._client_id,
                    ChallengeName=challenge,
                    Session=state,
                    ChallengeResponses={"USERNAME": user, **given},
                )
            ),
            user,
        )

    def holder(self, token: str) -> Holder:
        """Whose an access token is, asked of Cognito, so that a sign-out counts.

        Raises NotSignedIn for any other kind of token, one of another application, or an account
        whose address is not proven. GetUser itself takes tokens of every pool of the region.
        """
        claims = claims_of(token)
        if (claims.get("token_use"), claims.get("client_id")) != ("access", self._client_id):
            raise NotSignedIn
        user = pool_answer(lambda: client("cognito-idp").get_user(AccessToken=token))
        found = {a["Name"]: a["Value"] for a in user["UserAttributes"]}
        if found.get("email_verified") != "true" or not found.get("sub"):
            raise NotSignedIn
        return Holder(found["sub"], TOTP in (user.get("UserMFASettingList") or ()))

    def renew(self, refresh: str) -> Session:
        """Fresh tokens for a session that goes on; raises NotSignedIn when it has ended.

        `refresh` is empty in the answer as long as the old one stays good.
        """
        return _session(
            pool_answer(
                lambda: client("cognito-idp").get_tokens_from_refresh_token(
                    ClientId=self._client_id, RefreshToken=refresh
                )
            )
        )

    def sign_out(self, token: str, refresh: str) -> None:
        """End this session at Cognito, with all its tokens; without `refresh` all of the person's.

        A session that has ended already stays so.
        """
        cognito = client("cognito-idp")
        try:
            if refresh:
                pool_answer(lambda: cognito.revoke_token(ClientId=self._client_id, Token=refresh))
            elif token:
                pool_answer(lambda: cognito.global_sign_out(AccessToken=token))
        except NotSignedIn:
            return

    def start_second_factor(self, token: str) -> str:
        """The secret to put into an app that makes codes; raises NotSignedIn."""
        cognito = client("cognito-idp")
        return str(
            pool_answer(lambda: cognito.associate_software_token(AccessToken=token))["SecretCode"]
        )

    def finish_second_factor(self, token: str, code: str) -> None:
        """Ask for codes from now on; raises InvalidInput for a wrong code, NotSignedIn."""
        demand_code(code)
        cognito = client("cognito-idp")
        pool_answer(lambda: cognito.verify_software_token(AccessToken=token, UserCode=code))
        chosen = {"Enabled": True, "PreferredMfa": True}
        pool_answer(
            lambda: cognito.set_user_mfa_preference(
                AccessToken=token, SoftwareTokenMfaSettings=chosen
            )
        )

    def change_password(self, token: str, old: str, new: str) -> None:
        """Raises NotSignedIn for a wrong old password, WeakPassword for a bad new one."""
        pool_answer(
            lambda: client("cognito-idp").change_password(
                AccessToken=token, PreviousPassword=old, ProposedPassword=new
            )
        )


def demand_code(code: str) -> None:
    """Raises InvalidInput for what is no code of six digits: the pool would call it a fault of the
    program, and who has typed a digit too few would be told anything but that.
    """
    if not SIX_DIGITS.fullmatch(code):
        raise InvalidInput((), "wrong-code")


def claims_of(token: str) -> dict[str, Any]:
    """What a token says of itself, unproven; nothing for what is none. Whoever relies on it has
    the token checked as well.
    """
    try:
        part = token.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
