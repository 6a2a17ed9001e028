"""Asking once for a new version of the terms or the privacy notice."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.accounts import actions, legal
from marketplace.accounts.access import SignedInRequest, before_terms
from marketplace.core.access import signed_in


@signed_in
@before_terms
def accept(request: SignedInRequest) -> HttpResponse:
    """What changed, and accept, sign out or close the account; then on to where one was going."""
    following = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure()):
        following = ""
    if request.method == "POST":
        versions = {kind: request.POST[kind] for kind in legal.KINDS.values if kind in request.POST}
        actions.accept_legal(request.user, by=request.actor, versions=versions)
    texts = legal.open_for(request.user)
    if not texts:
        return redirect(following or settings.LOGIN_REDIRECT_URL)
    is_first = not request.user.legal_acceptances.exists()
    return render(request, "accounts/legal.html", {"texts": texts, "next": following, "is_first": is_first})
