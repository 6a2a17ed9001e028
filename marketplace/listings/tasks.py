"""What time does to listings."""

from datetime import timedelta

from marketplace.core import clock, policy, schedule
from marketplace.core.access import system_actor

from .actions import expire_listing
from .models import SHOWN, Listing

SCHEDULE = system_actor("schedule")


def expire_listings() -> None:
    """End listings that have been on show for longer than the policy allows."""
    days = policy.value("listings.show_days")
    oldest = clock.now() - timedelta(days=days)
    for listing in Listing.objects.filter(status__in=SHOWN, published_at__lt=oldest).exclude(status="reserved")[:1000]:
        expire_listing(listing, by=SCHEDULE)


schedule.register("listings.expire", expire_listings, every=timedelta(days=1))
