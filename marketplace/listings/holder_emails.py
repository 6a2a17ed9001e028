"""What holders and co-owners are told about listings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import notices
from marketplace.accounts.models import Organization
from marketplace.core.access import system_actor

from .models import Listing

SYSTEM = system_actor("listings")
CONSENTS, VERIFICATION = "consents", "listing_verification"

notices.register(CONSENTS, _("Consents of co-owners"), is_optional=False)
notices.register(VERIFICATION, _("Verifications of your listings that grow old"))


def tell_consent_asked(listing: Listing, organization: Organization) -> None:
    context = {"listing": listing, "page": reverse("listings:consents")}
    notices.tell_organization(organization, "emails/consent_asked", context, topic=CONSENTS)


def tell_consent_answered(listing: Listing) -> None:
    context = {"listing": listing, "page": reverse("listings:co_owners", args=[listing.ref])}
    notices.tell_organization(listing.organization, "emails/consent_answered", context, topic=CONSENTS)


def tell_age(listing: Listing, *, is_hidden: bool) -> None:
    """The verification is amber, or too old to be shown."""
    context = {"listing": listing, "is_hidden": is_hidden, "page": reverse("listings:mine")}
    notices.tell_organization(listing.organization, "emails/verification_age", context, topic=VERIFICATION)
