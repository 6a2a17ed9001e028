"""What time does to listings and to the enquiries about them."""

from datetime import timedelta

from marketplace.core import clock, policy, schedule
from marketplace.core.access import system_actor

from .actions import age_listing, expire_listing, forget_guests, measure_response_times
from .models import SHOWN, Listing

SCHEDULE = system_actor("schedule")


def expire_listings() -> None:
    """End listings that have been on show for longer than the policy allows."""
    days = policy.value("listings.show_days")
    oldest = clock.now() - timedelta(days=days)
    for listing in Listing.objects.filter(status__in=SHOWN, published_at__lt=oldest).exclude(status="reserved")[:1000]:
        expire_listing(listing, by=SCHEDULE)


def keep_response_times() -> None:
    """How fast each holder usually answers, and how many enquiries there are."""
    measure_response_times(by=SCHEDULE)


def forget_old_guests() -> None:
    """Guests' addresses go when the policy says so."""
    forget_guests(by=SCHEDULE)


def age_verifications() -> None:
    """Take listings out of the search whose verification proves nothing any more, and tell their holders in time."""
    today = clock.today()
    shown = Listing.objects.filter(status__in=SHOWN).select_related("organization").order_by("pk")
    stale = list(shown.filter(stale_on__lte=today).exclude(told_age="stale")[:1000])
    fresh_days = policy.value("listings.verification_age", on=today)["fresh_days"]
    ageing = shown.filter(verified_on__lt=today - timedelta(days=fresh_days), stale_on__gt=today, told_age="")
    for listing in stale:
        age_listing(listing, by=SCHEDULE, age="stale")
    for listing in ageing[:1000]:
        age_listing(listing, by=SCHEDULE, age="ageing")


schedule.register("listings.response_times", keep_response_times, every=timedelta(hours=1))
schedule.register("listings.forget_guests", forget_old_guests, every=timedelta(days=1))
schedule.register("listings.age_verifications", age_verifications, every=timedelta(hours=1))
schedule.register("listings.expire", expire_listings, every=timedelta(days=1))
