"""Owners who leave at the same moment, on PostgreSQL."""

import pytest
from django.db import transaction

from marketplace.accounts import actions
from marketplace.accounts.models import Membership, MembershipRole
from marketplace.accounts.refusals import LastOwner
from tests import builders
from tests.concurrency.racing import in_thread, race

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owners(cast):
    """The two owners' memberships of one organisation."""
    second = actions.add_member(cast.firm, cast.gu, by=cast.holder, roles=["owner"])
    return cast.firm.memberships.get(user=cast.lin), second


def owners_besides(membership):
    return MembershipRole.objects.filter(
        membership__organization=membership.organization, role="owner", ended_at__isnull=True
    ).exclude(membership=membership)


def leave(membership):
    fresh = Membership.objects.select_related("organization", "user").get(pk=membership.pk)
    return actions.end_membership(fresh, by=builders.actor(fresh.user, fresh.organization, "owner"))


def test_without_the_organisations_lock_each_would_see_the_other_stay(owners):
    first, second = owners

    with transaction.atomic():
        seen = [owners_besides(first).exists(), in_thread(lambda: owners_besides(second).exists())]

    assert seen == [True, True]


def test_of_two_last_owners_who_leave_at_once_one_stays(cast, owners):
    first, second = owners

    results = race(lambda: leave(first), lambda: leave(second))

    assert sum(isinstance(item, Membership) for item in results) == 1
    assert sum(isinstance(item, LastOwner) for item in results) == 1
    assert cast.firm.memberships.filter(ended_at__isnull=True).count() == 1


def test_an_owner_who_leaves_and_one_who_closes_the_account_leave_one_behind(cast, owners):
    first, second = owners

    results = race(
        lambda: leave(first), lambda: actions.close_account(cast.gu, by=builders.actor(cast.gu, cast.firm, "owner"))
    )

    assert sum(isinstance(item, LastOwner) for item in results) == 1
    assert cast.firm.memberships.filter(ended_at__isnull=True).count() == 1
