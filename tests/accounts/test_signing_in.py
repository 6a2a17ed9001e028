"""Signing in and out, the second factor, sessions, and where one is led afterwards."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from marketplace.accounts import actions
from marketplace.accounts.demo import current_code

from . import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "desk"), [("zh-hans", "/dashboard/"), ("en", "/en/dashboard/")])
def test_leads_to_the_desk_in_the_persons_language(client, language, desk):
    answer = people.sign_in(client, people.person(language=language))

    assert answer["Location"] == desk
    assert people.is_signed_in(client)


def test_comes_back_to_the_page_one_came_from(client):
    assert people.sign_in(client, people.person(), next="/accounts/profile/")["Location"] == "/accounts/profile/"


@pytest.mark.attack
@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\t//evil.example"]
)
def test_is_led_to_no_other_site(client, target):
    assert people.sign_in(client, people.person(), next=target)["Location"] == "/dashboard/"


@pytest.mark.attack
def test_is_led_to_no_other_site_when_switching(client):
    people.sign_in(client, people.person())

    assert client.post("/accounts/acting/", {"next": "//evil.example/"})["Location"] == "/dashboard/"


def test_signs_out_by_post_only(client):
    people.sign_in(client, people.person())

    client.get("/accounts/logout/")
    assert people.is_signed_in(client)
    client.post("/accounts/logout/")
    assert not people.is_signed_in(client)


def test_needs_the_code_where_an_app_is_set_up(client):
    user = people.person(secret=people.SECRET)

    answer = people.sign_in(client, user)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not people.is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not people.is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": current_code(people.SECRET)})

    assert people.is_signed_in(client)


@pytest.mark.attack
def test_takes_a_code_once(client):
    user = people.person(secret=people.SECRET)
    people.sign_in(client, user, secret=people.SECRET)

    other = Client()
    people.sign_in(other, user, secret=people.SECRET)

    assert not people.is_signed_in(other)


def test_takes_each_recovery_code_once(client):
    user = people.person(secret=people.SECRET)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]

    for browser, expected in ((client, True), (Client(), False)):
        people.sign_in(browser, user)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert people.is_signed_in(browser) is expected


@pytest.mark.attack
def test_keeps_factor_secrets_sealed():
    user = people.person(secret=people.SECRET)

    text = str(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))

    assert people.SECRET not in text


def test_leads_people_of_a_bank_to_setting_up_a_factor(client):
    user = people.person()
    people.organization(user, kind="bank")

    answer = people.sign_in(client, user)

    assert answer["Location"].startswith("/accounts/2fa/?next=")
    assert client.get("/accounts/members/").context["can_manage"] is False
    assert client.post("/accounts/members/", {"email": "x@example.test", "role": "auditor"}).status_code == 403


def test_lets_a_bank_act_as_soon_as_the_app_is_set_up(client):
    user = people.person()
    people.organization(user, kind="bank")
    people.sign_in(client, user)

    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": current_code(secret)})

    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert client.get("/accounts/members/").context["can_manage"] is True


def test_stops_a_bank_and_ends_other_sessions_when_the_last_factor_is_given_up(client):
    user = people.person(secret=people.SECRET)
    people.organization(user, kind="bank")
    people.sign_in(client, user, secret=people.SECRET)
    UserSession.objects.create(user=user, ip="192.0.2.1", session_key="elsewhere", user_agent="Firefox/1 Windows")

    client.post("/accounts/2fa/totp/deactivate/")

    assert client.get("/accounts/members/").context["can_manage"] is False
    assert UserSession.objects.filter(session_key="elsewhere").count() == 0


def test_tells_by_mail_when_the_factor_is_given_up(client):
    user = people.person(secret=people.SECRET)
    people.sign_in(client, user, secret=people.SECRET)

    client.post("/accounts/2fa/totp/deactivate/", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    people.send_mail()

    assert mail.outbox[0].to == [user.email]
    assert "Firefox" in mail.outbox[0].body


def test_asks_again_before_the_address_is_changed_long_after_signing_in(client):
    people.sign_in(client, people.person())
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()

    answer = client.post("/accounts/email/", {"email": "new@example.test", "action_add": "1"})

    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_changes_the_address_when_the_new_one_is_confirmed(client):
    user = people.person()
    people.sign_in(client, user)

    client.post("/accounts/email/", {"email": "new@example.test", "action_add": "1"})
    user.refresh_from_db()

    assert user.email == "li@example.test"
    people.send_mail()
    message = next(message for message in mail.outbox if message.to == ["new@example.test"])
    path = re.search(r"https?://[^/\s]+(/\S*confirm-email\S*)", message.body)[1]
    client.post(path)
    user.refresh_from_db()
    assert user.email == "new@example.test"


def test_shows_and_ends_sessions_elsewhere(client):
    user = people.person()
    other = Client()
    people.sign_in(other, user)
    people.sign_in(client, user)
    page = client.get("/accounts/sessions/")
    elsewhere = next(item for item in page.context["sessions"] if item.session_key != client.session.session_key)

    client.post(f"/accounts/sessions/{elsewhere.pk}/end/")

    assert other.get("/accounts/profile/").status_code == 302
    assert client.get("/accounts/profile/").status_code == 200


@pytest.mark.attack
def test_ends_no_session_of_another_person(client):
    other = Client()
    people.sign_in(other, people.person("other"))
    people.sign_in(client, people.person("nosy"))
    session = UserSession.objects.get(user__email="other@example.test")

    assert client.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    assert other.get("/accounts/profile/").status_code == 200


def test_closes_the_account_pages_to_visitors(client):
    for path in ("/accounts/profile/", "/accounts/members/", "/accounts/acting/", "/accounts/organizations/new/"):
        assert client.get(path)["Location"].startswith("/accounts/login/?next=")


def test_acts_for_the_organisation_that_was_chosen(client):
    user = people.person()
    first = people.organization(user)
    second = people.organization(user, name="第二家", uscc="91110000600037341L")
    people.sign_in(client, user)

    for ref, name in ((second.ref, second.name), (first.ref, first.name), ("", "")):
        client.post("/accounts/acting/", {"organization": ref})
        assert client.get("/accounts/profile/").context["actor"].organization_name == name


@pytest.mark.attack
def test_acts_for_nobody_elses_organisation(client):
    foreign = people.organization(people.person("other"))
    people.sign_in(client, people.person("nosy"))

    client.post("/accounts/acting/", {"organization": foreign.ref})

    assert client.get("/accounts/profile/").context["actor"].organization_id is None


def test_stops_acting_when_the_membership_ends(client):
    owner, clerk = people.person("owner"), people.person("clerk")
    owned = people.organization(owner)
    membership = actions.add_member(owned, clerk, by=people.acting(owner, owned), roles=["agent"])
    people.sign_in(client, clerk)
    assert client.get("/accounts/members/").status_code == 200

    actions.end_membership(membership, by=people.acting(owner, owned))

    assert client.get("/accounts/members/").status_code == 404
