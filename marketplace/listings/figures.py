"""Live figures of what is on offer, each read from the index."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, figures
from search import lookup
from search.nodes import Range

WEEK = timedelta(days=7)


def listings_shown() -> int:
    return lookup.count("listings")


def verified_this_week() -> int:
    return lookup.count("listings", Range("verified", (clock.today() - WEEK).toordinal(), None))


figures.register("listings_shown", _("Listings on show"), _("See them all, newest first"), listings_shown)
figures.register("verified_this_week", _("Verified within 7 days"), _("See which ones"), verified_this_week)
