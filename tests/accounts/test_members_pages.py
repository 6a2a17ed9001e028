"""The pages of members, invitations and organisations."""

import re

import pytest
from django.core import mail
from django.test import Client

from marketplace.accounts import actions
from marketplace.accounts.actions import members
from marketplace.accounts.models import Invitation, Membership, Organization, User
from marketplace.core import clock

from . import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def owned(client):
    """A firm whose owner is signed in."""
    owner = people.person("owner")
    firm = people.organization(owner)
    people.sign_in(client, owner)
    return firm


def invite(client, email="new@example.test", role="agent"):
    answer = client.post("/accounts/members/", {"email": email, "role": role})
    people.send_mail()
    return answer


def link():
    return re.search(r"https?://[^/\s]+(/\S*invitations/\S+/)", mail.outbox[-1].body)[1]


def test_registers_an_organisation_and_acts_for_it(client):
    people.sign_in(client, people.person())

    answer = client.post(
        "/en/accounts/organizations/new/", {"kind": "university", "name": "Test", "uscc": "91210300MA0ABC1D1K"}
    )

    assert answer["Location"] == "/en/accounts/organization/"
    actor = client.get("/accounts/members/").context["actor"]
    assert (actor.organization_name, actor.roles) == ("Test", {"owner"})


def test_keeps_the_form_and_says_which_character_is_wrong(client):
    people.sign_in(client, people.person())

    page = client.post(
        "/en/accounts/organizations/new/", {"kind": "firm", "name": "Test", "uscc": "91210300MA0ABC1D1L"}
    ).content.decode()

    assert 'value="91210300MA0ABC1D1L"' in page
    assert 'value="Test"' in page
    assert "it would be K, not L" in page
    assert Organization.objects.count() == 0


def test_offers_every_kind_but_the_operator(client):
    people.sign_in(client, people.person())

    kinds = dict(client.get("/accounts/organizations/new/").context["form"].fields["kind"].choices)

    assert "bank" in kinds
    assert "operator" not in kinds


def test_invites_a_stranger_who_signs_up_without_a_second_mail(client, owned):
    invite(client)
    path = link()
    visitor = Client()

    assert visitor.get(path).status_code == 200
    form = {"full_name": "New", "email": "new@example.test", "password1": people.PASSWORD, "terms": "on"}
    answer = visitor.post("/accounts/signup/", {**form, "password2": people.PASSWORD, "next": path})
    assert answer["Location"] == path
    visitor.post(path)

    membership = Membership.objects.get(user__email="new@example.test")
    assert (membership.organization, membership.roles.get().role) == (owned, "agent")
    assert visitor.get("/accounts/members/").context["actor"].organization_id == owned.pk


def test_lets_an_invitation_work_once(client, owned):
    invite(client, "known@example.test")
    known = Client()
    people.sign_in(known, people.person("known"))
    path = link()

    assert known.post(path).status_code == 302
    assert known.get(path).status_code == 410
    assert Client().get(path).status_code == 410


@pytest.mark.attack
def test_lets_nobody_else_use_a_forwarded_link(client, owned):
    invite(client)
    thief = Client()
    people.sign_in(thief, people.person("thief"))

    answer = thief.post(link())

    assert answer.status_code == 403
    assert owned.memberships.count() == 1
    assert Invitation.objects.get().status == "open"


def test_closes_an_invitation_that_is_withdrawn_or_too_old(client, owned):
    invite(client)
    path = link()
    with clock.frozen(clock.now() + members.INVITATION_LIFE):
        assert Client().get(path).status_code == 410

    client.post(f"/accounts/invitations/{Invitation.objects.get().pk}/withdraw/")

    assert Client().get(path).status_code == 410


def test_invites_again_after_an_invitation_has_expired(client, owned):
    invite(client)
    with clock.frozen(clock.now() + members.INVITATION_LIFE):
        actions.invite_member(
            owned, by=people.acting(User.objects.get(), owned), email="new@example.test", role="agent"
        )

    assert sorted(Invitation.objects.values_list("status", flat=True)) == ["open", "withdrawn"]


