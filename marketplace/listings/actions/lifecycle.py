"""A published listing's later steps."""

from typing import Any

from django.db import transaction

from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import Conflict
from marketplace.core.outbox import index_changed

from ..access import (
    can_expire_listing,
    can_mark_listing_sold_elsewhere,
    can_relist_listing,
    can_resume_listing,
    can_suspend_listing,
    can_withdraw_listing,
)
from ..models import Listing, ListingStatus
from ..refusals import OBSTACLES, RightNotOfferable
from ..standing import hold, lock_rights, obstacles


def _step(listing: Listing, to: str, by: Actor, verb: str, changes: dict[str, Any] | None = None, **facts: Any) -> None:
    with transaction.atomic():
        columns = {"version": listing.version + 1, **(changes or {})}
        Listing.FLOW.advance(listing, to, by=by, verb=verb, changes=columns, **facts)
        index_changed("listings", [str(listing.pk)])


def withdraw_listing(listing: Listing, *, by: Actor) -> Listing:
    """Take a listing off the market; it can be relisted. Raises NotAllowed, IllegalTransition, Conflict."""
    require(can_withdraw_listing(by, listing), by)

    _step(listing, ListingStatus.WITHDRAWN, by, "withdrawn")
    return listing


def relist_listing(listing: Listing, *, by: Actor) -> Listing:
    """Make a withdrawn or expired listing a draft again. Raises NotAllowed, IllegalTransition, Conflict."""
    require(can_relist_listing(by, listing), by)

    _step(listing, ListingStatus.DRAFT, by, "relisted", {"published_at": None})
    return listing


def mark_listing_sold_elsewhere(listing: Listing, *, by: Actor) -> Listing:
    """Close a listing whose right went another way. Raises NotAllowed, IllegalTransition, Conflict."""
    require(can_mark_listing_sold_elsewhere(by, listing), by)

    _step(listing, ListingStatus.SOLD_ELSEWHERE, by, "sold_elsewhere")
    return listing


def suspend_listing(listing: Listing, *, by: Actor, reason: str = "staff") -> Listing:
    """Hide a listing for a reason of `OBSTACLES`, at once. Raises NotAllowed, IllegalTransition, Conflict."""
    require(can_suspend_listing(by, listing), by)
    if reason not in OBSTACLES:
        raise ValueError(f"not a reason to suspend: {reason}")

    _step(listing, ListingStatus.SUSPENDED, by, "suspended", {"suspension": reason}, reason=reason)
    return listing


@transaction.atomic
def restate_suspension(listing: Listing, *, by: Actor, reason: str) -> Listing:
    """Give a suspended listing another reason of `OBSTACLES`: the first has gone, but something else stands against it.

    Raises NotAllowed, Conflict.
    """
    require(can_suspend_listing(by, listing), by)
    if reason not in OBSTACLES:
        raise ValueError(f"not a reason to suspend: {reason}")

    suspended = Listing.objects.filter(pk=listing.pk, status=ListingStatus.SUSPENDED)
    if suspended.update(suspension=reason, version=listing.version + 1) == 0:
        raise Conflict()
    listing.suspension, listing.version = reason, listing.version + 1
    events.record("listing.suspension_restated", subject=listing, by=by, facts={"reason": reason})
    index_changed("listings", [str(listing.pk)])
    return listing


@transaction.atomic
def resume_listing(listing: Listing, *, by: Actor) -> Listing:
    """Show a suspended listing again once nothing stands against it.

    Raises NotAllowed, RightNotOfferable, IllegalTransition, Conflict.
    """
    require(can_resume_listing(by, listing), by)

    rights = lock_rights(listing)
    hold(listing)
    found = obstacles(listing, rights)
    for right in rights:
        if right.pk in found:
            raise RightNotOfferable(found[right.pk], right.slug)

    _step(listing, ListingStatus.PUBLISHED, by, "resumed", {"suspension": ""})
    return listing


def expire_listing(listing: Listing, *, by: Actor) -> Listing:
    """End a listing whose time on show has run out. Raises NotAllowed, IllegalTransition, Conflict."""
    require(can_expire_listing(by, listing), by)

    _step(listing, ListingStatus.EXPIRED, by, "expired", on=clock.today().isoformat())
    return listing
