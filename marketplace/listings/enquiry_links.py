"""Links that open one thread for its guest: signed, bound to the thread and its link number, for a limited time."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from marketplace.core import clock, policy

from .models import Enquiry

SALT = "listings.enquiry.link"


def make_token(enquiry: Enquiry) -> str:
    """A capability for this thread alone. The instant is ours, not the signer's: it follows `core.clock`."""
    made = int(clock.now().timestamp())
    return signing.dumps([enquiry.ref, enquiry.link_number, made], salt=SALT, compress=True)


def thread_url(enquiry: Enquiry) -> str:
    """The absolute address that opens a guest's thread."""
    return settings.SITE_URL + reverse("enquiries:guest_thread", args=[make_token(enquiry)])


def read_token(token: str) -> tuple[Enquiry | None, bool]:
    """The thread that a link names, and whether it still opens it; no thread for a link that is not ours."""
    try:
        ref, number, made = signing.loads(token, salt=SALT)
        made_at = datetime.fromtimestamp(int(made), UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None, False
    rows = Enquiry.objects.select_related("listing", "holder", "buyer_organization", "buyer_user")
    enquiry = rows.filter(ref=ref, link_number=number).exclude(guest_email="").first()
    if enquiry is None:
        return None, False
    life = timedelta(days=policy.value("listings.enquiry_link_days"))
    return enquiry, clock.now() < made_at + life
