"""Browsers of the people of `world.PEOPLE`, signed in and acting as their row says."""

from typing import Any

from allauth.account.internal.flows import login as authentication
from django.test import Client

from marketplace.core import clock
from tests.access.world import PEOPLE, World


def client_for(world: World, name: str, **options: Any) -> Client:
    """A browser of one of `world.PEOPLE`, acting for the organisation of their row."""
    client = Client(**options)
    if name == "visitor":
        return client
    user, what = world.users[name], PEOPLE[name]
    client.force_login(user, backend="marketplace.accounts.backends.SignInBackend")
    method = {"method": "mfa", "type": "totp"} if what.get("second_factor", True) else {"method": "password"}
    session = client.session
    session[authentication.AUTHENTICATION_METHODS_SESSION_KEY] = [{**method, "at": clock.now().timestamp()}]
    session[authentication._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session["acting_for"] = getattr(world, what["of"]).pk if what["of"] else 0
    session.save()
    return client
