"""The user pool as who runs it sees it: making, closing and finding accounts."""

from typing import Any

from ocop.aws.clients import client
from ocop.aws.identity import TOTP, pool_answer
from ocop.base.errors import Conflict, NotSignedIn

WAITS = "FORCE_CHANGE_PASSWORD"


class UserPool:
    """Implements `ocop.setup.ports.Directory` on Cognito."""

    def __init__(self, pool: str) -> None:
        self._pool = pool

    def enrol(self, email: str) -> tuple[str, bool]:
        """The account of an address, made if there is none; the pool itself mails nothing.

        Raises Conflict for an account whose address is not proven: its holder may have typed it.
        """
        attributes = [
            {"Name": "email", "Value": email},
            {"Name": "email_verified", "Value": "true"},
        ]
        given = {"Username": email, "UserAttributes": attributes, "MessageAction": "SUPPRESS"}
        try:
            made = self._call("admin_create_user", **given)
        except Conflict:
            return self._known(email)
        return _attributes(made["User"]["Attributes"])["sub"], True

    def _known(self, email: str) -> tuple[str, bool]:
        user = self._get(email)
        found = _attributes(user["UserAttributes"])
        proven = found.get("email_verified") == "true"
        if not proven or found.get("email", "").casefold() != email.casefold():
            raise Conflict("account-unproven")
        if not user.get("Enabled", True):
            self._call("admin_enable_user", Username=found["sub"])
        return found["sub"], user.get("UserStatus") == WAITS

    def close(self, sub: str) -> None:
        """Disable an account and end its sessions; one that is gone already stays so."""
        try:
            self._call("admin_disable_user", Username=sub)
            self._call("admin_user_global_sign_out", Username=sub)
        except NotSignedIn:
            return

    def set_password(self, sub: str, password: str) -> None:
        """Set a password, and end what was begun with another. Raises WeakPassword, Unavailable."""
        self._call("admin_set_user_password", Username=sub, Password=password, Permanent=True)
        self._call("admin_user_global_sign_out", Username=sub)

    def has_second_factor(self, sub: str) -> bool:
        """Whether signing in asks for a code as well."""
        return TOTP in (self._get(sub).get("UserMFASettingList") or ())

    def _get(self, name: str) -> dict[str, Any]:
        user: dict[str, Any] = self._call("admin_get_user", Username=name)
        return user

    def _call(self, operation: str, **given: object) -> Any:
        call = getattr(client("cognito-idp"), operation)
        return pool_answer(lambda: call(UserPoolId=self._pool, **given))


def _attributes(listed: list[dict[str, str]]) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in listed}
