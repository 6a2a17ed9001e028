"""What we change in allauth: its mail goes through the outbox, its sentences are ours, and factors lead the way in."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import clock

from .access import belongs_where_factor_is_needed, has_factor
from .emails import queue_mail
from .models import User
from .sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account has been closed."),
        "duplicate_email": gettext_lazy("This is your present address already."),
        "email_password_mismatch": gettext_lazy("E-mail and password do not match. Check both, or reset the password."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "incorrect_code": gettext_lazy("This code is wrong or no longer valid. Wait for the next one and enter it."),
        "invalid_password_reset": gettext_lazy("This link has been used or has expired. Ask for a new one."),
        "same_as_current": gettext_lazy("This is your present address already."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait a few minutes, then try again."),
        "rate_limited": gettext_lazy("Too many attempts. Wait a few minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        queue_mail(template_prefix, email, context, request=allauth_context.request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk, in the person's own language."""
        with translation.override(request.user.language):  # type: ignore[union-attr]
            return reverse(settings.LOGIN_REDIRECT_URL)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        if self.request.user.is_authenticated:
            return self.get_login_redirect_url(self.request)
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago need not prove it again."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return clock.now().timestamp() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Lead people whose organisation asks for a second factor to setting one up."""
        response = super().post_login(request, user, **kwargs)
        if belongs_where_factor_is_needed(user) and not has_factor(user):
            following = urlencode({"next": response.headers.get("Location", "")})
            return HttpResponseRedirect(f"{reverse('mfa_index')}?{following}")
        return response


class MfaAdapter(DefaultMFAAdapter):
    """Second factors: secrets are sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": gettext_lazy("Turn two-step sign-in off before you change the e-mail address."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an authenticator app or a passkey first."),
        "incorrect_code": gettext_lazy("This code is wrong or no longer valid. Wait for the next one and enter it."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first; we have sent you a link."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return settings.SITE["name_en" if translation.get_language() == "en" else "name"]

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}
