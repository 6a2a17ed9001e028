"""What one side of a thread is called before the other: an anonymous buyer by kind and region, and a steady mark."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marketplace.accounts.models import Organization
from marketplace.core.access import OrganizationKind
from marketplace.core.regions import REGIONS, region_name

from .models import Enquiry, ResponseTime, Side

CITY = "210300"


def organization_words(organization: Organization) -> str:
    """An organisation's name in the reader's language."""
    english = get_language() == "en"
    return (organization.name_en if english else "") or organization.name


def response_words(organization: Organization) -> str:
    """How fast a holder usually answers, where enough answers say so; no statement where it was read with it."""
    try:
        usual = organization.response_time.median_days
    except ResponseTime.DoesNotExist:
        return ""
    words = ngettext("usually answers within %(n)s working day", "usually answers within %(n)s working days", usual)
    return words % {"n": usual}


def pseudonym(enquiry: Enquiry) -> str:
    """The same for one thread, another in every other thread of the same buyer."""
    return enquiry.ref[-4:]


def buyer_words(enquiry: Enquiry, side: str) -> str:
    """The buyer as this side may know them."""
    if side == Side.BUYER or not enquiry.is_anonymous:
        return _revealed(enquiry)
    return anonymous_words(enquiry)


def anonymous_words(enquiry: Enquiry) -> str:
    """ "A firm from Anshan, 7K3M": kind and city only, because a district and a kind can name one organisation."""
    mark = pseudonym(enquiry)
    organization = enquiry.buyer_organization
    if organization is None:
        return _("A buyer, %(mark)s") % {"mark": mark}
    kind = OrganizationKind(organization.kind).label
    if organization.region in REGIONS:
        return _("%(kind)s from %(place)s, %(mark)s") % {"kind": kind, "place": region_name(CITY), "mark": mark}
    return _("%(kind)s, %(mark)s") % {"kind": kind, "mark": mark}


def _revealed(enquiry: Enquiry) -> str:
    if enquiry.buyer_organization is not None:
        return organization_words(enquiry.buyer_organization)
    if enquiry.buyer_user is not None:
        return enquiry.buyer_user.full_name or enquiry.buyer_user.email
    if enquiry.guest_email:
        return f"{enquiry.guest_name} ({enquiry.guest_email})" if enquiry.guest_name else enquiry.guest_email
    return _("A buyer whose account is gone, %(mark)s") % {"mark": pseudonym(enquiry)}


def author_words(enquiry: Enquiry, author_side: str, reader_side: str) -> str:
    """Who wrote a message, for one side."""
    if author_side == Side.HOLDER:
        return organization_words(enquiry.holder)
    if author_side == Side.BUYER:
        return buyer_words(enquiry, reader_side)
    return _("Staff")


def attachment_words(name: str, number: int, author_side: str, reader_side: str, is_anonymous: bool) -> str:
    """A paper's name; an anonymous buyer's own name for it stays with the buyer."""
    if author_side == Side.BUYER and reader_side != Side.BUYER and is_anonymous:
        suffix = name.rpartition(".")[2].lower()
        return _("attachment-%(number)s") % {"number": number} + f".{suffix}"
    return name
