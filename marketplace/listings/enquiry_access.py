"""Who may do what with enquiries: the two sides of a thread, a guest by link, and staff where a thread is reported."""

from django.db.models import Q
from django.utils.crypto import salted_hmac

from marketplace.accounts.models import Membership
from marketplace.core.access import HOLDER_KINDS, Actor, OrganizationKind, Role, allow

from .models import SHOWN, Enquiry, EnquiryReport, EnquiryTemplate, Listing, Side

_HOLDERS = {*HOLDER_KINDS, OrganizationKind.AGENCY}

allow("ask_enquiry", roles=[Role.OWNER, Role.AGENT, Role.REVIEWER, Role.APPROVER])
allow("answer_enquiry", roles=[Role.OWNER, Role.AGENT], kinds=_HOLDERS)
allow("decide_enquiry_report", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("care_for_enquiries", roles=[], system=True)

GUEST = Actor(kind="guest")


def guest_of(enquiry: Enquiry) -> Actor:
    """The bearer of a thread's link: nobody anywhere else."""
    return Actor(kind="guest", name=enquiry.ref)


def guest_mark(email: str) -> str:
    """A guest as `Enquiry.counterpart` keeps them: the same for one address, and no way back to it."""
    return "m:" + salted_hmac("listings.enquiry.guest", email.strip().lower(), algorithm="sha256").hexdigest()[:48]


def counterpart_of(actor: Actor) -> str:
    """A signed-in buyer as `Enquiry.counterpart` keeps them: the organisation one acts for, else the person."""
    return f"o:{actor.organization_id}" if actor.organization_id is not None else f"u:{actor.user_id}"


def side_of(actor: Actor, enquiry: Enquiry) -> str | None:
    """On which side of a thread an actor stands, if on any."""
    if actor.kind == "guest":
        return Side.BUYER if enquiry.is_guest and actor.name == enquiry.ref else None
    if not actor.is_authenticated:
        return None
    if actor.organization_id is not None and actor.organization_id == enquiry.holder_id:
        return Side.HOLDER if actor.may("answer_enquiry") else None
    if enquiry.buyer_organization_id is not None:
        own = actor.organization_id == enquiry.buyer_organization_id and actor.may("ask_enquiry")
    else:
        own = actor.user_id is not None and actor.user_id == enquiry.buyer_user_id
    return Side.BUYER if own else None


def stands_on_holders_side(actor: Actor, organization_id: int) -> bool:
    """Whether a person acts for an organisation or belongs to it, whichever hat they wear."""
    if actor.organization_id == organization_id:
        return True
    rows = Membership.objects.filter(user_id=actor.user_id or 0, organization_id=organization_id)
    return rows.filter(ended_at__isnull=True).exists()


def can_ask_enquiry(actor: Actor, listing: Listing) -> bool:
    """A person for themselves, or a member for their organisation; never about a listing of their own."""
    if listing.status not in SHOWN or not actor.is_authenticated:
        return False
    if actor.organization_id is not None and not actor.may("ask_enquiry"):
        return False
    return not stands_on_holders_side(actor, listing.organization_id)


def can_request_enquiry(actor: Actor, listing: Listing) -> bool:
    """Anybody, about what is shown: nothing comes of it before the address is verified."""
    return actor.kind in ("guest", "anonymous") and listing.status in SHOWN


def can_answer_enquiry(actor: Actor, enquiry: Enquiry) -> bool:
    return side_of(actor, enquiry) == Side.HOLDER


def can_continue_enquiry(actor: Actor, enquiry: Enquiry) -> bool:
    return side_of(actor, enquiry) == Side.BUYER


def can_reveal_enquiry(actor: Actor, enquiry: Enquiry) -> bool:
    return side_of(actor, enquiry) == Side.BUYER


def can_keep_enquiry(actor: Actor, enquiry: Enquiry) -> bool:
    """Read, mute, close and report: either side."""
    return side_of(actor, enquiry) is not None


def can_decide_enquiry_report(actor: Actor, report: EnquiryReport) -> bool:
    """A moderator who stands on neither side."""
    enquiry = report.enquiry
    if not actor.may("decide_enquiry_report") or actor.user_id == enquiry.buyer_user_id:
        return False
    sides = Q(organization_id=enquiry.holder_id) | Q(organization_id=enquiry.buyer_organization_id or 0)
    return not Membership.objects.filter(sides, user_id=actor.user_id or 0, ended_at__isnull=True).exists()


def can_read_enquiry(actor: Actor, enquiry: Enquiry) -> bool:
    """The two sides; staff only where it was reported."""
    if side_of(actor, enquiry) is not None:
        return True
    return enquiry.is_reported and actor.may("decide_enquiry_report")


def can_write_templates(actor: Actor) -> bool:
    return actor.organization_id is not None and actor.may("answer_enquiry")


def can_remove_template(actor: Actor, template: EnquiryTemplate) -> bool:
    return can_write_templates(actor) and template.organization_id == actor.organization_id
