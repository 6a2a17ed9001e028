"""Second factors: setting one up counts for the session that did it, and giving up the last one ends the others."""

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.http import HttpResponse

from marketplace.accounts.access import SignedInRequest, has_factor


def raise_session(request: SignedInRequest, kind: str) -> None:
    """The person has just proved the factor they set up, so this session need not ask for it again."""
    newest = Authenticator.objects.filter(user=request.user, type=kind).order_by("-pk").first()
    if newest is not None:
        record_authentication(request, request.user, "mfa", id=newest.pk, type=kind)


def lower_sessions(request: SignedInRequest) -> None:
    """Without any factor left, this session loses its mark and every other one ends."""
    if has_factor(request.user):
        return
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [item for item in records if item.get("method") != "mfa"]
    for session in UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key):
        session.end()


class ActivateTotp(ActivateTOTPView):
    """Set up an authenticator app."""

    request: SignedInRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        raise_session(self.request, Authenticator.Type.TOTP)
        return response


class DeactivateTotp(DeactivateTOTPView):
    """Give up the authenticator app."""

    request: SignedInRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        lower_sessions(self.request)
        return response


class AddPasskey(AddWebAuthnView):
    """Set up a passkey."""

    request: SignedInRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        raise_session(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskey(RemoveWebAuthnView):
    """Give up a passkey."""

    request: SignedInRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        lower_sessions(self.request)
        return response
