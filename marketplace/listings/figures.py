"""Live figures of what is on offer and asked about, each read from the index or from a kept counter."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, figures
from marketplace.core.models import Tally
from search import lookup
from search.nodes import Range

from .actions.enquiry_care import TALLY

WEEK = timedelta(days=7)


def listings_shown() -> int:
    return lookup.count("listings")


def verified_this_week() -> int:
    return lookup.count("listings", Range("verified", (clock.today() - WEEK).toordinal(), None))


def enquiries_received() -> int:
    """As the schedule counted them last."""
    return Tally.objects.filter(name=TALLY).values_list("value", flat=True).first() or 0


figures.register("listings_shown", _("Listings on show"), _("See them all, newest first"), listings_shown)
figures.register("verified_this_week", _("Verified within 7 days"), _("See which ones"), verified_this_week)
figures.register(
    "enquiries_received",
    _("Enquiries received"),
    _("Counted every hour, one for each buyer and listing"),
    enquiries_received,
)
