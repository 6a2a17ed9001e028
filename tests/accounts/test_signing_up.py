"""Signing up, confirming the address, resetting the password."""

import re

import pytest
from django.core import mail

from marketplace.accounts.models import User
from marketplace.core.models import Job

from . import people

pytestmark = pytest.mark.django_db

FORM = {
    "full_name": "Chen Lan",
    "email": "chen@example.test",
    "password1": people.PASSWORD,
    "password2": people.PASSWORD,
    "terms": "on",
}


def link_in(message, part):
    return re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", message.body)[1]


def test_confirms_an_address_before_the_first_sign_in(client):
    client.post("/accounts/signup/", FORM)

    assert not people.is_signed_in(client)
    answer = people.sign_in(client, User.objects.get())
    assert answer["Location"] == "/accounts/confirm-email/"
    assert not people.is_signed_in(client)

    people.send_mail()
    confirm = link_in(mail.outbox[0], "confirm-email")
    assert client.get(confirm).status_code == 200
    assert not User.objects.get().emailaddress_set.get().verified
    client.post(confirm)

    assert User.objects.get().emailaddress_set.get().verified
    assert people.is_signed_in(client)


@pytest.mark.parametrize(("prefix", "language", "word"), [("", "zh-hans", "confirm-email"), ("/en", "en", "/en/")])
def test_remembers_the_language_of_the_page(client, prefix, language, word):
    client.post(f"{prefix}/accounts/signup/", FORM)
    people.send_mail()

    user = User.objects.get()
    assert (user.full_name, user.language) == ("Chen Lan", language)
    assert word in mail.outbox[0].body


def test_keeps_what_was_typed_when_a_field_is_refused(client):
    page = client.post("/en/accounts/signup/", {**FORM, "password2": "something else 9"}).content.decode()

    assert 'value="Chen Lan"' in page
    assert 'value="chen@example.test"' in page
    assert people.PASSWORD not in page
    assert User.objects.count() == 0


@pytest.mark.parametrize("password", ["short1", "password123", "chen@example"])
def test_refuses_weak_passwords(client, password):
    page = client.post("/en/accounts/signup/", {**FORM, "password1": password, "password2": password})

    assert page.status_code == 200
    assert User.objects.count() == 0


@pytest.mark.attack
def test_answers_the_same_for_a_known_and_an_unknown_address(client):
    people.person("chen")

    known = client.post("/accounts/signup/", FORM)
    unknown = client.post("/accounts/signup/", {**FORM, "email": "new@example.test"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    people.send_mail()
    assert "confirm-email" not in next(message for message in mail.outbox if message.to == ["chen@example.test"]).body


@pytest.mark.attack
def test_answers_the_same_when_resetting_a_known_and_an_unknown_password(client):
    people.person("chen")

    known = client.post("/accounts/password/reset/", {"email": "chen@example.test"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.test"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_sets_a_new_password_by_a_link_that_works_once(client):
    user = people.person("chen")
    client.post("/accounts/password/reset/", {"email": user.email})
    people.send_mail()
    link = link_in(mail.outbox[0], "reset/key")

    form = client.get(link)["Location"]
    client.post(form, {"password1": "another long word", "password2": "another long word"})

    user.refresh_from_db()
    assert user.check_password("another long word")
    assert client.get(link).status_code == 200
    assert not people.is_signed_in(client)


def test_writes_in_the_language_of_the_reader(client):
    people.person("english", language="en")
    people.person("chinese", language="zh-hans")

    for name in ("english", "chinese"):
        client.post("/accounts/password/reset/", {"email": f"{name}@example.test"})
    people.send_mail()

    english, chinese = sorted(mail.outbox, key=lambda message: message.to[0] != "english@example.test")
    assert english.subject == "Set a new password"
    assert "/en/accounts/password/reset/key/" in english.body
    assert "/en/" not in chinese.body


def test_leaves_mail_to_the_worker_and_keeps_its_links_sealed(client):
    people.person("chen")

    client.post("/accounts/password/reset/", {"email": "chen@example.test"})

    job = Job.objects.get(task="accounts.send_mail")
    assert (job.lane, mail.outbox) == ("mail", [])
    assert "reset" not in str(job.arguments)
    assert "example.test" not in str(job.arguments)
    assert people.send_mail() == 1
    assert people.send_mail() == 0
    assert len(mail.outbox) == 1


@pytest.mark.attack
def test_slows_down_whoever_guesses_passwords(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    user = people.person()

    for _ in range(3):
        client.post("/accounts/login/", {"login": user.email, "password": "wrong wrong wrong"})
    people.sign_in(client, user)

    assert not people.is_signed_in(client)


@pytest.mark.attack
def test_limits_requests_with_a_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}

    client.post("/accounts/signup/", FORM)
    answer = client.post("/accounts/signup/", {**FORM, "email": "two@example.test"})

    assert answer.status_code == 429
    assert b'id="main"' in answer.content
