"""Proofs of ownership and disputes: an organisation's own, and the staff's decision."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.accounts.actions import add_evidence
from marketplace.accounts.models import Evidence, Organization
from marketplace.core.access import Actor, require, signed_in
from marketplace.core.errors import DomainError, NotFound
from marketplace.core.forms import take_refusal
from marketplace.core.templatetags.ui import localized

from .. import actions
from ..access import (
    can_decide_ownership_claim,
    can_decide_ownership_dispute,
    can_submit_ownership_claim,
    can_withdraw_ownership_claim,
)
from ..facts import facts_of, find_right
from ..forms import ClaimForm, DecideForm, DisputeForm, PapersMixin
from ..models import OwnershipClaim, OwnershipDispute, OwnershipProof, Right
from ..ownership import owners_named
from ..presentation import fact_rows

PER_PAGE = 30
PURPOSE = Evidence.Purpose.OWNERSHIP


def acting_organization(actor: Actor) -> Organization:
    """Raises NotFound for somebody who acts for themselves."""
    if actor.organization_id is None:
        raise NotFound(_("You act for yourself now. Choose or register an organisation first."))
    return Organization.objects.get(pk=actor.organization_id)


def papers_of(form: PapersMixin, organization: Organization, purpose: str, by: Actor) -> list[Evidence]:
    """The papers of a valid form, the new one kept."""
    papers = form.known_papers()
    document = form.cleaned_data.get("file")
    if document is not None:
        title = form.cleaned_data["title"]
        papers.append(add_evidence(organization, by=by, document=document, purpose=purpose, title=title))
    return papers


@signed_in
def claims(request: HttpRequest) -> HttpResponse:
    """One's own claims, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    organization = acting_organization(actor)
    rows = OwnershipClaim.objects.filter(organization=organization).select_related("right").order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    disputes = OwnershipDispute.objects.filter(parties=organization, status=OwnershipDispute.Status.OPEN)
    context = {
        "organization": organization,
        "claims": shown,
        "disputes": list(disputes.select_related("right").order_by("pk")[:PER_PAGE]),
        "next_url": f"?before={shown[-1].pk}" if len(found) > PER_PAGE else "",
        "previous_url": "?" if before else "",
        "can_submit": can_submit_ownership_claim(actor, organization),
    }
    return render(request, "rights/claims.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Hand in papers for one right."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    organization = acting_organization(actor)
    require(can_submit_ownership_claim(actor, organization), actor)
    right = find_right(request.GET.get("right", "")) if request.GET.get("right") else None
    if right is None:
        raise NotFound(_("No right with this number is in the register here. Check the number, or search for words."))
    owners = owners_named(right)
    form = ClaimForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        organization=organization,
        purpose=PURPOSE,
        owners=owners,
        initial={"owner_name": organization.name if organization.name in owners else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                claim = actions.submit_ownership_claim(
                    right,
                    organization,
                    by=actor,
                    papers=papers_of(form, organization, PURPOSE, actor),
                    owner_name=form.cleaned_data["owner_name"],
                    statement=form.cleaned_data["statement"],
                )
        except DomainError as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Handed in. Staff check it within the promised working days and write to you."))
            return redirect("ownership:claim", ref=claim.ref)
    context = {"right": right, "form": form, "facts": fact_rows(facts_of(right)), "organization": organization}
    return render(request, "rights/claim_new.html", context, status=422 if form.errors else 200)


def _claim(request: HttpRequest, ref: str) -> OwnershipClaim:
    """A claim the actor may see. Raises NotFound."""
    rows = OwnershipClaim.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    claim = rows.select_related("right", "organization").filter(ref=ref).first()
    if claim is None:
        raise NotFound()
    return claim


def _claim_page(request: HttpRequest, claim: OwnershipClaim, form: DecideForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    open_disputes = claim.right.disputes.filter(status=OwnershipDispute.Status.OPEN)
    dispute = open_disputes.filter(parties=claim.organization).first()
    is_waiting = claim.status == OwnershipClaim.Status.SUBMITTED
    context: dict[str, Any] = {
        "claim": claim,
        "papers": list(claim.papers.order_by("pk")),
        "facts": fact_rows(facts_of(claim.right)),
        "dispute": dispute,
        "can_decide": is_waiting and dispute is None and can_decide_ownership_claim(actor, claim),
        "can_withdraw": is_waiting and can_withdraw_ownership_claim(actor, claim),
        "is_staff": actor.may("decide_ownership_claim"),
        "form": form,
        "proofs": list(
            OwnershipProof.objects.filter(right=claim.right, ended_at__isnull=True)
            .select_related("organization")
            .order_by("pk")
        )
        if actor.may("decide_ownership_claim")
        else [],
    }
    return render(request, "rights/claim.html", context, status=422 if form.errors else 200)


@signed_in
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    """One claim with its papers: for its organisation, and for staff beside what the register says."""
    return _claim_page(request, _claim(request, ref), DecideForm())


@signed_in
@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    found = _claim(request, ref)
    actions.accept_ownership_claim(found, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("Accepted. The listings of this right carry the stamp from today."))
    return redirect("ownership:queue")


@signed_in
@require_POST
def return_claim(request: HttpRequest, ref: str) -> HttpResponse:
    found = _claim(request, ref)
    require(can_decide_ownership_claim(request.actor, found), request.actor)  # type: ignore[attr-defined]
    form = DecideForm(request.POST)
    if form.is_valid():
        actions.return_ownership_claim(found, by=request.actor, reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
        messages.success(request, _("Returned to the organisation."))
        return redirect("ownership:queue")
    return _claim_page(request, found, form)


@signed_in
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    actions.withdraw_ownership_claim(_claim(request, ref), by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("Taken back."))
    return redirect("ownership:claims")


def _dispute(request: HttpRequest, ref: str) -> OwnershipDispute:
    """A dispute of which the actor's organisation is a party, or any for staff. Raises NotFound."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = OwnershipDispute.objects.select_related("right", "decided_for")
    if not actor.may("decide_ownership_dispute"):
        rows = rows.filter(parties=actor.organization_id or 0)
    found = rows.filter(ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def _dispute_page(request: HttpRequest, found: OwnershipDispute, form: DisputeForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    is_staff = actor.may("decide_ownership_dispute")
    own = OwnershipClaim.objects.filter(right=found.right).select_related("organization").prefetch_related("papers")
    if not is_staff:
        own = own.filter(organization_id=actor.organization_id or 0)
    is_open = found.status == OwnershipDispute.Status.OPEN
    context = {
        "dispute": found,
        "right": found.right,
        "facts": fact_rows(facts_of(found.right)),
        "claims": list(own.order_by("pk")),
        "parties": list(found.parties.order_by("pk")) if is_staff else [],
        "proofs": _proofs(found.right) if is_staff else [],
        "is_staff": is_staff,
        "is_open": is_open,
        "can_decide": is_open and can_decide_ownership_dispute(actor, found),
        "outcome": "" if is_open else _outcome(found, actor, is_staff=is_staff),
        "form": form,
    }
    return render(request, "rights/dispute.html", context, status=422 if form.errors else 200)


def _outcome(found: OwnershipDispute, actor: Actor, *, is_staff: bool) -> str:
    """What became of a dispute: staff read who may offer the right, a party only whether it may."""
    if found.decided_by is None:
        return _("Nobody else claims this right any more.")
    if found.decided_for is None:
        return _("On this evidence nobody may offer it for now.")
    if is_staff:
        return _("%(name)s may offer this right.") % {"name": localized(found.decided_for, "name")}
    if found.decided_for_id == actor.organization_id:
        return _("You may offer this right.")
    return _("On this evidence another organisation may offer it.")


def _proofs(right: Right) -> list[OwnershipProof]:
    rows = OwnershipProof.objects.filter(right=right).select_related("organization")
    return list(rows.order_by("-pk")[:PER_PAGE])


@signed_in
def dispute(request: HttpRequest, ref: str) -> HttpResponse:
    """Who says what about one right; a party sees its own side, in neutral words."""
    found = _dispute(request, ref)
    return _dispute_page(request, found, DisputeForm(parties=found.parties.order_by("pk")))


@signed_in
@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    found = _dispute(request, ref)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(can_decide_ownership_dispute(actor, found), actor)
    form = DisputeForm(request.POST, parties=found.parties.order_by("pk"))
    if form.is_valid():
        actions.decide_ownership_dispute(
            found, by=actor, winner=form.winner_chosen(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Decided. All parties have been told."))
        return redirect("ownership:queue")
    return _dispute_page(request, found, form)
