"""Who may do what with listings."""

from marketplace.accounts.access import belongs_to
from marketplace.core.access import HOLDER_KINDS, Actor, OrganizationKind, Role, allow

from .models import CoOwnerConsent, Listing, ListingDocument, ListingStatus

_HOLDERS = {*HOLDER_KINDS, OrganizationKind.AGENCY}
_AUTHORS = [Role.OWNER, Role.AGENT]

allow("create_listing", roles=_AUTHORS, kinds=_HOLDERS)
allow("edit_listing", roles=_AUTHORS, kinds=_HOLDERS)
allow("submit_listing", roles=_AUTHORS, kinds=_HOLDERS)
allow("withdraw_listing", roles=_AUTHORS, kinds=_HOLDERS)
allow("relist_listing", roles=_AUTHORS, kinds=_HOLDERS)
allow("mark_listing_sold_elsewhere", roles=_AUTHORS, kinds=_HOLDERS)
allow("approve_listing", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("return_listing", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("suspend_listing", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("resume_listing", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("age_listing", roles=[], system=True)
allow("answer_consent", roles=_AUTHORS, kinds=_HOLDERS)
allow("expire_listing", roles=[], system=True)


def _own(actor: Actor, listing: Listing) -> bool:
    return actor.organization_id is not None and listing.organization_id == actor.organization_id


def _is_party(actor: Actor, listing: Listing) -> bool:
    """Whether a person stands on the listing's side: acting for it, having written it, or belonging to it."""
    wrote_it = actor.user_id is not None and actor.user_id == listing.created_by
    return wrote_it or belongs_to(actor, listing.organization_id)


def can_create_listing(actor: Actor) -> bool:
    return actor.may("create_listing")


def can_edit_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("edit_listing") and _own(actor, listing)


def can_submit_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("submit_listing") and _own(actor, listing)


def can_withdraw_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("withdraw_listing") and _own(actor, listing)


def can_relist_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("relist_listing") and _own(actor, listing)


def can_mark_listing_sold_elsewhere(actor: Actor, listing: Listing) -> bool:
    return actor.may("mark_listing_sold_elsewhere") and _own(actor, listing)


def can_approve_listing(actor: Actor, listing: Listing) -> bool:
    """A moderator, but never one who belongs to the listing's organisation, whichever hat they wear now."""
    return actor.may("approve_listing") and not _is_party(actor, listing)


def can_return_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("return_listing") and not _is_party(actor, listing)


def can_suspend_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("suspend_listing") and not _is_party(actor, listing)


def can_resume_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("resume_listing") and not _is_party(actor, listing)


def can_expire_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("expire_listing")


def can_read_document(actor: Actor, document: ListingDocument, listing: Listing) -> bool:
    """By the document's audience; the holder and the staff always, nobody while the listing is not shown."""
    if _own(actor, listing) or actor.may("read_every_listing"):
        return True
    if listing.status not in (ListingStatus.PUBLISHED, ListingStatus.IN_NEGOTIATION, ListingStatus.RESERVED):
        return False
    if document.audience == ListingDocument.Audience.PUBLIC:
        return True
    return document.audience == ListingDocument.Audience.SIGNED_IN and actor.organization_id is not None


def can_moderate_listings(actor: Actor) -> bool:
    """Whether the queue is open; whose listing it is, each decision asks."""
    return actor.may("approve_listing")


def can_age_listing(actor: Actor, listing: Listing) -> bool:
    return actor.may("age_listing")


def can_answer_consent(actor: Actor, consent: CoOwnerConsent) -> bool:
    """Only the organisation that was asked, which is the co-owner."""
    return (
        actor.may("answer_consent")
        and consent.organization_id is not None
        and actor.organization_id == consent.organization_id
    )