@pytest.mark.attack
def test_answers_an_invitation_the_same_whether_or_not_there_is_an_account(client, owned):
    people.person("known")

    known, unknown = invite(client, "known@example.test"), invite(client, "unknown@example.test")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("role", ["editor", "moderator", "reviewer"])
def test_offers_no_role_that_the_kind_does_not_know(client, owned, role):
    assert invite(client, role=role).status_code == 200
    assert Invitation.objects.count() == 0


def test_keeps_the_number_of_open_invitations_small(client, owned, monkeypatch):
    monkeypatch.setattr(members, "OPEN_INVITATIONS", 1)
    invite(client, "one@example.test")

    answer = invite(client, "two@example.test")

    assert answer.status_code == 200
    assert 'value="two@example.test"' in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_plays_a_two_person_role_on_the_page():
    first, second, clerk = (people.person(name) for name in ("first", "second", "clerk"))
    secret = people.SECRET
    bank = people.organization(first, kind="bank")
    people.second_owner(first, second, bank)
    member = actions.add_member(bank, clerk, by=people.acting(first, bank), roles=[])
    browsers = []
    for user in (first, second):
        people.create_demo_person(user.email, people.PASSWORD, secret)
        browser = Client()
        people.sign_in(browser, user, secret=secret)
        browsers.append(browser)

    browsers[0].post(f"/accounts/members/{member.pk}/grant/", {"role": "approver"})
    role = member.roles.get(role="approver")
    assert browsers[0].post(f"/accounts/roles/{role.pk}/confirm/").status_code == 403
    assert not member.roles.get(role="approver").is_in_force
    browsers[1].post(f"/accounts/roles/{role.pk}/confirm/")

    assert member.roles.get(role="approver").is_in_force


@pytest.mark.attack
def test_touches_no_member_of_another_organisation(client, owned):
    other = people.organization(people.person("other"), name="别家", uscc="91110000600037341L")
    member = other.memberships.get()
    role = member.roles.get()

    answers = [
        client.post(f"/accounts/members/{member.pk}/end/"),
        client.post(f"/accounts/members/{member.pk}/grant/", {"role": "agent"}),
        client.post(f"/accounts/roles/{role.pk}/revoke/"),
        client.post(f"/accounts/roles/{role.pk}/confirm/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert Membership.objects.get(pk=member.pk).ended_at is None


def test_refuses_to_let_the_last_owner_leave_and_says_why(client, owned):
    answer = client.post(f"/en/accounts/members/{owned.memberships.get().pk}/end/")

    assert answer.status_code == 409
    assert b"keeps at least one owner" in answer.content


def test_shows_members_in_a_fixed_number_of_statements(client, owned, django_assert_max_num_queries):
    by = people.acting(User.objects.get(), owned)
    for name in ("a", "b", "c"):
        actions.add_member(owned, people.person(name), by=by, roles=["agent"])

    client.get("/accounts/members/")
    with django_assert_max_num_queries(10):
        page = client.get("/accounts/members/")

    assert len(page.context["rows"]) == 4


def test_changes_name_and_language_and_goes_on_in_that_language(client):
    user = people.person()
    people.sign_in(client, user)

    answer = client.post("/accounts/profile/", {"full_name": "李娜", "language": "en"})

    user.refresh_from_db()
    assert (user.full_name, user.language) == ("李娜", "en")
    assert answer["Location"] == "/en/accounts/profile/"


def test_keeps_the_name_when_the_form_is_refused(client):
    user = people.person()
    people.sign_in(client, user)

    answer = client.post("/accounts/profile/", {"full_name": "", "language": "en"})

    user.refresh_from_db()
    assert answer.status_code == 200
    assert user.full_name == "Li Wei"
