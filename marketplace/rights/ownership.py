"""Who, by the register, a listing organisation stands for on a right, and who else claims the same place."""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.accounts.models import Organization
from marketplace.core import clock
from marketplace.core.names import name_key

from .models import OwnershipClaim, OwnershipDispute, OwnershipProof, PowerOfAttorney, Right, RightOwner

NAME_KEY_LENGTH = 300


def key_of(name: str) -> str:
    """How an owner's name is compared."""
    return name_key(name)[:NAME_KEY_LENGTH]


@dataclass(frozen=True)
class Place:
    """A registered owner of a right; `is_own` where the organisation stands for it."""

    name: str
    key: str
    is_own: bool


def owners_named(right: Right) -> list[str]:
    """The registered owners' names, from the row itself."""
    return [name for name, _ref in right.proof.get("owners", [])]


def places_of(rights: Iterable[Right], organization: Organization) -> dict[int, list[Place]]:
    """The owners of each right with more than one, and which of them the organisation stands for. Three statements."""
    shared = {right.pk: owners_named(right) for right in rights if len(owners_named(right)) > 1}
    if not shared:
        return {}
    own: dict[int, set[str]] = {pk: {organization.name_key} for pk in shared}
    linked = RightOwner.objects.filter(right_id__in=shared, owner__organization=organization)
    for right_id, name in linked.values_list("right_id", "name"):
        own[right_id].add(key_of(name))
    proofs = OwnershipProof.objects.filter(right_id__in=shared, organization=organization, ended_at__isnull=True)
    for right_id, name in proofs.exclude(owner_name="").values_list("right_id", "owner_name"):
        own[right_id].add(key_of(name))
    powers = PowerOfAttorney.objects.in_force(clock.today()).filter(agent=organization)
    represented = set(powers.values_list("principal_key", flat=True))
    return {
        pk: [Place(name, key_of(name), key_of(name) in own[pk] | represented) for name in names]
        for pk, names in shared.items()
    }


def rivals_of(right: Right, organization: Organization, owner_name: str) -> list[int]:
    """Ids of organisations whose living proof or open claim says that they, not this one, hold the same place.

    Those who stand for another registered owner of the right are co-owners, and an agent under a power of attorney
    claims nothing for itself.
    """
    key = key_of(owner_name)
    proofs = (
        OwnershipProof.objects.filter(right=right, ended_at__isnull=True)
        .exclude(organization=organization)
        .exclude(kind=OwnershipProof.Kind.POWER_OF_ATTORNEY)
        .values_list("organization_id", "owner_name")
    )
    claims = (
        OwnershipClaim.objects.filter(right=right, status=OwnershipClaim.Status.SUBMITTED)
        .exclude(organization=organization)
        .values_list("organization_id", "owner_name")
    )
    return sorted({pk for pk, name in (*proofs, *claims) if not key or not name or key_of(name) == key})


def disputed_rights(right_ids: Iterable[int]) -> set[int]:
    """Those of the rights on which a dispute is open."""
    return set(
        OwnershipDispute.objects.filter(right_id__in=list(right_ids), status=OwnershipDispute.Status.OPEN).values_list(
            "right_id", flat=True
        )
    )


def co_owning(right_id: int, organization_id: int) -> set[int]:
    """Ids of organisations that stand, by proof, for other registered owners of a right than this one does."""
    proofs = list(
        OwnershipProof.objects.filter(right_id=right_id, ended_at__isnull=True)
        .exclude(owner_name="")
        .values_list("organization_id", "owner_name")
    )
    own = {key_of(name) for pk, name in proofs if pk == organization_id}
    return {pk for pk, name in proofs if own and key_of(name) not in own}
