"""Registering an organisation, its own page and entries, and choosing for whom one acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.accounts import access, actions, cases
from marketplace.accounts.access import SignedInRequest
from marketplace.accounts.forms import EditOrganizationForm, OrganizationForm, PaperForm
from marketplace.accounts.models import Evidence, Organization
from marketplace.accounts.standing import standing_of
from marketplace.core.access import require, signed_in
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.core.forms import take_refusal
from marketplace.core.regions import region_name


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Register an organisation and act for it at once; with a paper it goes to the staff too."""
    form = OrganizationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        document = fields.pop("document")
        try:
            organization = actions.register_organization(request.user, by=request.actor, **fields)
        except InvalidInput as error:
            take_refusal(form, error)
        else:
            access.choose_acting(request, organization.ref)
            if document is None:
                messages.success(request, _("Registered. You now act for this organisation."))
            else:
                owner = access.actor_for(
                    request.user, organization.memberships.get(), second_factor=request.actor.second_factor
                )
                actions.submit_organization(organization, by=owner, document=document)
                messages.success(request, _("Registered and handed in. You now act for this organisation."))
            return redirect("accounts:organization")
    return render(request, "accounts/organization_new.html", {"form": form})


def own_organization(request: SignedInRequest) -> Organization:
    """The organisation one acts for; else one's suspended one, for which nobody can act. Raises NotFound."""
    own = request.actor.organization_id
    if own is None:
        suspended = Organization.Status.SUSPENDED
        found = [each.organization for each in access.own_memberships(request)]
        own = next((each.pk for each in found if each.status == suspended), None)
    if own is None:
        raise NotFound(_("You act for yourself now. Choose or register an organisation to see its page."))
    return Organization.objects.get(pk=own)


def acting_organization(request: SignedInRequest) -> Organization:
    """The organisation for which the request acts. Raises NotFound for somebody who acts for themselves."""
    if request.actor.organization_id is None:
        raise NotFound(_("You act for yourself now. Choose or register an organisation to see its members."))
    own = request.actor.organization_id
    return next(each.organization for each in access.own_memberships(request) if each.organization_id == own)


@signed_in
def organization(request: SignedInRequest) -> HttpResponse:
    """One's own organisation: its standing in words, what to do next, papers and entries."""
    return _page(request, own_organization(request), PaperForm())


def _page(request: SignedInRequest, found: Organization, paper: PaperForm) -> HttpResponse:
    actor = request.actor
    papers = Evidence.objects.visible_to(actor).filter(pk__in=cases.papers_of(found).values("pk")).order_by("-pk")
    entries: list[tuple[str, Any]] = [
        (_("Kind"), found.get_kind_display()),
        (_("Registered name"), found.name),
        (_("Name in English"), found.name_en),
        (_("Unified social credit code"), found.uscc),
        (_("County or district"), region_name(found.region) if found.region else ""),
        (_("Introduction"), found.introduction),
        (_("Introduction in English"), found.introduction_en),
    ]
    standing = standing_of(found)
    context = {
        "organization": found,
        "standing": standing,
        "papers": list(papers),
        "entries": [{"name": name, "value": value} for name, value in entries if value],
        "former_names": list(found.former_names.order_by("-valid_to", "-pk")),
        "can_edit": access.can_edit_organization(actor, found),
        "can_submit": standing.can_hand_in and access.can_submit_organization(actor, found),
        "can_add": access.can_add_evidence(actor, found),
        "paper": paper,
    }
    return render(request, "accounts/organization.html", context, status=422 if paper.errors else 200)


@signed_in
@require_POST
def hand_in(request: SignedInRequest) -> HttpResponse:
    """Hand the entries and papers to the staff, or only keep one more paper."""
    found = acting_organization(request)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    document = form.cleaned_data["document"]
    try:
        if "keep" in request.POST:
            if document is None:
                raise InvalidInput({"document": _("Choose a file.")})
            actions.add_evidence(found, by=request.actor, document=document, purpose=Evidence.Purpose.IDENTITY)
            messages.success(request, _("The paper is kept."))
        else:
            actions.submit_organization(found, by=request.actor, document=document)
            messages.success(request, _("Handed in. We write to you as soon as it is decided."))
    except InvalidInput as error:
        take_refusal(form, error)
        return _page(request, found, form)
    return redirect("accounts:organization")


@signed_in
@require_POST
def remove_paper(request: SignedInRequest, ref: str) -> HttpResponse:
    """Take back a paper on which nothing stands yet."""
    paper = get_object_or_404(Evidence.objects.visible_to(request.actor), ref=ref)
    actions.remove_evidence(paper, by=request.actor)
    messages.success(request, _("The paper has been removed."))
    return redirect("accounts:organization")


@signed_in
def edit(request: SignedInRequest) -> HttpResponse:
    """Change the entries; name, code and kind of a verified organisation go back to the staff."""
    found = acting_organization(request)
    require(access.can_edit_organization(request.actor, found), request.actor)
    form = EditOrganizationForm(request.POST or None, request.FILES or None, organization=found)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.edit_organization(found, by=request.actor, **form.changes())
        except InvalidInput as error:
            take_refusal(form, error)
        else:
            sent = changed.status == Organization.Status.UNDER_REVIEW
            messages.success(request, _("Saved. Our staff check the new entries.") if sent else _("Saved."))
            return redirect("accounts:organization")
    context = {"form": form, "organization": found}
    return render(request, "accounts/organization_edit.html", context, status=422 if form.errors else 200)


@signed_in
def acting(request: SignedInRequest) -> HttpResponse:
    """Choose openly for which organisation to act, or only for oneself."""
    if request.method == "POST":
        access.choose_acting(request, request.POST.get("organization", ""))
        following = request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure()):
            return HttpResponseRedirect(following)
        return redirect("portal:dashboard")
    return render(request, "accounts/acting.html", {"memberships": access.own_memberships(request)})
