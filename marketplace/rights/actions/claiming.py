"""An organisation states that it holds a right, with its papers, and staff accept or return it."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Evidence, Organization
from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import Conflict, InvalidInput, Sentence
from marketplace.core.refs import new_ref

from .. import emails, reactions
from ..access import can_decide_ownership_claim, can_submit_ownership_claim, can_withdraw_ownership_claim
from ..models import ClaimPaper, OwnershipClaim, OwnershipProof, Right
from ..ownership import disputed_rights, rivals_of
from ..register_refusals import DisputeOpen
from . import held
from .disputing import close_unopposed_dispute, open_dispute
from .proofs import keep

MOST_PAPERS = 10
_Status = OwnershipClaim.Status


@transaction.atomic
def submit_ownership_claim(
    right: Right,
    organization: Organization,
    *,
    by: Actor,
    papers: Sequence[Evidence],
    owner_name: str = "",
    statement: str = "",
) -> OwnershipClaim:
    """Hand in papers that show who holds a right. `owner_name` is the registered owner the organisation stands for.

    Where a verified organisation claims a place that another holds or claims, a dispute opens and neither is shown.
    Raises NotAllowed, InvalidInput, Conflict, RightMerged.
    """
    require(can_submit_ownership_claim(by, organization), by)

    if problems := paper_problems(papers, organization):
        raise InvalidInput(problems)
    locked = held.lock_living(right)
    if OwnershipClaim.objects.filter(right=locked, organization=organization, status=_Status.SUBMITTED).exists():
        raise Conflict(_("A claim of yours on this right is being checked already."))

    claim = OwnershipClaim(
        ref=new_ref("OC"),
        right=locked,
        organization=organization,
        owner_name=owner_name.strip()[:300],
        statement=statement.strip()[:1000],
        submitted_at=clock.now(),
        submitted_by=by.user_id,
    )
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("A claim of yours on this right is being checked already.")) from error
    ClaimPaper.objects.bulk_create(ClaimPaper(claim=claim, evidence=paper) for paper in papers)
    facts = {"right": locked.slug, "organization": organization.pk, "papers": [paper.digest for paper in papers]}
    events.record("ownershipclaim.submitted", subject=claim, by=by, facts=facts)

    rivals = rivals_of(locked, organization, claim.owner_name) if organization.is_verified else []
    if rivals:
        open_dispute(locked, [organization.pk, *rivals], by=by)
    return claim


@transaction.atomic
def accept_ownership_claim(claim: OwnershipClaim, *, by: Actor) -> OwnershipProof:
    """Vouch, having seen the papers, that the organisation holds the right: the stamp is of today.

    Raises NotAllowed, DisputeOpen, Conflict, IllegalTransition, RightMerged.
    """
    require(can_decide_ownership_claim(by, claim), by)

    right = held.lock_living(claim.right)
    if disputed_rights([right.pk]):
        raise DisputeOpen()
    if not claim.organization.is_verified:
        raise Conflict(_("The organisation itself is not verified yet. Check that first."))

    OwnershipClaim.FLOW.advance(claim, _Status.ACCEPTED, by=by, changes=decided(by))
    kind = OwnershipProof.Kind.DOCUMENT
    proof = keep(right, claim.organization, kind, claim.ref, clock.today(), by, owner_name=claim.owner_name)
    reactions.notify([right])
    emails.tell_claim_decided(claim)
    return proof


@transaction.atomic
def return_ownership_claim(claim: OwnershipClaim, *, by: Actor, reason: str) -> OwnershipClaim:
    """Send a claim back with what is missing. Raises NotAllowed, DisputeOpen, InvalidInput, IllegalTransition."""
    require(can_decide_ownership_claim(by, claim), by)

    if not reason.strip():
        raise InvalidInput({"reason": _("Say what is missing, so that it can be handed in.")})
    if disputed_rights([claim.right_id]):
        raise DisputeOpen()

    changes = {**decided(by), "reason": reason.strip()[:500]}
    OwnershipClaim.FLOW.advance(claim, _Status.RETURNED, by=by, changes=changes)
    emails.tell_claim_decided(claim)
    return claim


@transaction.atomic
def withdraw_ownership_claim(claim: OwnershipClaim, *, by: Actor) -> OwnershipClaim:
    """Take a claim back before it is decided; a dispute in which one party is left ends with it.

    Raises NotAllowed, IllegalTransition, Conflict.
    """
    require(can_withdraw_ownership_claim(by, claim), by)

    (right,) = held.lock(claim.right_id)
    claim.refresh_from_db(fields=["status"])
    if claim.status != _Status.SUBMITTED:
        raise Conflict()

    OwnershipClaim.FLOW.advance(claim, _Status.ENDED, by=by, verb="withdrawn")
    close_unopposed_dispute(right, by=by)
    return claim


def paper_problems(papers: Sequence[Evidence], organization: Organization) -> dict[str, Sentence]:
    """What is wrong with the papers of something handed in."""
    if not papers:
        return {"papers": _("Hand in at least one paper.")}
    if len(papers) > MOST_PAPERS:
        return {"papers": _("At most ten papers can be handed in at once.")}
    if any(paper.organization_id != organization.pk for paper in papers):
        return {"papers": _("Only papers of your own organisation can be handed in.")}
    return {}


def decided(by: Actor) -> dict[str, object]:
    """The columns of a decision made now."""
    return {"decided_at": clock.now(), "decided_by": by.user_id}
