"""Listings and rights under concurrent writers, on PostgreSQL."""

from datetime import date

import pytest
from django.db import transaction

from marketplace.core import events as core_events
from marketplace.core.errors import Conflict
from marketplace.core.models import Event
from marketplace.listings import actions
from marketplace.listings.models import SHOWN, Listing, ListingRight
from marketplace.listings.refusals import RightAlreadyListed
from marketplace.rights import actions as rights_actions
from marketplace.rights.models import ExclusivePath, RightEvent
from tests import builders
from tests.concurrency.racing import in_thread, race

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(cast):
    """Two organisations' listings of one right, both submitted, the moderator's actor made."""
    mine = builders.draft(cast.right, by=cast.holder)
    theirs = builders.draft(cast.right, by=cast.rival_holder)
    for listing, holder in ((mine, cast.holder), (theirs, cast.rival_holder)):
        actions.submit_listing(listing, by=holder)
    cast.moderator
    return mine, theirs


def approve(cast, listing):
    return actions.approve_listing(Listing.objects.get(pk=listing.pk), by=cast.moderator, ownership_source="权属证明")


def test_without_the_rights_lock_both_listings_would_pass_the_check(waiting):
    mine, theirs = waiting

    def sees_no_rival(listing):
        return (
            not ListingRight.objects.filter(right__in=listing.rights.all(), listing__status__in=SHOWN)
            .exclude(listing__organization_id=listing.organization_id)
            .exists()
        )

    with transaction.atomic():
        first = sees_no_rival(mine)
        second = in_thread(lambda: sees_no_rival(theirs))

    assert (first, second) == (True, True)


def test_of_two_organisations_one_is_shown(cast, waiting):
    mine, theirs = waiting

    results = race(lambda: approve(cast, mine), lambda: approve(cast, theirs))

    assert sum(isinstance(item, Listing) for item in results) == 1
    assert sum(isinstance(item, RightAlreadyListed) for item in results) == 1
    assert Listing.objects.filter(status="published").count() == 1


def test_twenty_approvals_of_one_listing_publish_it_once(cast, waiting):
    mine, _ = waiting

    results = race(*[lambda: approve(cast, mine)] * 20)

    assert sum(isinstance(item, Listing) for item in results) == 1
    assert sum(isinstance(item, Conflict) for item in results) == 19
    assert Event.objects.filter(verb="listing.approved").count() == 1


def test_a_freeze_and_an_approval_never_leave_a_frozen_right_on_show(cast, waiting):
    mine, _ = waiting

    race(
        lambda: approve(cast, mine),
        lambda: builders.event(cast.right, "PP01", date(2026, 11, 20), registration_no="P1", holder="法院"),
    )

    mine.refresh_from_db()
    cast.right.refresh_from_db()
    assert cast.right.is_frozen
    assert mine.status in ("suspended", "verifying")


def test_the_same_register_fact_told_at_once_is_one_event(cast):
    right = cast.right
    before = RightEvent.objects.count()

    race(
        *[lambda: builders.event(right, "PE01", date(2026, 11, 20), registration_no="Y1", holder="银行")] * 8,
    )

    assert RightEvent.objects.count() == before + 1


def test_of_a_hundred_takers_of_one_path_one_wins(cast):
    right = cast.right

    def take():
        return rights_actions.take_path(right, by=builders.SYSTEM, kind="sale", holder=cast.firm)

    results = [outcome for _ in range(5) for outcome in race(*[take] * 20)]

    assert sum(isinstance(item, ExclusivePath) for item in results) == 1
    assert sum(isinstance(item, Conflict) for item in results) == 99


def test_the_chain_is_whole_after_all_this(cast, waiting):
    race(lambda: approve(cast, waiting[0]), lambda: approve(cast, waiting[1]), core_events.seal_batch)

    assert core_events.verify() == []
