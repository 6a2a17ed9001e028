"""What is written to the two sides of an enquiry: in the reader's language, and only that something waits.

No text of a thread stands in a mail, and nothing that gives an anonymous buyer away.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import notices
from marketplace.accounts.emails import queue_mail
from marketplace.accounts.models import Organization, User
from marketplace.core import clock
from marketplace.core.access import Actor

from .enquiry_links import make_token, thread_url
from .enquiry_words import buyer_words, organization_words
from .models import Enquiry, EnquiryReport, Listing, Side, UnverifiedEnquiry

TOPIC = "enquiries"
DECISIONS = "enquiry_reports"

notices.register(
    TOPIC, _("Enquiries about listings"), help=_("At most one mail for each enquiry until you have read it.")
)
notices.register(DECISIONS, _("What staff decided about a reported enquiry"), is_optional=False)


def title_of(listing: Listing) -> str:
    """A listing's title in the language of the mail."""
    return str(listing.text("title", get_language() or ""))


def _title(listing: Listing) -> Any:
    return _words(lambda: title_of(listing))


def _words(read: Callable[[], str]) -> Any:
    """Words that are made when they are written, in the language of that moment."""
    return lazy(read, str)()


def _author(enquiry: Enquiry, reader: str) -> str:
    return organization_words(enquiry.holder) if reader == Side.BUYER else buyer_words(enquiry, reader)


def threading(enquiry: Enquiry) -> dict[str, str]:
    """Headers by which mail programs lay all mail of one thread together."""
    root = f"<{enquiry.ref}@{urlsplit(settings.SITE_URL).hostname}>"
    return {"References": root, "In-Reply-To": root}


def tell_side(enquiry: Enquiry, side: str, *, by: Actor) -> bool:
    """Say that something unread waits, once until it is read, unless the side muted the thread; whether mail went."""
    told = f"{side}_told_at"
    if enquiry.is_muted(side) or getattr(enquiry, told) is not None:
        return False
    setattr(enquiry, told, clock.now())
    enquiry.save(update_fields=[told])
    # Lazy words are read while the mail is rendered, in the reader's language.
    context = {
        "enquiry": enquiry,
        "is_buyer": side == Side.BUYER,
        "title": _title(enquiry.listing),
        "author": _words(lambda: _author(enquiry, side)),
    }
    _send(enquiry, side, "emails/enquiry_message", context, topic=TOPIC, besides=by)
    return True


def tell_decision(report: EnquiryReport, *, by: Actor) -> None:
    """Both sides hear the outcome in the same neutral words."""
    enquiry = report.enquiry
    for side in (Side.BUYER, Side.HOLDER):
        context = {
            "enquiry": enquiry,
            "title": _title(enquiry.listing),
            "has_reported": side == report.side,
            "outcome": report.status,
        }
        _send(enquiry, side, "emails/enquiry_decision", context, topic=DECISIONS, besides=by)


def ask_to_verify(waiting: UnverifiedEnquiry, token: str) -> None:
    """The one-time link; the same for every address."""
    context = {
        "title": _title(waiting.listing),
        "page_url": settings.SITE_URL + reverse("enquiries:confirm", args=[token]),
    }
    queue_mail("emails/enquiry_verify", waiting.email, context, language=waiting.language)


def send_link(enquiry: Enquiry) -> None:
    """A fresh link to a guest's own thread."""
    context = {"title": _title(enquiry.listing), "page_url": thread_url(enquiry)}
    language = enquiry.guest_language
    queue_mail("emails/enquiry_link", enquiry.guest_email, context, language=language, headers=threading(enquiry))


def _send(
    enquiry: Enquiry, side: str, template: str, context: Mapping[str, Any], *, topic: str, besides: Actor
) -> None:
    headers = threading(enquiry)
    if side == Side.BUYER and enquiry.is_guest:
        links = {"page_url": thread_url(enquiry)}
        if topic == TOPIC:
            mute = reverse("enquiries:guest_mute", args=[make_token(enquiry)])
            links["unsubscribe_url"] = settings.SITE_URL + mute
        language = enquiry.guest_language
        queue_mail(template, enquiry.guest_email, {**context, **links}, language=language, headers=headers)
        return
    context = {**context, "page": reverse("enquiries:thread", args=[enquiry.ref])}
    organization = enquiry.holder if side == Side.HOLDER else enquiry.buyer_organization
    asker = enquiry.buyer_user if side == Side.BUYER else None
    if asker is not None and (organization is None or _belongs(asker, organization)):
        notices.tell([asker], template, context, topic=topic, headers=headers)
    elif organization is not None:
        notices.tell_organization(organization, template, context, topic=topic, besides=besides, headers=headers)


def _belongs(user: User, organization: Organization) -> bool:
    return user.memberships.filter(organization=organization, ended_at__isnull=True).exists()
