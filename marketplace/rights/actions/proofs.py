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
from ..models import Owner, OwnershipProof, Right, RightEvent
from ..projection import Projection
from ..standing import open_owners, project_right, read_logs
from . import held

_Kind = OwnershipProof.Kind
# A person's name proves nobody: too many people share one.
_PROVABLE_KINDS = frozenset(OrganizationKind.values) - {OrganizationKind.PERSON}


@transaction.atomic
def prove_by_register(right: Right, organization: Organization, *, by: Actor) -> OwnershipProof | None:
    """The living proof of a register match, or None where the register does not name this organisation.

    Matched by name (today's, one the register renamed to today's, or one under which the organisation was verified
    before) or by an owner record linked to it before; only an organisation whose own identity is verified can be
    matched. The proof is as old as the register data behind it. Raises NotAllowed, RightMerged.
    """
    require(can_prove_by_register(by, right, organization), by)

    locked = held.lock_living(right)
    if not organization.is_verified or organization.kind not in _PROVABLE_KINDS:
        return None
    projection = project_right(locked, read_logs([locked.pk])[locked.pk], today=clock.today())
    matched = _matched_owner(projection, organization)
    if matched is None:
        return None

    found = projection.provenance["owners"]
    if found.source == codes.HOLDER_STATEMENT:
        return None
    proof = _keep(locked, organization, _Kind.REGISTER_MATCH, found.source, found.as_of, by)
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
    kind: str = OwnershipProof.Kind.DOCUMENT,
) -> OwnershipProof:
    """Keep that staff checked a document (or a power of attorney) today. Raises NotAllowed, RightMerged."""
    require(can_prove_by_document(by, organization), by)

    locked = held.lock_living(right)

    return _keep(locked, organization, kind, source.strip()[:120], clock.today(), by)


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


def _keep(right: Right, organization: Organization, kind: str, source: str, on: date, by: Actor) -> OwnershipProof:
    living = OwnershipProof.objects.filter(right=right, organization=organization, kind=kind, ended_at__isnull=True)
    proof = living.select_for_update().order_by("-pk").first()
    if proof and (proof.source, proof.proven_on) == (source, on):
        return proof
    if proof:
        proof.ended_at = clock.now()
        proof.save(update_fields=["ended_at"])
    proof = OwnershipProof.objects.create(
        right=right, organization=organization, kind=kind, source=source, proven_on=on, checked_by=by.user_id
    )
    events.record(
        "ownershipproof.made",
        subject=right,
        by=by,
        facts={"proof": proof.pk, "organization": organization.pk, "kind": kind, "proven_on": proof.proven_on},
    )
    return proof
