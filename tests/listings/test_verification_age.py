"""The stamp grows old by itself: amber, then out of the search; fresh register data brings it back within one run."""

from datetime import date, timedelta

import pytest

from marketplace.core import clock, policy
from marketplace.core.models import Event, Job
from marketplace.core.schedule import run_due
from marketplace.listings.models import Listing
from search import lookup
from tests import builders
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(cast, index):
    assert cast.listing
    index()
    return cast.listing


def found():
    return lookup.count("listings")


def at(days):
    return clock.start_of(clock.day_of(NOW) + timedelta(days=days)) + timedelta(hours=3)


def test_it_turns_amber_and_the_holder_is_told_once(cast, listing):
    fresh = policy.value("listings.verification_age")["fresh_days"]
    Job.objects.all().delete()

    run_due(at(fresh))
    early = Job.objects.filter(lane="mail").count()
    run_due(at(fresh + 1))
    run_due(at(fresh + 2))

    listing.refresh_from_db()
    assert (early, Job.objects.filter(lane="mail").count(), listing.told_age) == (0, 1, "ageing")
    assert listing.status == "published"
    assert Event.objects.filter(verb="listing.verification_aged").get().facts == {"age": "ageing"}


def test_it_leaves_the_search_with_nobody_clicking_and_comes_back_with_fresh_register_data(
    cast, listing, index, client
):
    stale = policy.value("listings.verification_age")["stale_days"]
    shown = [found()]

    with clock.frozen(at(stale)):
        run_due(at(stale))
        index()
        shown.append(found())
    with clock.frozen(at(stale + 1)):
        run_due(at(stale + 1))
        index()
        shown.append(found())
        row = client.get("/listings/").content.decode()
        assert listing.ref not in row
        builders.event(cast.right, "ZS01", clock.today(), status="in_force", owners=[cast.FIRM])
        index()
        shown.append(found())

    listing.refresh_from_db()
    assert shown == [1, 1, 0, 1]
    assert (listing.verified_on, listing.told_age) == (clock.day_of(at(stale + 1)), "")


def test_its_page_stays_and_says_that_the_verification_has_lapsed(cast, listing, client):
    with clock.frozen(at(200)):
        page = client.get(f"/en/listings/{listing.ref}/")

    assert page.status_code == 200
    assert "verification has lapsed" in page.content.decode()


def test_accepted_papers_renew_it(cast, listing):
    from tests.rights.test_ownership import claim

    with clock.frozen(at(100)):
        from marketplace.rights.actions import accept_ownership_claim

        accept_ownership_claim(claim(cast.right, cast.firm, cast.holder, owner_name=cast.FIRM), by=cast.moderator)

    listing.refresh_from_db()
    assert listing.verified_on == clock.day_of(at(100))
    assert listing.stale_on == listing.verified_on + timedelta(days=121)


def test_a_bundle_is_as_old_as_its_oldest_right(cast, index):
    with clock.frozen(NOW - timedelta(days=50)):
        old = builders.patent("201410264352.8", owners=[cast.FIRM])
    bundle = builders.published(cast.right, old, by=cast.holder, moderator=cast.moderator)

    assert Listing.objects.get(pk=bundle.pk).verified_on <= date(2026, 10, 5)
