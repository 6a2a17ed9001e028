"""The staff's desk for organisations: what waits by deadline, and one case beside what other records say."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.accounts import access, actions, cases
from marketplace.accounts.access import SignedInRequest
from marketplace.accounts.forms import ReturnOrganizationForm, SuspendForm, VerifyForm
from marketplace.accounts.models import Organization, OrganizationReview
from marketplace.accounts.standing import MARKS, reasons_of
from marketplace.core import clock
from marketplace.core.access import require, signed_in
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.core.forms import take_refusal

_Status = Organization.Status


@signed_in
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision, by deadline; or, searched for, any organisation."""
    require(access.can_read_every_organization(request.actor), request.actor)
    text, status = request.GET.get("q", "").strip()[:80], request.GET.get("state", "")
    if text or status in _Status.values:
        return _found(request, text, status if status in _Status.values else "")
    rows = cases.waiting()
    start = OrganizationReview.objects.filter(organization__ref=request.GET.get("after", ""))
    first = start.filter(decided_at__isnull=True).first()
    found = cases.cases_of(cases.behind(first, rows) if first else rows, cases.PER_PAGE + 1)
    shown = found[: cases.PER_PAGE]
    context = {
        "cases": shown,
        "waiting": cases.waiting().count(),
        "overdue": sum(case.due.days < 0 for case in shown),
        "states": _Status.choices,
        "next_url": f"?after={shown[-1].organization.ref}" if len(found) > cases.PER_PAGE else "",
        "previous_url": reverse("accounts:organization_queue") if first else "",
    }
    return render(request, "accounts/organization_queue.html", context)


def _found(request: SignedInRequest, text: str, status: str) -> HttpResponse:
    """Organisations by words and state, the newest first; `before` is the last row of the page before."""
    rows = Organization.objects.order_by("-pk")
    if text:
        rows = cases.found_by(text, rows)
    if status:
        rows = rows.filter(status=status)
    last = Organization.objects.filter(ref=request.GET.get("before", "")).values_list("pk", flat=True).first()
    if last is not None:
        rows = rows.filter(pk__lt=last)
    found = list(rows[: cases.PER_PAGE + 1])
    shown = found[: cases.PER_PAGE]
    kept = {"q": text, "state": status}
    following = f"?{urlencode(kept | {'before': shown[-1].ref})}" if len(found) > cases.PER_PAGE else ""
    context = {
        "found": [(row, MARKS[_Status(row.status)]) for row in shown],
        "is_search": True,
        "text": text,
        "state": status,
        "states": _Status.choices,
        "next_url": following,
        "previous_url": f"?{urlencode(kept)}" if last is not None else "",
    }
    return render(request, "accounts/organization_queue.html", context)


@signed_in
def review(request: SignedInRequest, ref: str) -> HttpResponse:
    """One case: entries, papers, and what other records say."""
    return _case_page(request, _case(request, ref))


@signed_in
@require_POST
def verify(request: SignedInRequest, ref: str) -> HttpResponse:
    """Vouch for an organisation on the papers named."""
    found = _case(request, ref)
    require(access.can_verify_organization(request.actor, found), request.actor)
    form = VerifyForm(request.POST, papers=cases.papers_of(found))
    if form.is_valid():
        try:
            actions.verify_organization(found, by=request.actor, evidence=form.cleaned_data["evidence"])
        except InvalidInput as refusal:
            take_refusal(form, refusal)
        else:
            return _on(request, _("%(name)s is verified.") % {"name": found.name})
    return _case_page(request, found, verifying=form)


@signed_in
@require_POST
def return_organization(request: SignedInRequest, ref: str) -> HttpResponse:
    """Send an organisation back with a reason for each field."""
    found = _case(request, ref)
    require(access.can_return_organization(request.actor, found), request.actor)
    form = ReturnOrganizationForm(request.POST)
    if form.is_valid():
        try:
            actions.return_organization(found, by=request.actor, reasons=form.reasons())
        except InvalidInput as refusal:
            take_refusal(form, refusal)
        else:
            return _on(request, _("%(name)s is returned to its owners.") % {"name": found.name})
    return _case_page(request, found, returning=form)


@signed_in
@require_POST
def suspend(request: SignedInRequest, ref: str) -> HttpResponse:
    """Stop an organisation from acting."""
    found = _case(request, ref)
    require(access.can_suspend_organization(request.actor, found), request.actor)
    form = SuspendForm(request.POST)
    if form.is_valid():
        try:
            actions.suspend_organization(found, by=request.actor, reason=form.cleaned_data["reason"])
        except InvalidInput as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s is suspended.") % {"name": found.name})
            return redirect("accounts:organization_review", ref=ref)
    return _case_page(request, found, suspending=form)


@signed_in
@require_POST
def reinstate(request: SignedInRequest, ref: str) -> HttpResponse:
    """Let a suspended organisation act again."""
    found = _case(request, ref)
    actions.reinstate_organization(found, by=request.actor)
    messages.success(request, _("%(name)s may act again.") % {"name": found.name})
    return redirect("accounts:organization_review", ref=ref)


def _case(request: SignedInRequest, ref: str) -> Organization:
    """An organisation for staff eyes. Raises NotAllowed, NotFound."""
    require(access.can_read_every_organization(request.actor), request.actor)
    found = Organization.objects.filter(ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def _on(request: SignedInRequest, sentence: str) -> HttpResponse:
    """On to the next case."""
    messages.success(request, sentence)
    following = cases.waiting().values_list("organization__ref", flat=True).first()
    if following is None:
        return redirect("accounts:organization_queue")
    return redirect("accounts:organization_review", ref=following)


def _case_page(
    request: SignedInRequest,
    found: Organization,
    *,
    verifying: VerifyForm | None = None,
    returning: ReturnOrganizationForm | None = None,
    suspending: SuspendForm | None = None,
) -> HttpResponse:
    actor = request.actor
    reviews = list(found.reviews.prefetch_related("papers__evidence").order_by("-submitted_at", "-pk")[:20])
    current = next((row for row in reviews if row.decided_at is None), None)
    waits = current is not None and found.status == _Status.UNDER_REVIEW
    papers = cases.papers_of(found)
    forms: dict[str, Any] = {
        "verifying": verifying or VerifyForm(papers=papers),
        "returning": returning or ReturnOrganizationForm(),
        "suspending": suspending or SuspendForm(),
    }
    context = {
        "organization": found,
        "mark": MARKS[_Status(found.status)],
        "due": cases.due_of(current.submitted_at, clock.today()) if current and waits else None,
        "facts": cases.facts_of(found),
        "papers": list(papers),
        "decided": [(row, reasons_of(row)) for row in reviews if row.decided_at is not None],
        "suspensions": list(found.suspensions.order_by("-suspended_at")[:20]),
        "can_decide": waits and access.can_verify_organization(actor, found),
        "is_party": waits and not access.can_verify_organization(actor, found) and actor.may("verify_organization"),
        "can_suspend": found.status != _Status.SUSPENDED and access.can_suspend_organization(actor, found),
        "can_reinstate": found.status == _Status.SUSPENDED and access.can_reinstate_organization(actor, found),
        **forms,
    }
    refused = any(form.errors for form in forms.values())
    return render(request, "accounts/organization_review.html", context, status=422 if refused else 200)
