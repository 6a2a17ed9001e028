"""How a listing stands against the register now: obstacles, proofs and what is missing."""

from collections.abc import Iterable

from django.db.models import QuerySet

from marketplace.accounts.models import Organization
from marketplace.core.errors import Sentence
from marketplace.rights.models import OwnershipProof, PledgeeConsent, Right

from . import rules
from .models import Listing
from .refusals import MISSING, OBSTACLES


def lock_rights(listing: Listing) -> list[Right]:
    """The listing's rights, locked in key order: rights before listings, always."""
    ids = list(listing.items.order_by("right_id").values_list("right_id", flat=True))
    return list(Right.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def proofs_for(organization_id: int, rights: Iterable[Right]) -> QuerySet[OwnershipProof]:
    """Living proofs that an organisation holds these rights."""
    return OwnershipProof.objects.filter(organization_id=organization_id, right__in=list(rights), ended_at__isnull=True)


def consented(listing: Listing, rights: Iterable[Right]) -> set[int]:
    """Ids of rights whose pledgee consented to this listing."""
    return set(
        PledgeeConsent.objects.filter(
            right__in=list(rights), listing_ref=listing.ref, withdrawn_at__isnull=True
        ).values_list("right_id", flat=True)
    )


def is_suspended(organization_id: int) -> bool:
    """Whether an organisation may not act now, read from the database: a cached row may be older."""
    return Organization.objects.filter(pk=organization_id, status=Organization.Status.SUSPENDED).exists()


def hold(listing: Listing) -> None:
    """Hold a listing's row until the transaction ends: what stands against it is read after this, never before.

    Suspending an organisation holds its listings after changing its own status, so one of the two sees the other.
    """
    Listing.objects.select_for_update().filter(pk=listing.pk).values_list("pk", flat=True).first()


def obstacles(listing: Listing, rights: list[Right]) -> dict[int, str]:
    """Right id to the code of what stands against offering it; proofs count as ownership here."""
    if is_suspended(listing.organization_id):
        return {right.pk: "organization" for right in rights}
    consents = consented(listing, rights) if any(right.is_pledged for right in rights) else set()
    proven = set(proofs_for(listing.organization_id, rights).values_list("right_id", flat=True))
    found: dict[int, str] = {}
    for right in rights:
        state = rules.RightState(
            status=right.status,
            is_frozen=right.is_frozen,
            is_suspended=right.is_suspended,
            is_pledged=right.is_pledged,
            has_pledgee_consent=right.pk in consents,
            is_merged=right.merged_into_id is not None,
            is_owned=right.pk in proven,
        )
        if code := rules.obstacle(state):
            found[right.pk] = code
    return found


def problems_of(listing: Listing) -> dict[str, Sentence]:
    """What the listing lacks before it can be submitted: field to sentence."""
    codes = rules.missing_fields(
        title=listing.title or listing.title_en,
        benefit=listing.benefit or listing.benefit_en,
        price_kind=listing.price_kind,
        price_amount=listing.price_amount,
        price_to_amount=listing.price_to_amount,
        term_count=listing.terms.count(),
    )
    problems = {field: MISSING[code] for field, code in codes.items()}
    rights = [item.right for item in listing.items.select_related("right").order_by("position")]
    for code in obstacles(listing, rights).values():
        if code != "transferred":
            problems.setdefault("rights", OBSTACLES[code])
    return problems


def register_obstacle(right: Right) -> Sentence:
    """What the register says against offering a right, before there is a listing; nothing where it is free."""
    state = rules.RightState(
        status=right.status,
        is_frozen=right.is_frozen,
        is_suspended=right.is_suspended,
        is_pledged=right.is_pledged,
        has_pledgee_consent=False,
        is_merged=right.merged_into_id is not None,
        is_owned=True,
    )
    code = rules.obstacle(state)
    return OBSTACLES[code] if code else ""
