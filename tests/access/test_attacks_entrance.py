"""Walking around the entrance: sessions, second factors, links that lead elsewhere, names that are told apart."""

import re

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client

from marketplace.accounts import actions
from marketplace.accounts.models import User
from tests.access.browsers import client_for
from tests.access.world import World
from tests.accounts import people

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)",
    "\thttps://evil.example", "http:///evil.example", "/\t/evil.example", "https://localhost@evil.example/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_codes():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clerk():
    """A moderator with an authenticator app."""
    user = people.person("clerk", secret=people.SECRET)
    actions.add_member(people.operator(), user, by=people.COMMAND, roles=["moderator"])
    return user


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(client):
    user = people.person()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key

    client.cookies[site_settings.SESSION_COOKIE_NAME] = planted
    people.sign_in(client, user)

    assert people.is_signed_in(client)
    assert client.session.session_key != planted
    other = Client()
    other.cookies[site_settings.SESSION_COOKIE_NAME] = planted
    assert not people.is_signed_in(other)


def test_a_session_ends_with_the_password_it_was_opened_by(client):
    user = people.person()
    people.sign_in(client, user)

    user.set_password("another long word")
    user.save()

    assert client.get("/accounts/profile/").status_code == 302


def test_signing_out_leaves_nothing_of_the_session(client):
    user = people.person()
    people.sign_in(client, user)
    key = client.session.session_key

    client.post("/accounts/logout/")

    other = Client()
    other.cookies[site_settings.SESSION_COOKIE_NAME] = key
    assert other.get("/accounts/profile/").status_code == 302


HALF_OPEN = [
    "/listings/queue/", "/accounts/profile/", "/dashboard/", "/cms-admin/", "/accounts/members/", "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/add/", "/accounts/2fa/reauthenticate/", "/accounts/reauthenticate/", "/accounts/email/",
    "/accounts/password/change/", "/accounts/sessions/", "/accounts/2fa/totp/activate/",
]  # fmt: skip


@pytest.mark.parametrize("door", HALF_OPEN)
def test_a_password_without_its_code_opens_no_door(client, clerk, door):
    client.post("/accounts/login/", {"login": clerk.email, "password": people.PASSWORD})

    for answer in (client.get(door), client.post(door, {"password": people.PASSWORD, "code": "000000"})):
        assert answer.status_code == 302, door
        assert answer["Location"].partition("?")[0] in ("/accounts/login/", "/accounts/2fa/authenticate/"), door
    assert not people.is_signed_in(client)
    assert clerk.authenticator_set.count() == 2


def test_a_reset_password_still_asks_for_the_code(client, clerk):
    client.post("/accounts/password/reset/", {"email": clerk.email})
    people.send_mail()
    link = re.search(r"https?://[^/\s]+(/\S*reset/key\S*)", mail.outbox[-1].body)[1]
    form = client.get(link)["Location"]

    client.post(form, {"password1": "another long word", "password2": "another long word"})
    client.post("/accounts/login/", {"login": clerk.email, "password": "another long word"})

    assert User.objects.get(pk=clerk.pk).check_password("another long word")
    assert not people.is_signed_in(client)


def test_an_invitation_raises_no_session(client, monkeypatch):
    owner, guest = people.person("owner"), people.person("guest")
    bank = people.organization(owner, kind="bank")
    monkeypatch.setattr("marketplace.accounts.actions.members.secrets.token_urlsafe", lambda size: "mailed-token")
    actions.invite_member(bank, by=people.acting(owner, bank), email=guest.email, role="owner")
    people.sign_in(client, guest)

    client.post("/accounts/invitations/mailed-token/")

    before = bank.invitations.count()
    assert client.post("/accounts/members/", {"email": "x@example.test", "role": "auditor"}).status_code == 403
    assert bank.invitations.count() == before


@pytest.mark.parametrize("path", ["/_allauth/browser/v1/auth/login", "/_allauth/app/v1/auth/session",
                                  "/accounts/3rdparty/", "/accounts/signup/passkey/", "/accounts/login/code/",
                                  "/admin/", "/django-admin/", "/api/", "/accounts/social/signup/"])  # fmt: skip
def test_no_second_entrance_stands_open(client, path):
    assert client.get(path).status_code in (404, 405)
    assert client.post(path, {"login": "a", "password": "b"}).status_code in (404, 405)


