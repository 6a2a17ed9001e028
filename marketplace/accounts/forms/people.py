"""Forms of signing up and in, and of one's own account."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import Actor

from .. import legal
from ..actions.legal import accept_legal
from ..models import User
from ..notices import TOPICS

PASSWORD_HELP = _("At least 10 characters. Not a common word, and not like your name or address.")
CODE_HELP = _("Six digits from your authenticator app, or one of your recovery codes.")
LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("Password again"),
    "oldpassword": _("Present password"),
    "remember": _("Stay signed in on this device"),
    "code": _("Code"),
    "name": _("Name of the passkey"),
    "passwordless": _("Sign in with this passkey alone, without a password"),
}
HELP = {"password1": PASSWORD_HELP}


class Plain:
    """Our own labels and help on allauth's forms; no placeholders, which vanish when somebody types."""

    help: dict[str, Any] = {}
    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, LABELS.get(name, field.label))
            field.help_text = self.help.get(name, HELP.get(name, ""))


class SignupForm(Plain, account.SignupForm):
    """Name, e-mail and password; the language is that of the page."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    terms = forms.BooleanField(label=_("I accept the terms of use and have read the privacy notice"))
    field_order = ("full_name", "email", "password1", "password2", "terms")
    help = {"email": _("We send a link to this address to make sure that it is yours.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].help_text = format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("portal:terms"), _("Terms of use"), reverse("portal:privacy"), _("Privacy notice"),
        )  # fmt: skip
        self.fields["terms"].error_messages["required"] = _("Without this we can't open an account.")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the user is saved."""
        user.full_name = " ".join(self.cleaned_data["full_name"].split())
        user.language = "en" if get_language() == "en" else "zh-hans"
        user.save(update_fields=["full_name", "language"])
        accept_legal(
            user,
            by=Actor(kind="person", user_id=user.pk),
            versions={text.kind: text.version for text in legal.in_force()},
        )


class LoginForm(Plain, account.LoginForm):
    """E-mail and password."""


class AddEmailForm(Plain, account.AddEmailForm):
    """A new address."""

    labels = {"email": _("New e-mail")}
    help = {"email": _("It replaces the present one as soon as you have opened the link that we send to it.")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The present password and a new one."""

    labels = {"password1": _("New password"), "password2": _("New password again")}


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password, for people who came without one."""


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """Where to send the link."""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """A new password after the link."""

    labels = {"password1": _("New password"), "password2": _("New password again")}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password once more."""


class CodeForm(Plain, factor.AuthenticateForm):
    """The second step of signing in."""

    help = {"code": CODE_HELP}


class CodeAgainForm(Plain, factor.ReauthenticateForm):
    """The code once more."""

    help = {"code": CODE_HELP}


class ActivateTotpForm(Plain, totp.ActivateTOTPForm):
    """Proof that the app has the secret."""

    labels = {"code": _("Code from the app")}
    help = {"code": _("Six digits; a new code comes every thirty seconds.")}


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    """A passkey's name and what it may do; the credential comes from the browser."""

    help = {"passwordless": _("The device then asks for your fingerprint, your face or its own PIN.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""


class ProfileForm(forms.ModelForm):
    """One's own name and language."""

    class Meta:
        model = User
        fields = ("full_name", "language")
        widgets = {"language": forms.RadioSelect, "full_name": forms.TextInput(attrs={"autocomplete": "name"})}
        labels = {"full_name": _("Your name"), "language": _("Language")}
        help_texts = {"language": _("We write to you in this language.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True


class NotificationForm(forms.Form):
    """One box for each optional topic, ticked where mail is wanted."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(user.notification_preferences.values_list("topic", "is_on"))
        for topic in TOPICS.values():
            if topic.is_optional:
                self.fields[topic.key] = forms.BooleanField(
                    label=str(topic.label),
                    help_text=str(topic.help),
                    required=False,
                    initial=chosen.get(topic.key, True),
                )

    def choices(self) -> dict[str, bool]:
        """Topic to choice, as `choose_notifications` takes it."""
        return {key: bool(self.cleaned_data[key]) for key in self.fields}


class CloseAccountForm(forms.Form):
    """Proof that it is the person: the password, or a code of the second step."""

    proof = forms.CharField(
        label=_("Password, or a code of your second step"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_proof(self) -> str:
        proof: str = self.cleaned_data["proof"]
        if self.user.check_password(proof):
            return proof
        if CodeAgainForm(data={"code": proof}, user=self.user).is_valid():
            return proof
        raise forms.ValidationError(_("This is neither your password nor a valid code."), code="proof")


class ViewAsForm(forms.Form):
    """As whom staff look, and why."""

    email = forms.EmailField(label=_("E-mail of the person"))
    reason = forms.CharField(
        label=_("Reason"), help_text=_("The person reads it under My account."), min_length=5, max_length=300
    )
