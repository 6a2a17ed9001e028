"""Terms are accepted once a version; one's own data can be had, and erased."""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from marketplace.accounts import actions, tasks
from marketplace.accounts.models import AccountExport, Organization, User
from marketplace.core import clock, events, policy
from marketplace.core.errors import Conflict, NotAllowed
from marketplace.core.models import Event, PolicyVersion
from marketplace.core.tasks import run_waiting
from tests.listings.desks import client_of

from . import people

pytestmark = pytest.mark.django_db
SIGN_UP = {
    "full_name": "Chen Lan",
    "email": "chen@example.test",
    "password1": people.PASSWORD,
    "password2": people.PASSWORD,
}


def second_version(kind="terms"):
    old = policy.version(f"accounts.{kind}")
    PolicyVersion.objects.create(
        key=old.key,
        value={"version": "2", "changed": {"zh-hans": "增加退款条款。", "en": "Refunds are new."}},
        valid_from=clock.today(),
        legal_basis="test",
    )
    policy.forget()


def test_it_signs_nobody_up_without_the_terms(client):
    page = client.post("/en/accounts/signup/", SIGN_UP).content.decode()

    assert "Without this we can&#x27;t open an account." in page
    assert 'href="/en/terms/"' in page
    assert not User.objects.exists()


def test_it_records_what_was_accepted_at_sign_up(client):
    client.post("/en/accounts/signup/", {**SIGN_UP, "terms": "on"})

    rows = User.objects.get().legal_acceptances.values_list("kind", "version")
    assert set(rows) == {("terms", "1"), ("privacy", "1")}
    assert Event.objects.filter(verb="user.accepted").count() == 2


def test_a_new_version_is_asked_once_at_the_next_page_and_leads_on():
    user = people.person()
    client = client_of(user)
    assert client.get("/en/accounts/profile/").status_code == 200
    second_version()

    asked = client.get("/en/accounts/profile/?x=1")
    page = client.get(asked["Location"]).content.decode()
    went_on = client.post("/en/accounts/legal/", {"terms": "2", "next": "/en/accounts/profile/?x=1"})

    assert asked["Location"] == "/en/accounts/legal/?next=%2Fen%2Faccounts%2Fprofile%2F%3Fx%3D1"
    assert "Refunds are new." in page
    assert went_on["Location"] == "/en/accounts/profile/?x=1"
    assert client.get("/en/accounts/profile/").status_code == 200
    assert sorted(user.legal_acceptances.filter(kind="terms").values_list("version", flat=True)) == ["1", "2"]


def test_it_loses_nothing_that_was_sent_and_gates_no_public_page():
    user = people.person()
    client = client_of(user)
    second_version("privacy")

    client.post("/en/accounts/profile/", {"full_name": "Li Na", "language": "en"})

    user.refresh_from_db()
    assert user.full_name == "Li Na"
    assert client.get("/en/terms/").status_code == 200
    assert client.get("/en/accounts/delete/").status_code == 200


def test_it_accepts_only_the_version_in_force(client):
    user = people.person()
    second_version()

    with pytest.raises(Conflict):
        actions.accept_legal(user, by=people.alone(user), versions={"terms": "1"})
    with pytest.raises(NotAllowed):
        actions.accept_legal(user, by=people.alone(people.person("other")), versions={"terms": "2"})

    assert not user.legal_acceptances.filter(version="2").exists()


def test_it_makes_a_copy_of_everything_and_writes_when_it_is_ready(django_capture_on_commit_callbacks):
    user = people.person(secret=people.SECRET)
    people.organization(user)
    client = client_of(user)

    client.post("/accounts/data/")
    with pytest.raises(Conflict):
        actions.request_export(user, by=people.alone(user))
    run_waiting("task")
    people.send_mail()
    answer = client.get("/accounts/data/download/")

    archive = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    data = json.loads(archive.read("data.json"))
    assert (data["account"]["email"], data["account"]["name"]) == ("li@example.test", "Li Wei")
    assert [row["organization"] for row in data["memberships"]] == ["鞍山测试有限公司"]
    assert {"sign_in", "events", "accepted", "listings", "papers", "mail"} <= set(data)
    assert people.SECRET not in json.dumps(data)
    assert "/accounts/data/" in mail.outbox[-1].body


def test_a_copy_is_its_owners_alone_and_expires(django_capture_on_commit_callbacks):
    user, other = people.person(), people.person("other")
    actions.request_export(user, by=people.alone(user))
    run_waiting("task")
    assert client_of(other).get("/accounts/data/download/").status_code == 404
    assert Client().get("/accounts/data/download/").status_code == 302

    export = AccountExport.objects.get()
    path = export.file.path
    with clock.frozen(export.expires_at), django_capture_on_commit_callbacks(execute=True):
        assert client_of(user).get("/accounts/data/download/").status_code == 404
        tasks.drop_exports()

    assert not AccountExport.objects.exists()
    assert not Path(path).exists()


def test_closing_asks_for_the_password_and_erases_the_person():
    user = people.person(secret=people.SECRET)
    firm = people.organization(user)
    actions.add_member(firm, people.person("heir"), by=people.acting(user, firm), roles=["owner"])
    client = client_of(user)

    refused = client.post("/en/accounts/delete/", {"proof": "not my password"})
    assert (refused.status_code, User.objects.get(pk=user.pk).is_active) == (422, True)
    client.post("/en/accounts/delete/", {"proof": people.PASSWORD})

    user.refresh_from_db()
    assert (user.is_active, user.email, user.full_name) == (False, f"closed-{user.pk}@account.invalid", f"#{user.pk}")
    for rows in (
        EmailAddress.objects,
        Authenticator.objects,
        UserSession.objects,
        user.memberships.filter(ended_at=None),
    ):
        assert not rows.filter(user=user).exists()
    assert client.get("/en/accounts/profile/").status_code == 302
    assert people.sign_in(Client(), user).status_code == 200
    assert events.verify() == []
    assert not [event for event in Event.objects.all() if re.search("li@example|Li Wei", json.dumps(event.facts))]


def test_a_code_of_the_second_step_closes_too():
    user = people.person(secret=people.SECRET)

    client_of(user).post("/accounts/delete/", {"proof": people.current_code(people.SECRET)})

    user.refresh_from_db()
    assert user.is_active is False


def test_the_last_owner_of_a_living_organisation_stays_and_reads_why(cast):
    page = client_of(cast.lin).post if cast.firm else None

    answer = page("/en/accounts/delete/", {"proof": "correct horse battery"})

    cast.lin.refresh_from_db()
    assert (answer.status_code, cast.lin.is_active) == (422, True)
    assert f"You are the last owner of {cast.FIRM}." in answer.content.decode()


def test_an_organisation_that_was_never_verified_ends_with_its_only_member():
    user = people.person()
    people.organization(user)

    actions.close_account(user, by=people.alone(user))

    assert Organization.objects.get().uscc is None
    assert people.organization(people.person("next")).uscc == "91210300MA0ABC1D1K"
