"""The two inboxes, an organisation's templates, and what staff read of reported threads."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.accounts.models import Organization
from marketplace.core.access import Actor, require, signed_in
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.core.forms import take_refusal

from .. import actions
from ..emails import title_of
from ..enquiry_access import can_decide_enquiry_report, can_write_templates
from ..enquiry_desk import BUYER_FILTERS, FILTERS, agents_of, box_of, counts_of, filtered, said_in, sides_of, threads_of
from ..enquiry_templates import SHIPPED
from ..enquiry_words import anonymous_words, organization_words
from ..forms import DecideForm, TemplateForm
from ..models import EnquiryReport, EnquiryTemplate, Side
from .threads import send_paper

REPORTS_PER_PAGE = 50


@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """Threads as holder or as buyer, the newest message first. Statements do not grow with threads."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sides = sides_of(actor)
    side = request.GET.get("side", "")
    side = side if side in sides else sides[0]
    filters = FILTERS if side == Side.HOLDER else BUYER_FILTERS
    state = request.GET.get("state", "all")
    state = state if state in filters else "all"
    rows = threads_of(actor, side)
    counts = counts_of(rows, side)
    chosen = {"side": side, "state": state}
    rows = filtered(rows, side, state)
    if listing := request.GET.get("listing", ""):
        rows, chosen["listing"] = rows.filter(listing__ref=listing.upper()), listing
    agent = request.GET.get("agent", "")
    if side == Side.HOLDER and agent.isdecimal() and len(agent) < 19:
        rows, chosen["agent"] = rows.filter(answered_by_id=int(agent)), agent
    box = box_of(rows, side, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render(
        request,
        "enquiries/inbox.html",
        {
            "box": box,
            "is_holder": side == Side.HOLDER,
            "side_tabs": _side_tabs(sides, side),
            "tabs": [
                {"label": label, "url": _query(chosen | {"state": name}), "count": counts.get(name) or None,
                 "current": name == state}
                for name, label in filters.items()
            ],
            "listing_ref": listing,
            "clear_url": _query({"side": side, "state": state}),
            "agents": list(agents_of(actor.organization_id)) if side == Side.HOLDER and actor.organization_id else [],
            "agent": agent,
            "chosen": chosen,
            "newer_url": _query(chosen | {"before": box.newer}) if box.newer else "",
            "older_url": _query(chosen | {"after": box.older}) if box.older else "",
        },
    )  # fmt: skip


def _query(parameters: dict[str, str]) -> str:
    return f"?{urlencode(parameters)}"


def _side_tabs(sides: list[str], current: str) -> list[dict[str, Any]]:
    if len(sides) < 2:
        return []
    labels = {Side.HOLDER: _("To us"), Side.BUYER: _("From us")}
    return [{"label": labels[Side(side)], "url": f"?side={side}", "current": side == current} for side in sides]


@signed_in
def templates(request: HttpRequest) -> HttpResponse:
    """Beginnings of answers: one's own organisation's, and those that come with the platform."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(can_write_templates(actor), actor)
    organization = Organization.objects.get(pk=actor.organization_id or 0)
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_template(organization, by=actor, **form.cleaned_data)
        except InvalidInput as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("enquiries:templates")
    context = {
        "form": form,
        "own": list(organization.enquiry_templates.order_by("title")),
        "shipped": SHIPPED,
    }
    return render(request, "enquiries/templates.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def remove_template(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = EnquiryTemplate.objects.filter(pk=pk, organization_id=actor.organization_id or 0).first()
    if row is None:
        raise NotFound()
    actions.remove_template(row, by=actor)
    messages.success(request, _("The template is removed."))
    return redirect("enquiries:templates")


@signed_in
def reports(request: HttpRequest) -> HttpResponse:
    """Reported threads that wait for a decision, the oldest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor.may("decide_enquiry_report"), actor)
    rows = EnquiryReport.objects.filter(status=EnquiryReport.Status.OPEN).order_by("created_at", "pk")
    found = list(rows.select_related("enquiry__listing", "enquiry__holder")[:REPORTS_PER_PAGE])
    context = {"reports": found, "waiting": rows.count()}
    return render(request, "enquiries/reports.html", context)


@signed_in
def report_case(request: HttpRequest, pk: int) -> HttpResponse:
    """One report beside the thread; the buyer stays as unnamed to the staff as to the holder."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _case(actor, pk)
    enquiry = found.enquiry
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_enquiry_report(found, by=actor, **form.cleaned_data)
        except InvalidInput as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Decided. Both sides are told."))
            return redirect("enquiries:reports")
    said, _older = said_in(enquiry, Side.STAFF, lambda ref: reverse("enquiries:report_paper", args=[found.pk, ref]))
    context = {
        "report": found,
        "enquiry": enquiry,
        "title": title_of(enquiry.listing),
        "holder": organization_words(enquiry.holder),
        "buyer": anonymous_words(enquiry),
        "said": said,
        "form": form,
        "may_decide": can_decide_enquiry_report(actor, found),
    }
    return render(request, "enquiries/report_case.html", context, status=422 if form.errors else 200)


@signed_in
def report_paper(request: HttpRequest, pk: int, paper_ref: str) -> HttpResponseBase:
    """An attachment of a reported thread, for staff."""
    return send_paper(_case(request.actor, pk).enquiry, paper_ref, Side.STAFF)  # type: ignore[attr-defined]


def _case(actor: Actor, pk: int) -> EnquiryReport:
    """A report that waits. Raises NotAllowed, NotFound."""
    require(actor.may("decide_enquiry_report"), actor)
    rows = EnquiryReport.objects.select_related(
        "enquiry__listing", "enquiry__holder", "enquiry__buyer_user", "enquiry__buyer_organization"
    )
    found = rows.filter(pk=pk, status=EnquiryReport.Status.OPEN).first()
    if found is None:
        raise NotFound()
    return found
