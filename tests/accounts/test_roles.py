"""Roles: who gives them, who confirms them, and what cannot be taken away."""

import pytest

from marketplace.accounts import actions
from marketplace.accounts.models import Membership, MembershipRole
from marketplace.accounts.refusals import LastOwner
from marketplace.core.access import ROLES_BY_KIND, OrganizationKind, Role
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed, SecondFactorNeeded
from marketplace.core.models import Event

from . import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank():
    """A bank with two owners and a clerk."""
    first, second, clerk = people.person("first"), people.person("second"), people.person("clerk")
    owned = people.organization(first, kind="bank")
    people.second_owner(first, second, owned)
    membership = actions.add_member(owned, clerk, by=people.acting(first, owned), roles=["auditor"])
    return {"bank": owned, "first": first, "second": second, "clerk": clerk, "membership": membership}


def test_the_one_who_registers_owns(db):
    owner = people.person()

    owned = people.organization(owner)

    role = MembershipRole.objects.get(membership__organization=owned)
    assert (role.role, role.membership.user, role.is_in_force) == ("owner", owner, True)


@pytest.mark.parametrize("kind", sorted(OrganizationKind.values))
def test_gives_exactly_the_roles_that_a_kind_knows(kind):
    owner, other = people.person("owner"), people.person("other")
    if kind == "operator":
        owned = people.operator()
        actions.add_member(owned, owner, by=people.COMMAND, roles=["owner"])
    else:
        owned = people.organization(owner, kind=kind)
    by = people.acting(owner, owned)
    membership = actions.add_member(owned, other, by=by, roles=[])

    given = set()
    for role in Role.values:
        try:
            given.add(actions.grant_role(membership, role, by=by).role)
        except (InvalidInput, NotAllowed):
            continue

    assert given == ROLES_BY_KIND[kind] - {"editor", "moderator"}


@pytest.mark.parametrize("role", ["reviewer", "approver"])
def test_lets_a_two_person_role_wait_for_another_owner(bank, role):
    given = actions.grant_role(bank["membership"], role, by=people.acting(bank["first"], bank["bank"]))

    assert given.is_in_force is False
    assert role not in people.acting(bank["clerk"], bank["bank"]).roles

    actions.confirm_role(given, by=people.acting(bank["second"], bank["bank"]))

    assert role in people.acting(bank["clerk"], bank["bank"]).roles


def test_refuses_confirmation_by_the_one_who_granted(bank):
    by = people.acting(bank["first"], bank["bank"])
    given = actions.grant_role(bank["membership"], "approver", by=by)

    with pytest.raises(NotAllowed):
        actions.confirm_role(given, by=by)

    given.refresh_from_db()
    assert given.confirmed_by is None


def test_refuses_confirmation_by_the_one_who_receives(bank):
    own = bank["bank"].memberships.get(user=bank["second"])
    given = actions.grant_role(own, "approver", by=people.acting(bank["first"], bank["bank"]))

    with pytest.raises(NotAllowed):
        actions.confirm_role(given, by=people.acting(bank["second"], bank["bank"]))

    given.refresh_from_db()
    assert given.confirmed_by is None


def test_refuses_confirmation_by_an_owner_of_another_bank(bank):
    stranger = people.person("stranger")
    other = people.organization(stranger, kind="bank", uscc="91110000600037341L")
    given = actions.grant_role(bank["membership"], "approver", by=people.acting(bank["first"], bank["bank"]))

    with pytest.raises(NotAllowed):
        actions.confirm_role(given, by=people.acting(stranger, other))


def test_refuses_a_second_confirmation(bank):
    given = actions.grant_role(bank["membership"], "reviewer", by=people.acting(bank["first"], bank["bank"]))
    by = people.acting(bank["second"], bank["bank"])
    actions.confirm_role(given, by=by)

    with pytest.raises(Conflict):
        actions.confirm_role(given, by=by)

    assert Event.objects.filter(verb="role.confirmed").count() == 1


def test_asks_an_owner_of_a_bank_for_the_second_factor(bank):
    by = people.acting(bank["first"], bank["bank"], second_factor=False)

    with pytest.raises(SecondFactorNeeded):
        actions.grant_role(bank["membership"], "approver", by=by)


def test_refuses_members_who_are_no_owners(bank):
    with pytest.raises(NotAllowed):
        actions.grant_role(bank["membership"], "owner", by=people.acting(bank["clerk"], bank["bank"]))


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_gives_staff_roles_by_command_only(role):
    owner = people.person()
    owned = people.operator()
    membership = actions.add_member(owned, owner, by=people.COMMAND, roles=["owner"])

    with pytest.raises(NotAllowed):
        actions.grant_role(membership, role, by=people.acting(owner, owned))

    assert actions.grant_role(membership, role, by=people.COMMAND).is_in_force


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_knows_no_staff_roles_outside_the_operator(bank, role):
    with pytest.raises(InvalidInput):
        actions.grant_role(bank["membership"], role, by=people.COMMAND)


def test_refuses_a_role_that_is_held_already(bank):
    with pytest.raises(Conflict):
        actions.grant_role(bank["membership"], "auditor", by=people.acting(bank["first"], bank["bank"]))


def test_takes_a_role_away(bank):
    held = bank["membership"].roles.get(role="auditor")

    actions.revoke_role(held, by=people.acting(bank["first"], bank["bank"]))

    assert people.acting(bank["clerk"], bank["bank"]).roles == frozenset()
    assert Event.objects.filter(verb="role.revoked", facts={"role": "auditor"}).count() == 1


def test_keeps_the_last_owner():
    owner = people.person()
    owned = people.organization(owner)
    membership = owned.memberships.get()

    with pytest.raises(LastOwner):
        actions.end_membership(membership, by=people.acting(owner, owned))
    with pytest.raises(LastOwner):
        actions.revoke_role(membership.roles.get(), by=people.acting(owner, owned))

    assert Membership.objects.get(pk=membership.pk).ended_at is None


def test_lets_an_owner_leave_when_another_stays(bank):
    membership = bank["bank"].memberships.get(user=bank["first"])

    actions.end_membership(membership, by=people.acting(bank["first"], bank["bank"]))

    membership.refresh_from_db()
    assert membership.ended_at is not None
    assert membership.roles.filter(ended_at__isnull=True).count() == 0


def test_lets_a_member_leave_but_not_send_others_away(bank):
    by = people.acting(bank["clerk"], bank["bank"])

    with pytest.raises(NotAllowed):
        actions.end_membership(bank["bank"].memberships.get(user=bank["second"]), by=by)
    actions.end_membership(bank["membership"], by=by)

    assert Membership.objects.get(pk=bank["membership"].pk).ended_at is not None


def test_writes_no_personal_data_into_events(bank):
    people.organization(people.person("new"), uscc="91110000600037341L")

    text = " ".join(str(event.facts) + str(event.actor) for event in Event.objects.all())

    assert "example.test" not in text
    assert "Wei" not in text
