"""Handing an organisation's papers in, and what staff decide on them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from marketplace.core import clock
from marketplace.core.access import Actor, Role, require
from marketplace.core.documents import CleanDocument
from marketplace.core.errors import Conflict, InvalidInput

from .. import access, notices, reactions, refusals
from ..models import Evidence, Organization, OrganizationReview, OrganizationSuspension, ReviewedEvidence
from .evidence import add_evidence

_Status = Organization.Status
_Outcome = OrganizationReview.Outcome
MAIL = "emails/organization_standing"
LONGEST_REASON = 500


@transaction.atomic
def submit_organization(
    organization: Organization, *, by: Actor, document: CleanDocument | None = None
) -> Organization:
    """Hand an organisation's entries and papers to the staff, with one more paper if given.

    Raises NotAllowed, InvalidInput, IllegalTransition.
    """
    require(access.can_submit_organization(by, organization), by)

    if document is not None:
        add_evidence(organization, by=by, document=document, purpose=Evidence.Purpose.IDENTITY)
    if not organization.evidence.filter(purpose=Evidence.Purpose.IDENTITY).exists():
        raise InvalidInput({"document": refusals.PAPER_NEEDED})
    _lock(organization)

    return start_review(organization, by=by)


def start_review(organization: Organization, *, by: Actor) -> Organization:
    """Open a review within another action's transaction. Raises IllegalTransition, Conflict."""
    Organization.FLOW.advance(organization, _Status.UNDER_REVIEW, by=by, verb="submitted")
    OrganizationReview.objects.create(organization=organization, submitted_at=clock.now(), submitted_by=by.user_id)
    return organization


@transaction.atomic
def verify_organization(organization: Organization, *, by: Actor, evidence: Iterable[Evidence] = ()) -> Organization:
    """Vouch that an organisation is who it says, naming the papers that show it.

    A command may vouch without papers for one that was never handed in; people may not.
    Raises NotAllowed, InvalidInput, IllegalTransition, Conflict.
    """
    require(access.can_verify_organization(by, organization), by)

    _lock(organization)
    if organization.status == _Status.SUSPENDED or (not by.is_system and organization.status != _Status.UNDER_REVIEW):
        raise Conflict(refusals.NOT_SUBMITTED)
    papers = _own_papers(organization, evidence)
    if not papers and not by.is_system:
        raise InvalidInput({"evidence": refusals.EVIDENCE_NEEDED})

    seen = [paper.pk for paper in papers]
    Organization.FLOW.advance(
        organization, _Status.VERIFIED, by=by, changes={"verified_at": clock.now()}, evidence=seen
    )
    _decide(organization, _Outcome.VERIFIED, by=by, papers=papers)

    _tell_owners(organization, by, standing="verified")
    return organization


@transaction.atomic
def return_organization(
    organization: Organization, *, by: Actor, reasons: Mapping[str, str], evidence: Iterable[Evidence] = ()
) -> Organization:
    """Send an organisation back with a reason for each field. Raises NotAllowed, InvalidInput, Conflict."""
    require(access.can_return_organization(by, organization), by)

    given = {field: reason.strip()[:LONGEST_REASON] for field, reason in reasons.items() if reason.strip()}
    if not given:
        raise InvalidInput({"reasons": refusals.REASONS_NEEDED})
    _lock(organization)
    papers = _own_papers(organization, evidence)

    Organization.FLOW.advance(organization, _Status.RETURNED, by=by, fields=sorted(given))
    _decide(organization, _Outcome.RETURNED, by=by, papers=papers, reasons=given)

    _tell_owners(organization, by, standing="returned", reasons=list(given.values()))
    return organization


@transaction.atomic
def suspend_organization(organization: Organization, *, by: Actor, reason: str) -> Organization:
    """Stop an organisation from acting, at once, and take what it shows out of sight.

    Raises NotAllowed, InvalidInput, IllegalTransition, Conflict.
    """
    require(access.can_suspend_organization(by, organization), by)

    words = " ".join(reason.split())[:LONGEST_REASON]
    if not words:
        raise InvalidInput({"reason": refusals.REASON_NEEDED})

    _lock(organization)
    before = organization.status
    Organization.FLOW.advance(organization, _Status.SUSPENDED, by=by)
    OrganizationSuspension.objects.create(
        organization=organization, reason=words, status_before=before, suspended_at=clock.now(), suspended_by=by.user_id
    )

    reactions.notify(organization, "suspended")
    _tell_owners(organization, by, standing="suspended", reasons=[words])
    return organization


@transaction.atomic
def reinstate_organization(organization: Organization, *, by: Actor) -> Organization:
    """Let a suspended organisation act again, in the status it had. Raises NotAllowed, Conflict."""
    require(access.can_reinstate_organization(by, organization), by)

    _lock(organization)
    suspension = organization.suspensions.filter(ended_at__isnull=True).first()
    if suspension is None:
        raise Conflict()

    Organization.FLOW.advance(organization, suspension.status_before, by=by, verb="reinstated")
    suspension.ended_at, suspension.ended_by = clock.now(), by.user_id
    suspension.save(update_fields=["ended_at", "ended_by"])

    reactions.notify(organization, "reinstated")
    _tell_owners(organization, by, standing="reinstated")
    return organization


def _lock(organization: Organization) -> None:
    """Read the row anew and hold it: two decisions, or a decision and an edit, come one after the other."""
    organization.refresh_from_db(from_queryset=Organization.objects.select_for_update())


def _own_papers(organization: Organization, evidence: Iterable[Evidence]) -> list[Evidence]:
    """The named papers, each of them this organisation's proof of identity. Raises InvalidInput."""
    papers = list(evidence)
    for paper in papers:
        if paper.organization_id != organization.pk or paper.purpose != Evidence.Purpose.IDENTITY:
            raise InvalidInput({"evidence": refusals.EVIDENCE_NEEDED})
    return papers


def _decide(
    organization: Organization,
    outcome: str,
    *,
    by: Actor,
    papers: list[Evidence],
    reasons: Mapping[str, str] | None = None,
) -> None:
    now = clock.now()
    review = organization.reviews.filter(decided_at__isnull=True).first()
    if review is None:
        if not papers:
            return
        review = OrganizationReview(organization=organization, submitted_at=now)
    review.decided_at, review.decided_by = now, by.user_id
    review.outcome, review.reasons = outcome, dict(reasons or {})
    review.save()
    ReviewedEvidence.objects.bulk_create(ReviewedEvidence(review=review, evidence=paper) for paper in papers)


def _tell_owners(organization: Organization, by: Actor, **context: Any) -> None:
    if by.is_system and organization.is_demo:
        return  # The demo is seeded by commands; its invented people wait for no mail about that.
    page = reverse("accounts:organization")
    notices.tell_organization(
        organization, MAIL, {"page": page, **context}, topic="verification", roles=[Role.OWNER], besides=by
    )
