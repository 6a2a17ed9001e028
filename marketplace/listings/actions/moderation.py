"""Submitting a listing and the moderator's decision."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import InvalidInput
from marketplace.core.outbox import index_changed
from marketplace.rights.actions import prove_by_document, prove_by_register
from marketplace.rights.models import Right
from marketplace.rights.ownership import co_owning

from ..access import can_approve_listing, can_return_listing, can_submit_listing
from ..models import SHOWN, CoOwnerConsent, Listing, ListingReturn, ListingRight, ListingStatus
from ..refusals import (
    ListingIncomplete,
    OwnershipUnproven,
    RightAlreadyListed,
    RightNotOfferable,
    consents_missing,
)
from ..standing import hold, lock_rights, missing_consents, obstacles, problems_of, proofs_for
from ..verification import verified_columns


@transaction.atomic
def submit_listing(listing: Listing, *, by: Actor) -> Listing:
    """Hand a complete draft to the moderators; a register match proves ownership on the way.

    Raises NotAllowed, ListingIncomplete, IllegalTransition, Conflict.
    """
    require(can_submit_listing(by, listing), by)

    rights = lock_rights(listing)
    for right in rights:
        prove_by_register(right, listing.organization, by=by)
    if problems := problems_of(listing):
        raise ListingIncomplete(problems)

    Listing.FLOW.advance(
        listing, ListingStatus.VERIFYING, by=by, verb="submitted", changes={"submitted_at": clock.now()}
    )
    listing.returns.filter(settled_at__isnull=True).update(settled_at=clock.now())

    index_changed("listings", [str(listing.pk)])
    return listing


@transaction.atomic
def approve_listing(listing: Listing, *, by: Actor, ownership_source: str = "") -> Listing:
    """Publish a listing whose rights are proven and free to be offered.

    `ownership_source` names the document a moderator checked where the register alone proves nothing.
    Raises NotAllowed, OwnershipUnproven, RightNotOfferable, RightAlreadyListed, IllegalTransition, Conflict.
    """
    require(can_approve_listing(by, listing), by)

    rights = lock_rights(listing)
    hold(listing)
    proven = set(proofs_for(listing.organization_id, rights).values_list("right_id", flat=True))
    for right in rights:
        if right.pk in proven:
            continue
        if not ownership_source.strip():
            raise OwnershipUnproven(right=right.slug)
        prove_by_document(right, listing.organization, by=by, source=ownership_source.strip())
    if missing := missing_consents(listing, rights):
        raise ListingIncomplete({"consents": consents_missing(missing)})
    _check_papers(listing, by)
    _refuse_obstacles(listing, rights)
    _refuse_rival(listing, rights)

    now = clock.now()
    Listing.FLOW.advance(
        listing,
        ListingStatus.PUBLISHED,
        by=by,
        verb="approved",
        changes={
            "published_at": now,
            **verified_columns(listing, [right.pk for right in rights]),
            "suspension": "",
            "version": listing.version + 1,
        },
    )

    index_changed("listings", [str(listing.pk)])
    return listing


@transaction.atomic
def return_listing(listing: Listing, *, by: Actor, reasons: Mapping[str, str]) -> Listing:
    """Send a listing back with a reason for each field. Raises NotAllowed, InvalidInput, IllegalTransition."""
    require(can_return_listing(by, listing), by)

    given = {field: reason.strip() for field, reason in reasons.items() if reason.strip()}
    if not given:
        raise InvalidInput({"reasons": _("Give a reason beside at least one field.")})

    Listing.FLOW.advance(listing, ListingStatus.RETURNED, by=by, fields=sorted(given))
    ListingReturn.objects.bulk_create(
        ListingReturn(listing=listing, field=field, reason=reason[:500], returned_by=by.user_id or 0)
        for field, reason in given.items()
    )

    index_changed("listings", [str(listing.pk)])
    return listing


def _check_papers(listing: Listing, by: Actor) -> None:
    """Approving a listing vouches for the consents on paper that stand beside it."""
    unchecked = listing.consents.filter(
        status=CoOwnerConsent.Status.GIVEN, evidence__isnull=False, checked_by__isnull=True
    )
    if keys := sorted(unchecked.values_list("pk", flat=True)):
        unchecked.update(checked_by=by.user_id, updated_at=clock.now())
        events.record("listing.written_consents_checked", subject=listing, by=by, facts={"consents": keys})


def _refuse_obstacles(listing: Listing, rights: list[Right]) -> None:
    found = obstacles(listing, rights)
    for right in rights:
        if right.pk in found:
            raise RightNotOfferable(found[right.pk], right.slug)


def _refuse_rival(listing: Listing, rights: list[Right]) -> None:
    """The rights are locked, so two approvals cannot pass each other here. Co-owners are no rivals of each other."""
    for right in rights:
        shown = ListingRight.objects.filter(right=right, listing__status__in=SHOWN)
        others = set(shown.values_list("listing__organization_id", flat=True)) - {listing.organization_id}
        if others - co_owning(right.pk, listing.organization_id):
            raise RightAlreadyListed()
