"""Forms of signing up and of one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """What we ask beside e-mail and password."""

    full_name = forms.CharField(label=_("Your name"), max_length=80)
