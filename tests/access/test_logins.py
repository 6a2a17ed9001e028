"""Every way into Wagtail leads to our own sign-in, and its admin opens to editors with a second factor only."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from marketplace.accounts import actions
from tests.accounts import people

pytestmark = [pytest.mark.django_db, pytest.mark.attack]

DOORS = [
    "/cms-admin/login/",
    "/cms-admin/",
    "/cms-admin/login",
    "/_util/login/",
    "/en/cms-admin/login/",
    "/en/_util/login/",
    "/cms-admin/password_reset/",
    "/cms-admin/account/",
    "/cms-admin/account/change_password/",
    "/accounts/login/",
]


@pytest.fixture(autouse=True)
def _fresh_codes() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def editor():
    """An editor of the operator with an authenticator app."""
    user = people.person("editor", secret=people.SECRET)
    actions.add_member(people.operator(), user, by=people.COMMAND, roles=["editor"])
    return user


@pytest.mark.parametrize("door", DOORS)
def test_opens_no_session_by_password_alone(client, editor, door):
    names = {"username": editor.email, "login": editor.email, "email": editor.email}

    client.post(door, {**names, "password": people.PASSWORD})

    assert not people.is_signed_in(client)
    assert client.get("/cms-admin/").status_code == 302


@pytest.mark.parametrize("door", ["/cms-admin/login/", "/_util/login/", "/cms-admin/"])
def test_leads_to_our_own_sign_in(client, door):
    answer = client.get(door)

    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/cms-admin/password_reset/", "/cms-admin/password_reset/confirm/MQ/set-password/"])
def test_resets_no_password_the_wagtail_way(client, editor, path):
    client.post(
        path, {"email": editor.email, "new_password1": "another long word", "new_password2": "another long word"}
    )

    editor.refresh_from_db()
    assert mail.outbox == []
    assert editor.check_password(people.PASSWORD)


def test_opens_the_admin_to_an_editor_with_a_second_factor(client, editor):
    people.sign_in(client, editor, secret=people.SECRET)

    assert client.get("/cms-admin/").status_code == 200


def test_opens_the_admin_to_no_editor_without_a_second_factor(client):
    user = people.person("bare")
    actions.add_member(people.operator(), user, by=people.COMMAND, roles=["editor"])
    people.sign_in(client, user)

    assert people.is_signed_in(client)
    for path in ("/cms-admin/", "/cms-admin/pages/", "/cms-admin/images/", "/cms-admin/account/"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("roles", [["moderator"], ["owner"], ["auditor"], []])
def test_opens_the_admin_to_no_other_staff(client, roles):
    user = people.person("staff", secret=people.SECRET)
    staff = people.operator()
    actions.add_member(staff, user, by=people.COMMAND, roles=roles)
    people.sign_in(client, user, secret=people.SECRET)

    assert people.is_signed_in(client)
    assert client.get("/cms-admin/").status_code == 403


def test_opens_the_admin_to_no_editor_who_acts_for_another_organisation(client, editor):
    people.organization(editor)
    people.sign_in(client, editor, secret=people.SECRET)
    client.post("/accounts/acting/", {"organization": ""})

    assert client.get("/cms-admin/").status_code == 403


def test_closes_the_admin_when_the_role_is_withdrawn(client, editor):
    people.sign_in(client, editor, secret=people.SECRET)
    owner = people.person("owner")
    staff = editor.memberships.get().organization
    actions.add_member(staff, owner, by=people.COMMAND, roles=["owner"])

    actions.revoke_role(editor.memberships.get().roles.get(), by=people.acting(owner, staff))

    assert client.get("/cms-admin/").status_code == 403


def test_offers_no_password_or_address_on_wagtails_account_page(client, editor):
    people.sign_in(client, editor, secret=people.SECRET)

    page = client.get("/cms-admin/account/").content.decode()

    assert 'type="password"' not in page
    assert 'name="name_email-email"' not in page


def test_knows_no_admin_of_django(client):
    assert Client().get("/admin/").status_code == 404
