"""Powers of attorney: an agent's and an owner's own, and the staff's decision; and the queue of all that waits."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.accounts.models import Evidence
from marketplace.core import clock
from marketplace.core.access import Actor, require, signed_in
from marketplace.core.errors import DomainError, NotFound
from marketplace.core.forms import take_refusal

from .. import actions, desk
from ..access import can_decide_power_of_attorney, can_end_power_of_attorney, can_submit_power_of_attorney
from ..forms import DecideForm, EndForm, PowerForm
from ..models import PowerOfAttorney
from .claims import PER_PAGE, acting_organization, papers_of

PURPOSE = Evidence.Purpose.POWER_OF_ATTORNEY
MOST_NAMED = 50


@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    """Everything about ownership that waits for staff, the oldest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor.may("decide_ownership_claim"), actor)
    after = _place(request.GET.get("after", ""))
    found = desk.cases(clock.today(), after=after)
    shown = found[: desk.PER_PAGE]
    last = f"{shown[-1].since.isoformat()} {shown[-1].ref}" if shown else ""
    context = {
        "cases": shown,
        "waiting": desk.waiting_count(),
        "overdue": sum(case.due.days < 0 for case in shown),
        "next_url": f"?{urlencode({'after': last})}" if len(found) > desk.PER_PAGE else "",
        "previous_url": reverse("ownership:queue") if after else "",
    }
    return render(request, "rights/ownership_queue.html", context)


def _place(text: str) -> desk.Place | None:
    """Instant and reference of the last case of the page before; None for anything else."""
    instant, _space, ref = text.partition(" ")
    try:
        found: datetime | None = parse_datetime(instant)
    except ValueError:
        return None
    return (found, ref) if found is not None and found.tzinfo is not None and len(ref) <= 12 else None


@signed_in
def powers(request: HttpRequest) -> HttpResponse:
    """Powers held and given by the acting organisation, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    organization = acting_organization(actor)
    rows = PowerOfAttorney.objects.visible_to(actor).select_related("agent").order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    context = {
        "organization": organization,
        "powers": shown,
        "next_url": f"?before={shown[-1].pk}" if len(found) > PER_PAGE else "",
        "previous_url": "?" if before else "",
        "can_submit": can_submit_power_of_attorney(actor, organization),
    }
    return render(request, "rights/powers.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Hand in an owner's power of attorney."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    organization = acting_organization(actor)
    require(can_submit_power_of_attorney(actor, organization), actor)
    form = PowerForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        organization=organization,
        purpose=PURPOSE,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                power = actions.submit_power_of_attorney(
                    organization,
                    by=actor,
                    principal_name=data["principal_name"],
                    starts_on=data["starts_on"],
                    ends_on=data["ends_on"],
                    papers=papers_of(form, organization, PURPOSE, actor),
                    rights=data["numbers"],
                    covers_all=data["covers_all"] == "1",
                )
        except DomainError as refusal:
            if "rights" in getattr(refusal, "fields", {}):
                refusal.fields["numbers"] = refusal.fields.pop("rights")  # type: ignore[attr-defined]
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Handed in. Staff check it within the promised working days and write to you."))
            return redirect("ownership:power", ref=power.ref)
    context = {"form": form, "organization": organization}
    return render(request, "rights/power_new.html", context, status=422 if form.errors else 200)


def _power(request: HttpRequest, ref: str) -> PowerOfAttorney:
    """A power the actor may see. Raises NotFound."""
    rows = PowerOfAttorney.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    found = rows.select_related("agent", "principal").filter(ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def _power_page(request: HttpRequest, found: PowerOfAttorney, form: DecideForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    is_waiting = found.status == PowerOfAttorney.Status.SUBMITTED
    reads_papers = actor.may("decide_power_of_attorney") or actor.organization_id == found.agent_id
    rights = list(found.rights.order_by("pk")[: MOST_NAMED + 1])
    context: dict[str, Any] = {
        "power": found,
        "is_in_force": found.is_in_force_on(clock.today()),
        "rights": rights[:MOST_NAMED],
        "has_more": len(rights) > MOST_NAMED,
        "papers": list(found.papers.order_by("pk")) if reads_papers else [],
        "can_decide": is_waiting and can_decide_power_of_attorney(actor, found),
        "can_end": found.status == PowerOfAttorney.Status.ACCEPTED and can_end_power_of_attorney(actor, found),
        "is_staff": actor.may("decide_power_of_attorney"),
        "form": form,
        "end_form": EndForm(prefix="end"),
    }
    return render(request, "rights/power.html", context, status=422 if form.errors else 200)


@signed_in
def power(request: HttpRequest, ref: str) -> HttpResponse:
    """One power of attorney: for the agent, for the owner, and for staff."""
    return _power_page(request, _power(request, ref), DecideForm())


@signed_in
@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    actions.accept_power_of_attorney(_power(request, ref), by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("The power of attorney is in force."))
    return redirect("ownership:queue")


@signed_in
@require_POST
def return_power(request: HttpRequest, ref: str) -> HttpResponse:
    found = _power(request, ref)
    require(can_decide_power_of_attorney(request.actor, found), request.actor)  # type: ignore[attr-defined]
    form = DecideForm(request.POST)
    if form.is_valid():
        actions.return_power_of_attorney(found, by=request.actor, reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
        messages.success(request, _("Returned to the organisation."))
        return redirect("ownership:queue")
    return _power_page(request, found, form)


@signed_in
@require_POST
def end(request: HttpRequest, ref: str) -> HttpResponse:
    form = EndForm(request.POST, prefix="end")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.end_power_of_attorney(_power(request, ref), by=request.actor, reason=reason)  # type: ignore[attr-defined]
    messages.success(request, _("The power of attorney has ended."))
    return redirect("ownership:powers")
