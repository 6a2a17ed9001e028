"""How a listing stands against the register now: obstacles, proofs and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from marketplace.accounts.models import Organization
from marketplace.core.errors import Sentence
from marketplace.rights.models import OwnershipClaim, OwnershipProof, PledgeeConsent, Right
from marketplace.rights.ownership import Place, disputed_rights, key_of, owners_named, places_of

from . import rules
from .models import CoOwnerConsent, Listing
from .refusals import MISSING, OBSTACLES, consents_missing


def lock_rights(listing: Listing) -> list[Right]:
    """The listing's rights, locked in key order: rights before listings, always."""
    ids = list(listing.items.order_by("right_id").values_list("right_id", flat=True))
    return list(Right.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def proofs_for(organization_id: int, rights: Iterable[Right | int]) -> QuerySet[OwnershipProof]:
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
    disputed = disputed_rights(right.pk for right in rights)
    unconsented = {missing.right.pk for missing in missing_consents(listing, rights, is_shown=True)}
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
            is_disputed=right.pk in disputed,
            has_consents=right.pk not in unconsented,
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
        if code not in ("transferred", "consent_missing"):
            problems.setdefault("rights", OBSTACLES[code])
    if missing := missing_consents(listing, rights):
        problems["consents"] = consents_missing(missing)
    return problems


@dataclass(frozen=True)
class MissingConsent:
    """A co-owner of a right whose consent to some of the listing's modes is not there."""

    right: Right
    owner: Place
    modes: tuple[str, ...]


def missing_consents(listing: Listing, rights: Iterable[Right], *, is_shown: bool = False) -> list[MissingConsent]:
    """Whose consent is missing for which modes; nothing for rights with one owner (no statement then).

    A written consent counts while the listing is being prepared, and once staff have checked it (`is_shown`).
    """
    shared = [right for right in rights if len(owners_named(right)) > 1]
    if not shared:
        return []
    places = places_of(shared, listing.organization)
    modes = [term.mode for term in listing.terms.all()]
    rows = CoOwnerConsent.objects.filter(listing=listing, status=CoOwnerConsent.Status.GIVEN)
    if is_shown:
        rows = rows.exclude(evidence__isnull=False, checked_by__isnull=True)
    given = set(rows.values_list("right_id", "owner_key", "mode"))
    found = []
    for right in shared:
        wanted = [mode for mode in modes if rules.needs_consent(right.kind, mode)]
        if not any(place.is_own for place in places[right.pk]):
            # The register does not name the organisation: its papers, which staff check, speak for the whole right.
            continue
        for place in places[right.pk]:
            lacking = tuple(mode for mode in wanted if (right.pk, place.key, mode) not in given)
            if lacking and not place.is_own:
                found.append(MissingConsent(right, place, lacking))
    return found


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


@dataclass(frozen=True)
class Unproven:
    """A right on which neither a proof nor the register stands for the listing's organisation; its claim, if any."""

    right: Right
    claim: OwnershipClaim | None


def unproven(listing: Listing, rights: Iterable[Right]) -> list[Unproven]:
    """Rights whose ownership still has to be shown by papers. Two statements at most."""
    offered = list(rights)
    key = listing.organization.name_key
    open_rights = [right for right in offered if key not in map(key_of, owners_named(right))]
    if not open_rights:
        return []
    proven = set(proofs_for(listing.organization_id, open_rights).values_list("right_id", flat=True))
    claims = OwnershipClaim.objects.filter(organization_id=listing.organization_id, right__in=open_rights)
    latest = {claim.right_id: claim for claim in claims.order_by("pk")}
    return [Unproven(right, latest.get(right.pk)) for right in open_rights if right.pk not in proven]
