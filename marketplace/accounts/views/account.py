"""The copy of one's own data, and closing one's account."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marketplace.accounts import actions
from marketplace.accounts.access import SignedInRequest, before_terms, own_eyes_only
from marketplace.accounts.forms import CloseAccountForm
from marketplace.accounts.models import AccountExport
from marketplace.core import clock, limits
from marketplace.core.access import signed_in
from marketplace.core.downloads import attachment
from marketplace.core.errors import Conflict


@signed_in
@own_eyes_only
@before_terms
def data(request: SignedInRequest) -> HttpResponse:
    """Ask for a copy of everything held about oneself; one at a time, and for a short time."""
    if request.method == "POST":
        limits.consume("account_export", str(request.user.pk), most=5, per=timedelta(days=1))
        try:
            actions.request_export(request.user, by=request.actor)
        except Conflict as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Asked for. We write to you as soon as it is ready."))
        return redirect("accounts:account_data")
    export = AccountExport.objects.filter(user=request.user).first()
    is_over = export is not None and export.expires_at is not None and export.expires_at <= clock.now()
    return render(request, "accounts/data.html", {"export": None if is_over else export})


@signed_in
@own_eyes_only
@before_terms
def download(request: SignedInRequest) -> HttpResponseBase:
    """One's own copy, until it expires."""
    export = AccountExport.objects.filter(user=request.user, expires_at__gt=clock.now()).first()
    if export is None:
        raise Http404
    return attachment(export.file, title="zhirong-data.zip", media_type="application/zip")


@signed_in
@own_eyes_only
@before_terms
def delete(request: SignedInRequest) -> HttpResponse:
    """What closing means; the password or a code once more, then it is done."""
    form = CloseAccountForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST":
        limits.consume("close_account", str(request.user.pk), most=5, per=timedelta(minutes=15))
        if form.is_valid():
            try:
                actions.close_account(request.user, by=request.actor)
            except Conflict as refusal:
                form.add_error(None, str(refusal))
            else:
                logout(request)
                messages.success(request, _("Your account is closed and your data are erased."))
                return redirect("portal:home")
    return render(request, "accounts/delete.html", {"form": form}, status=422 if form.errors else 200)
