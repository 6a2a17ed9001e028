"""What time does to listings and to the enquiries about them."""

from datetime import timedelta

from marketplace.core import clock, policy, schedule
from marketplace.core.access import system_actor

from .actions import expire_listing, forget_guests, measure_response_times
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


schedule.register("listings.response_times", keep_response_times, every=timedelta(hours=1))
schedule.register("listings.forget_guests", forget_old_guests, every=timedelta(days=1))
schedule.register("listings.expire", expire_listings, every=timedelta(days=1))
