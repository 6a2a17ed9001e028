"""Proofs that an organisation holds a right: made from the register or a checked document, ended by the register."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from marketplace.accounts.models import Organization
from marketplace.core import clock, events
from marketplace.core.access import Actor, OrganizationKind, require
from marketplace.core.names import name_key

from .. import codes
from ..access import can_end_proof, can_prove_by_document, can_prove_by_register
from ..models import Owner, OwnershipProof, PowerOfAttorney, Right, RightEvent
from ..ownership import key_of, rivals_of
from ..projection import Projection
from ..standing import open_owners, project_right, read_logs
from . import held
from .disputing import open_dispute

_Kind = OwnershipProof.Kind
# A person's name proves nobody: too many people share one.
_PROVABLE_KINDS = frozenset(OrganizationKind.values) - {OrganizationKind.PERSON}


@transaction.atomic
def prove_by_register(right: Right, organization: Organization, *, by: Actor) -> OwnershipProof | None:
    """The living proof of a register match, or None where the register does not name this organisation.

    Where it names an owner whose power of attorney the organisation holds, the proof is that power.

    Matched by name (today's, one the register renamed to today's, or one under which the organisation was verified
    before) or by an owner record linked to it before; only an organisation whose own identity is verified can be
    matched. The proof is as old as the register data behind it. Where another organisation holds or claims the same
    place, a dispute opens. Raises NotAllowed, RightMerged.
    """
    require(can_prove_by_register(by, right, organization), by)

    locked = held.lock_living(right)
    if not organization.is_verified or organization.kind not in _PROVABLE_KINDS:
        return None
    projection = project_right(locked, read_logs([locked.pk])[locked.pk], today=clock.today())
    matched = _matched_owner(projection, organization)
    if matched is None:
        return _prove_by_power(locked, projection, organization, by)

    found = projection.provenance["owners"]
    if found.source == codes.HOLDER_STATEMENT:
        return None
    proof = keep(locked, organization, _Kind.REGISTER_MATCH, found.source, found.as_of, by, owner_name=matched)
    if rivals := rivals_of(locked, organization, matched):
        open_dispute(locked, [organization.pk, *rivals], by=by)
    for owner in open_owners([matched]).values():
        if owner.organization_id is None:
            Owner.objects.filter(pk=owner.pk, organization__isnull=True).update(organization=organization)
    return proof


@transaction.atomic
def prove_by_document(
    right: Right,
    organization: Organization,
    *,
    by: Actor,
    source: str,
    owner_name: str = "",
) -> OwnershipProof:
    """Keep that staff checked a document today. Raises NotAllowed, RightMerged."""
    require(can_prove_by_document(by, organization), by)

    locked = held.lock_living(right)

    return keep(
        locked, organization, _Kind.DOCUMENT, source.strip()[:120], clock.today(), by, owner_name=owner_name[:300]
    )


@transaction.atomic
def end_proof(proof: OwnershipProof, *, by: Actor, reason: str) -> OwnershipProof:
    """End a proof that no longer holds. `reason` is a code. Raises NotAllowed."""
    require(can_end_proof(by, proof), by)

    if proof.ended_at is None:
        proof.ended_at = clock.now()
        proof.save(update_fields=["ended_at"])
        events.record(
            "ownershipproof.ended",
            subject=proof.right,
            by=by,
            facts={"proof": proof.pk, "organization": proof.organization_id, "reason": reason},
        )
    return proof


def end_broken_proofs(right_ids: Iterable[int], *, by: Actor) -> list[OwnershipProof]:
    """End register matches that the register no longer bears out, and any proof older than a transfer to others."""
    living = (
        OwnershipProof.objects.filter(right_id__in=list(right_ids), ended_at__isnull=True)
        .select_related("right", "organization")
        .order_by("pk")
    )
    proofs = list(living)
    logs = read_logs({proof.right_id for proof in proofs})
    ended = []
    for proof in proofs:
        log = logs[proof.right_id]
        projection = project_right(proof.right, log, today=clock.today())
        if _matched_owner(projection, proof.organization) is not None:
            continue
        if proof.kind == _Kind.REGISTER_MATCH:
            ended.append(end_proof(proof, by=by, reason="not_the_owner"))
        elif _transferred_since(proof):
            ended.append(end_proof(proof, by=by, reason="transferred"))
    return ended


def _transferred_since(proof: OwnershipProof) -> bool:
    return RightEvent.objects.filter(
        right_id=proof.right_id, code="TR01", recorded_at__gt=proof.created_at, superseded_by__isnull=True
    ).exists()


def _matched_owner(projection: Projection, organization: Organization) -> str | None:
    """The present owner that is this organisation, under today's name, a former one, or a linked record."""
    key = organization.name_key or name_key(organization.name)
    keys = {name_key(name)[:300]: name for name in projection.owners}
    if key in keys:
        return keys[key]
    for old in projection.former_names:
        if name_key(old) == key:
            return _today(old, projection)
    for former in sorted(organization.former_name_keys() & set(keys)):
        return keys[former]
    linked = Owner.objects.filter(organization=organization, name_key__in=set(keys)).first()
    return keys[linked.name_key] if linked else None


