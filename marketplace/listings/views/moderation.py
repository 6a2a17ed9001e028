"""The moderators' desk: what waits, and one case beside what the register says."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.core import clock
from marketplace.core.access import Actor, require, signed_in
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.core.forms import take_refusal

from .. import actions
from ..access import can_moderate_listings, can_suspend_listing
from ..entry import entry_for
from ..forms import ApproveForm, ReturnForm
from ..models import Listing, ListingStatus
from ..moderation import QUEUE_PER_PAGE, after, before, cases_of, checks_of, due_of, may_decide, waiting
from ..refusals import OwnershipUnproven, RightAlreadyListed, RightNotOfferable


@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a moderator, sorted by deadline."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(can_moderate_listings(actor), actor)
    rows = waiting()
    start = Listing.objects.filter(ref=request.GET.get("after", ""), submitted_at__isnull=False).first()
    if start is not None:
        rows = after(start, rows)
    cases = cases_of(rows, QUEUE_PER_PAGE + 1)
    shown = cases[:QUEUE_PER_PAGE]
    context = {
        "cases": shown,
        "waiting": waiting().count(),
        "overdue": sum(case.due.days < 0 for case in shown),
        "next_url": f"?after={shown[-1].listing.ref}" if len(cases) > QUEUE_PER_PAGE else "",
        "previous_url": reverse("listings:queue") if start else "",
    }
    return render(request, "listings/queue.html", context)


@signed_in
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """One case: the listing as the public would see it, and the register's answers."""
    listing = _case(request, ref)
    return _review_page(request, listing, ApproveForm(), ReturnForm())


@signed_in
@require_POST
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    listing = _case(request, ref)
    form = ApproveForm(request.POST)
    following = _following(listing)
    if form.is_valid():
        try:
            actions.approve_listing(
                listing,
                by=request.actor,  # type: ignore[attr-defined]
                ownership_source=form.cleaned_data["ownership_source"],
            )
        except OwnershipUnproven as refusal:
            form.add_error("ownership_source", str(refusal))
        except (RightNotOfferable, RightAlreadyListed) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _on(request, listing, following, _("%(ref)s is published.") % {"ref": ref})
    return _review_page(request, listing, form, ReturnForm())


@signed_in
@require_POST
def return_listing(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a listing back with a reason beside each field."""
    listing = _case(request, ref)
    form = ReturnForm(request.POST)
    following = _following(listing)
    if form.is_valid():
        try:
            actions.return_listing(listing, by=request.actor, reasons=form.reasons())  # type: ignore[attr-defined]
        except InvalidInput as refusal:
            take_refusal(form, refusal)
        else:
            return _on(request, listing, following, _("%(ref)s is returned to its holder.") % {"ref": ref})
    return _review_page(request, listing, ApproveForm(), form)


@signed_in
@require_POST
def suspend(request: HttpRequest, ref: str) -> HttpResponse:
    listing = _case(request, ref)
    actions.suspend_listing(listing, by=request.actor, reason="staff")  # type: ignore[attr-defined]
    messages.success(request, _("%(ref)s is suspended.") % {"ref": ref})
    return redirect("listings:review", ref=ref)


@signed_in
@require_POST
def resume(request: HttpRequest, ref: str) -> HttpResponse:
    listing = _case(request, ref)
    try:
        actions.resume_listing(listing, by=request.actor)  # type: ignore[attr-defined]
    except Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(ref)s is shown again.") % {"ref": ref})
    return redirect("listings:review", ref=ref)


def _case(request: HttpRequest, ref: str) -> Listing:
    """A listing for a moderator's eyes. Raises NotAllowed, NotFound."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(can_moderate_listings(actor), actor)
    listing = Listing.objects.select_related("organization", "industry").filter(ref=ref).first()
    if listing is None or listing.status == ListingStatus.DRAFT:
        raise NotFound()
    return listing


def _following(listing: Listing) -> str | None:
    """The next case's reference, or the first one's when this is the last."""
    rows = waiting().exclude(pk=listing.pk)
    ahead = after(listing, rows) if listing.submitted_at else rows
    return ahead.values_list("ref", flat=True).first() or rows.values_list("ref", flat=True).first()


def _on(request: HttpRequest, listing: Listing, following: str | None, sentence: str) -> HttpResponse:
    """On to the next case."""
    messages.success(request, sentence)
    return redirect("listings:review", ref=following) if following else redirect("listings:queue")


def _review_page(request: HttpRequest, listing: Listing, approve: ApproveForm, returning: ReturnForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rights = [item.right for item in listing.items.select_related("right").order_by("position", "pk")]
    waits = listing.status == ListingStatus.VERIFYING and listing.submitted_at is not None
    context: dict[str, Any] = {
        "listing": listing,
        "checks": checks_of(listing, rights),
        "documents": list(listing.documents.order_by("pk")),
        "due": due_of(listing.submitted_at, clock.today()) if waits and listing.submitted_at else None,
        "may_decide": may_decide(actor, listing),
        "is_party": not can_suspend_listing(actor, listing),
        "approve": approve,
        "returning": returning,
        "is_returning": bool(returning.errors),
        "next_ref": after(listing, waiting()).values_list("ref", flat=True).first() if waits else None,
        "previous_ref": before(listing, waiting()).values_list("ref", flat=True).first() if waits else None,
        "entry": entry_for(listing.ref, actor),
    }
    refused = bool(approve.errors or returning.errors)
    return render(request, "listings/review.html", context, status=422 if refused else 200)
