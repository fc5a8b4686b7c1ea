"""The user pool's adapters against a pool made as the template makes it."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from ocop.aws import clients
from ocop.aws.directory import UserPool
from ocop.aws.identity import Officers, claims_of
from ocop.base.errors import Conflict, InvalidInput, NotSignedIn, WeakPassword
from tests.support.table import client_of, template

MAIL = "canbo@example.vn"
PASSWORD = "Mot-cau-that-dai-2026!"


@pytest.fixture
def cognito() -> Iterator[Any]:
    clients.client.cache_clear()
    yield client_of("cognito-idp")
    clients.client.cache_clear()


@pytest.fixture
def pool(cognito: Any) -> str:
    told = template()["Resources"]["Officers"]["Properties"]
    kept = ("UsernameAttributes", "UsernameConfiguration", "Policies", "AutoVerifiedAttributes")
    made = cognito.create_user_pool(PoolName="officers", **{name: told[name] for name in kept})
    return str(made["UserPool"]["Id"])


@pytest.fixture
def client(cognito: Any, pool: str) -> str:
    made = cognito.create_user_pool_client(UserPoolId=pool, ClientName="office")
    return str(made["UserPoolClient"]["ClientId"])


def test_an_account_is_made_once_and_found_again(pool: str, client: str) -> None:
    directory = UserPool(pool)
    sub, waits = directory.enrol(MAIL)
    assert waits
    assert directory.enrol(MAIL) == (sub, True)
    directory.set_password(sub, PASSWORD)
    assert directory.enrol(MAIL) == (sub, False)
    holder = Officers(client).holder(Officers(client).sign_in(MAIL, PASSWORD).token)
    assert (holder.sub, holder.second_factor) == (sub, False)


def test_an_account_whose_address_was_typed_by_its_holder_is_not_taken_for_another(
    cognito: Any, pool: str, client: str
) -> None:
    directory = UserPool(pool)
    sub, _ = directory.enrol("khac@example.vn")
    changed = [{"Name": "email", "Value": MAIL}, {"Name": "email_verified", "Value": "false"}]
    cognito.admin_update_user_attributes(UserPoolId=pool, Username=sub, UserAttributes=changed)
    with pytest.raises(Conflict):
        directory.enrol(MAIL)


def test_the_cookie_takes_our_own_access_tokens_alone(cognito: Any, pool: str, client: str) -> None:
    directory = UserPool(pool)
    sub, _ = directory.enrol(MAIL)
    directory.set_password(sub, PASSWORD)
    auth = {"USERNAME": MAIL, "PASSWORD": PASSWORD}
    made = cognito.initiate_auth(
        ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=auth
    )
    tokens = made["AuthenticationResult"]
    officers = Officers(client)
    assert officers.holder(tokens["AccessToken"]).sub == sub
    for wrong in (tokens["IdToken"], "", "a.b.c", "junk", _forged(sub, client)):
        with pytest.raises(NotSignedIn):
            officers.holder(wrong)
    with pytest.raises(NotSignedIn):
        Officers("another-client").holder(tokens["AccessToken"])


def _forged(sub: str, client: str) -> str:
    claims = {"sub": sub, "token_use": "access", "client_id": client}
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    assert claims_of(f"x.{part}.y") == claims
    return f"x.{part}.y"


def test_an_account_with_an_unproven_address_opens_nothing(
    cognito: Any, pool: str, client: str
) -> None:
    directory = UserPool(pool)
    sub, _ = directory.enrol(MAIL)
    directory.set_password(sub, PASSWORD)
    token = Officers(client).sign_in(MAIL, PASSWORD).token
    changed = [{"Name": "email_verified", "Value": "false"}]
    cognito.admin_update_user_attributes(UserPoolId=pool, Username=sub, UserAttributes=changed)
    with pytest.raises(NotSignedIn):
        Officers(client).holder(token)


def test_a_closed_account_signs_in_no_more_until_it_is_enrolled_again(
    pool: str, client: str
) -> None:
    directory = UserPool(pool)
    sub, _ = directory.enrol(MAIL)
    directory.set_password(sub, PASSWORD)
    directory.close(sub)
    with pytest.raises(NotSignedIn):
        Officers(client).sign_in(MAIL, PASSWORD)
    directory.close("00000000-0000-0000-0000-000000000000")
    assert directory.enrol(MAIL) == (sub, False)
    assert Officers(client).sign_in(MAIL, PASSWORD).token


def test_a_weak_password_is_refused_as_such(pool: str, client: str) -> None:
    directory = UserPool(pool)
    sub, _ = directory.enrol(MAIL)
    with pytest.raises(WeakPassword):
        directory.set_password(sub, "kurz")


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "\u0661" * 6])
def test_what_is_no_code_of_six_digits_is_a_wrong_code_and_no_fault_of_ours(
    client: str, code: str
) -> None:
    officers = Officers(client)
    with pytest.raises(InvalidInput) as refused:
        officers.enter_code("an@songxanh.example.vn", "s" * 40, code)
    assert refused.value.code == "wrong-code"
    with pytest.raises(InvalidInput):
        officers.finish_second_factor("token", code)


def test_a_step_of_a_sign_in_that_nobody_began_is_refused_as_such(client: str) -> None:
    officers = Officers(client)
    with pytest.raises(NotSignedIn):
        officers.enter_code("an@songxanh.example.vn", "", "123456")
    with pytest.raises(NotSignedIn):
        officers.choose_password("an@songxanh.example.vn", "short", "Mot-cau-that-dai-2026!")
