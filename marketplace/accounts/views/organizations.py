"""Registering an organisation, and choosing for whom one acts."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from marketplace.accounts import access, actions
from marketplace.accounts.access import SignedInRequest
from marketplace.accounts.forms import OrganizationForm
from marketplace.core.access import signed_in
from marketplace.core.errors import InvalidInput
from marketplace.core.forms import take_refusal


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Register an organisation and act for it at once."""
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organization = actions.register_organization(request.user, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            take_refusal(form, error)
        else:
            access.choose_acting(request, organization.ref)
            messages.success(request, _("Registered. You now act for this organisation."))
            return redirect("accounts:members")
    return render(request, "accounts/organization_new.html", {"form": form})


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