def _today(name: str, projection: Projection) -> str | None:
    """What a renamed owner is called now, if it still owns."""
    seen = set()
    while name in projection.former_names and name not in seen:
        seen.add(name)
        name = projection.former_names[name]
    return name if name in projection.owners else None


def _prove_by_power(
    right: Right, projection: Projection, organization: Organization, by: Actor
) -> OwnershipProof | None:
    """The proof that an owner gave this organisation power, as old as the register's word on the owner."""
    owners = {key_of(name): name for name in projection.owners}
    powers = PowerOfAttorney.objects.in_force(clock.today()).filter(agent=organization, principal_key__in=set(owners))
    for power in powers.order_by("-ends_on", "pk"):
        found = projection.provenance["owners"]
        if found.source == codes.HOLDER_STATEMENT:
            return None
        if power.covers_all or power.rights.filter(pk=right.pk).exists():
            name = owners[power.principal_key]
            return keep(
                right, organization, _Kind.POWER_OF_ATTORNEY, power.ref, found.as_of, by, owner_name=name, power=power
            )
    return None


@transaction.atomic
def renew_proofs(right_ids: Iterable[int], *, by: Actor) -> int:
    """Date living register matches and powers anew where the register has spoken since; returns how many changed."""
    living = (
        OwnershipProof.objects.filter(right_id__in=list(right_ids), ended_at__isnull=True)
        .exclude(kind=_Kind.DOCUMENT)
        .select_related("right", "organization")
        .order_by("right_id", "pk")
    )
    changed = 0
    for proof in list(living):
        fresh = prove_by_register(proof.right, proof.organization, by=by)
        changed += fresh is not None and fresh.pk != proof.pk
    return changed


def keep(
    right: Right,
    organization: Organization,
    kind: str,
    source: str,
    on: date,
    by: Actor,
    *,
    owner_name: str = "",
    power: PowerOfAttorney | None = None,
) -> OwnershipProof:
    """The living proof of this kind, replaced where it says something else; within another action's transaction."""
    living = OwnershipProof.objects.filter(right=right, organization=organization, kind=kind, ended_at__isnull=True)
    proof = living.select_for_update().order_by("-pk").first()
    if proof and (proof.source, proof.proven_on, proof.owner_name) == (source, on, owner_name):
        return proof
    if proof:
        proof.ended_at = clock.now()
        proof.save(update_fields=["ended_at"])
    proof = OwnershipProof.objects.create(
        right=right,
        organization=organization,
        kind=kind,
        source=source,
        proven_on=on,
        owner_name=owner_name,
        power=power,
        checked_by=by.user_id,
    )
    events.record(
        "ownershipproof.made",
        subject=right,
        by=by,
        facts={"proof": proof.pk, "organization": organization.pk, "kind": kind, "proven_on": proof.proven_on},
    )
    return proof