def test_guessing_codes_is_slowed_down(client, clerk, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    client.post("/accounts/login/", {"login": clerk.email, "password": people.PASSWORD})

    for guess in range(8):
        client.post("/accounts/2fa/authenticate/", {"code": f"{guess:06d}"})
    from marketplace.accounts.demo import current_code

    client.post("/accounts/2fa/authenticate/", {"code": current_code(people.SECRET)})

    assert not people.is_signed_in(client)


@pytest.mark.parametrize(
    ("path", "data", "most"),
    [
        ("/accounts/login/", {"login": "nobody@example.test", "password": "wrong wrong"}, 30),
        ("/accounts/signup/", {"full_name": "", "email": "x", "password1": "", "password2": ""}, 20),
        ("/accounts/password/reset/", {"email": "nobody@example.test"}, 20),
    ],
)
def test_production_limits_attempts_from_one_place(client, settings, path, data, most):
    del settings.ACCOUNT_RATE_LIMITS

    answers = [client.post(path, data) for _ in range(most + 1)]

    assert answers[0].status_code in (200, 302)
    assert answers[-1].status_code == 429 or "尝试" in answers[-1].content.decode()


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_link_leads_away_from_the_site(target, client, cast):
    user = people.person()
    for path in ("/accounts/login/", "/_util/login/", "/cms-admin/login/"):
        answer = Client().get(path, {"next": target})
        assert "evil.example" not in answer.headers.get("Location", "").partition("?")[0]
    answer = people.sign_in(client, user, next=target)
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\", "/\t"))
    for path, data in (("/accounts/acting/", {"organization": ""}), ("/accounts/logout/", {}),
                       ("/accounts/reauthenticate/", {"password": people.PASSWORD})):  # fmt: skip
        answer = client.post(path, {**data, "next": target})
        where = answer.headers.get("Location", "/")
        assert where.startswith("/") and not where.startswith(("//", "/\\", "/\t")), (path, where)


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/signup/"])
def test_a_claimed_host_stands_in_no_mail(client, path):
    people.person("chen")
    password = "a long enough phrase"
    data = {"full_name": "x", "email": "chen@example.test", "password1": password, "password2": password, "terms": "on"}

    for email in ("chen@example.test", "new@example.test"):
        client.post(
            path, {**data, "email": email}, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
        )
    people.send_mail()

    assert len(mail.outbox) >= 1
    for message in mail.outbox:
        assert "evil.example" not in message.body + message.subject
        links = re.findall(r"https?://[^/\s]+", message.body)
        assert set(links) <= {site_settings.SITE_URL}


def test_a_host_that_is_not_ours_is_refused_with_a_page(client, settings):
    settings.ALLOWED_HOSTS = ["zhirong.test"]

    answer = client.get("/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert b"<html" in answer.content


def without_tokens(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/login/", {"password": "wrong wrong wrong"}),
        ("/accounts/password/reset/", {}),
        ("/accounts/signup/", {"full_name": "x", "password1": "a long enough phrase", "password2": "a long enough phrase",
                               "terms": "on"}),
    ],
)  # fmt: skip
def test_nobody_learns_who_has_an_account(path, data):
    people.person("known")
    answers = []
    for email in ("known@example.test", "other@example.test"):
        client = Client()
        answer = client.post(path, {**data, "login": email, "email": email})
        page = answer if answer.status_code == 200 else client.get(answer["Location"])
        answers.append((answer.status_code, answer.headers.get("Location"), without_tokens(page).replace(email, "")))

    assert answers[0] == answers[1]


def test_inviting_tells_nobody_who_has_an_account(cast):
    world = World()
    client = client_for(world, "owner")

    pages = []
    for email in ("xin@example.test", "nobody@example.test"):
        client.post("/accounts/members/", {"email": email, "role": "agent"})
        pages.append(client.get("/accounts/members/").content.decode().count(email))

    assert pages[0] == pages[1] > 0


@pytest.mark.parametrize("command", [["demo_code", "clerk@example.test"], ["seed_demo"]])
def test_demo_commands_are_refused_where_demo_mode_is_off(settings, run_command, command):
    people.person("clerk", secret=people.SECRET)
    settings.DEMO = False
    before = User.objects.count()

    with pytest.raises(Exception, match=r"(?i)demo|演示"):
        run_command(*command)

    assert User.objects.count() == before


def test_a_database_with_demo_people_is_refused_where_demo_mode_is_off(settings):
    people.person("clerk")
    settings.DEMO = False

    found = run_checks(tags=["database"], databases=["default"])

    assert "core.E002" in [each.id for each in found]


@pytest.mark.parametrize("environment", [{}, {"SECRET_KEY": "x" * 50, "DEMO": "1"}])
def test_production_settings_refuse_a_missing_secret_and_demo_mode(environment, tmp_path):
    import os
    import subprocess
    import sys

    kept = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DEMO")}
    done = subprocess.run(
        [sys.executable, "-c", "import marketplace.settings.production"],
        env={**kept, "VAR_DIR": str(tmp_path), **environment}, capture_output=True, text=True, check=False,
        cwd=site_settings.BASE_DIR,
    )  # fmt: skip

    assert done.returncode == 1
    assert "ImproperlyConfigured" in done.stderr
