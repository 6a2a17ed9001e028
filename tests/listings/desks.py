"""Signing in for page tests without playing the login pages, and counting statements."""

from typing import Any

from allauth.account.internal.flows import login as authentication
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User


def client_of(user: User, *, second_factor: bool = False) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    client.force_login(user, backend="marketplace.accounts.backends.SignInBackend")
    if second_factor:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
        session[authentication._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
    return client


def statements(client: Client, url: str) -> int:
    """How many SQL statements a page costs."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, answer
    return len(captured)


def text_of(answer: Any) -> str:
    return answer.content.decode()
