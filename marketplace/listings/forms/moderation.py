"""What a moderator decides: approve on evidence, or return with a reason beside each field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# The parts of a listing that can be sent back, in the order of the page. `rights` is also the proof of ownership.
RETURNABLE: dict[str, Any] = {
    "title": _("Title"),
    "benefit": _("Benefit in one sentence"),
    "problem": _("Problem solved"),
    "applications": _("Applications"),
    "maturity": _("Technology readiness"),
    "industry": _("Industry"),
    "modes": _("Offered for"),
    "price_kind": _("Price"),
    "pictures": _("Pictures"),
    "documents": _("Documents"),
    "rights": _("Rights and proof of ownership"),
}


class ApproveForm(forms.Form):
    """The evidence a moderator saw where the register alone proves nothing."""

    ownership_source = forms.CharField(
        label=_("Document that proves ownership"),
        help_text=_("Needed where the register does not name the organisation, such as certificate no. 4153071."),
        max_length=120,
        required=False,
    )


class ReturnForm(forms.Form):
    """A reason for each part that needs another look; at least one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in RETURNABLE.items():
            self.fields[f"reason_{name}"] = forms.CharField(
                label=label, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.reasons():
            raise forms.ValidationError(_("Give a reason beside at least one field."))
        return data

    def reasons(self) -> dict[str, str]:
        """Field to reason, as `return_listing` takes it."""
        prefix = "reason_"
        return {name.removeprefix(prefix): text for name, text in self.cleaned_data.items() if text.strip()}
