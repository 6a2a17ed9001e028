"""What listings do when the register speaks: suspend at once, come back when the reason is gone."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F

from marketplace.accounts import reactions as organization_reactions
from marketplace.accounts.models import Organization
from marketplace.core.access import system_actor
from marketplace.core.outbox import index_changed
from marketplace.rights import reactions
from marketplace.rights.actions import end_broken_proofs, renew_proofs
from marketplace.rights.models import OwnershipProof, Right

from .actions import renew_verifications, restate_suspension, resume_listing, suspend_listing
from .models import SHOWN, Listing, ListingRight, ListingStatus
from .standing import obstacles

REGISTER = system_actor("register")
ORGANIZATIONS = system_actor("organisations")
# Reasons to suspend that the register can't lift.
STAYING = ("staff", "organization")
CONCERNED = (*SHOWN, ListingStatus.UNDER_CONTRACT, ListingStatus.SETTLING, ListingStatus.SUSPENDED)


def follow_register(rights: Sequence[Right], events: Sequence[Any] = ()) -> None:
    """Suspend shown listings of rights that can no longer be offered, resume those that can again.

    Called in the transaction that changed the rights, which holds their locks.
    """
    ids = [right.pk for right in rights]
    refresh_proofs(ids)
    offered = set(
        ListingRight.objects.filter(right_id__in=ids, listing__status__in=CONCERNED).values_list("right_id", flat=True)
    )
    if offered:
        renew_proofs(sorted(offered), by=REGISTER)
    concerned = (
        Listing.objects.filter(items__right_id__in=ids, status__in=CONCERNED)
        .distinct()
        .order_by("pk")
        .select_related("organization")
        .prefetch_related("items__right", "terms")
    )
    touched = []
    for listing in concerned:
        found = obstacles(listing, [item.right for item in listing.items.all()])
        if found and listing.status != ListingStatus.SUSPENDED:
            suspend_listing(listing, by=REGISTER, reason=next(iter(found.values())))
        elif not found and listing.status == ListingStatus.SUSPENDED and listing.suspension not in STAYING:
            resume_listing(listing, by=REGISTER)
        elif found and listing.suspension not in (*STAYING, next(iter(found.values()))):
            restate_suspension(listing, by=REGISTER, reason=next(iter(found.values())))
        else:
            touched.append(str(listing.pk))
    renew_verifications(concerned, by=REGISTER)
    index_changed("listings", touched)


def follow_organization(organization: Organization, change: str) -> None:
    """Hide what a suspended organisation shows, bring it back when it is reinstated, show a new name.

    Called in the transaction that changed the organisation, which holds its row.
    """
    own = Listing.objects.filter(organization=organization)
    if change == "suspended":
        for listing in own.filter(status__in=CONCERNED).select_for_update().order_by("pk"):
            if listing.status != ListingStatus.SUSPENDED:
                suspend_listing(listing, by=ORGANIZATIONS, reason="organization")
    elif change == "reinstated":
        hidden = own.filter(status=ListingStatus.SUSPENDED, suspension="organization")
        # All rights first, in key order, as everybody locks them.
        ids = hidden.values("items__right_id")
        list(Right.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
        for listing in hidden.order_by("pk").prefetch_related("items__right"):
            _bring_back(listing)
    else:
        own.filter(status__in=SHOWN).update(version=F("version") + 1)
        index_changed("listings", map(str, own.filter(status__in=SHOWN).values_list("pk", flat=True)))


def _bring_back(listing: Listing) -> None:
    """Show a listing again, or say what has come to stand against it meanwhile."""
    found = obstacles(listing, [item.right for item in listing.items.all()])
    if found:
        Listing.objects.filter(pk=listing.pk).update(suspension=next(iter(found.values())))
    else:
        resume_listing(listing, by=ORGANIZATIONS)


def refresh_proofs(right_ids: list[int]) -> None:
    """End proofs that the register no longer bears out."""
    if OwnershipProof.objects.filter(right_id__in=right_ids, ended_at__isnull=True).exists():
        end_broken_proofs(right_ids, by=REGISTER)


def both_are_offered(twin: Right, into: Right) -> bool:
    """Whether living listings hang on both records, so that staff must decide which one stays."""
    living = Listing.objects.exclude(status__in=(ListingStatus.CLOSED, ListingStatus.SOLD_ELSEWHERE))
    return all(living.filter(items__right=right).exists() for right in (twin, into))


reactions.register(follow_register)
organization_reactions.register(follow_organization)
reactions.register_merge_veto(both_are_offered)
