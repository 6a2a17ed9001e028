"""From a number to a draft: at most three things to enter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.rights.identifiers import Identifier
from marketplace.rights.models import RightKind

from ..models import Mode
from .pricing import PriceFields

PATENT_KINDS = (RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN)


def clean_modes(form: forms.Form, modes: list[str]) -> list[str]:
    """Modes in the order of the trade. Patent Law 51: no exclusive or sole licence beside an open one."""
    if Mode.OPEN_LICENCE in modes and {Mode.EXCLUSIVE_LICENCE, Mode.SOLE_LICENCE} & set(modes):
        form.add_error("modes", _("An open licence excludes exclusive and sole licences (Patent Law 51)."))
    return [mode for mode in Mode.values if mode in modes]


class NumberForm(forms.Form):
    """The one box with which posting begins."""

    number = forms.CharField(
        label=_("Patent or trademark number"),
        help_text=_("Any spelling, such as ZL 2014 1 0264351.3 or CN104028716A. Words of the title work too."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter a number.")},
    )


class DraftForm(PriceFields):
    """How a right is offered: enough for a draft."""

    modes = forms.MultipleChoiceField(
        label=_("Offered for"),
        choices=Mode.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one mode: sale, licence or equity.")},
    )
    field_order = ["modes", "price_kind", "price_amount", "price_to_amount", "currency"]

    def clean_modes(self) -> list[str]:
        return clean_modes(self, self.cleaned_data["modes"])

    def fields_of_listing(self) -> dict[str, Any]:
        """The price as `create_listing` takes it."""
        return {name: self.cleaned_data[name] for name in ("price_kind", "price_amount", "price_to_amount", "currency")}


class DeclareForm(forms.Form):
    """What a holder says of a right that our register data does not hold yet."""

    right_title = forms.CharField(
        label=_("Title of the right"),
        help_text=_("As the certificate has it."),
        max_length=500,
        error_messages={"required": _("Enter the title as the certificate has it.")},
    )
    right_kind = forms.ChoiceField(label=_("Kind of right"), choices=RightKind.choices)
    right_owner = forms.CharField(
        label=_("Owner on the certificate"),
        max_length=300,
        error_messages={"required": _("Enter the owner as the certificate names it.")},
    )

    def __init__(self, *args: Any, number: Identifier, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right_owner"].initial = owner
        kinds = self.fields["right_kind"]
        allowed = _kinds_of(number)
        kinds.choices = [(kind, label) for kind, label in RightKind.choices if kind in allowed]  # type: ignore[attr-defined]
        if len(allowed) == 1:
            # The number says it already: one thing less to enter.
            kinds.required, kinds.initial, kinds.widget = False, allowed[0], forms.HiddenInput()
        self.allowed = allowed

    def clean_right_kind(self) -> str:
        return str(self.cleaned_data.get("right_kind") or self.allowed[0])


def _kinds_of(number: Identifier) -> list[str]:
    if number.kind in RightKind.values:
        return [str(number.kind)]
    return [RightKind.TRADEMARK] if number.family == "trademark" else list(PATENT_KINDS)
