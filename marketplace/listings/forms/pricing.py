"""The price of an offer as it is typed: kind, figures in any spelling, currency."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.core.forms import AmountField
from marketplace.core.money import CURRENCY_NAMES_ZH, EXPONENTS
from marketplace.core.money_refusals import money_sentence
from marketplace.core.money_text import InvalidMoney, parse_money

from ..models import PriceKind

AMOUNT_HELP = _("For example 480,000 or 48 万.")


def currency_choices() -> list[tuple[str, str]]:
    """Codes with the words of the trade: CNY in English, 元 in Chinese."""
    if get_language() == "en":
        return [(code, code) for code in EXPONENTS]
    return [(code, CURRENCY_NAMES_ZH[code]) for code in EXPONENTS]


class PriceFields(forms.Form):
    """The headline price; `cleaned_data` holds minor units afterwards."""

    price_kind = forms.ChoiceField(
        label=pgettext_lazy("field", "Price"),
        choices=PriceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the price is set.")},
    )
    price_amount = AmountField(label=_("Amount"), help_text=AMOUNT_HELP, required=False)
    price_to_amount = AmountField(label=_("Up to"), help_text=_("Only for a price from-to."), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices, initial="CNY", required=False)

    def clean_currency(self) -> str:
        return self.cleaned_data.get("currency") or "CNY"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = settle_amounts(self, data.get("price_kind"), "price_amount", "price_to_amount")
        data["price_amount"], data["price_to_amount"] = low, high
        return data


def settle_amounts(form: forms.Form, kind: str | None, low_name: str, high_name: str) -> tuple[int | None, int | None]:
    """The two amounts in minor units as their kind of price wants them; what is wrong stands beside its field."""
    if kind not in (PriceKind.FIXED, PriceKind.RANGE):
        return None, None
    low = _minor(form, low_name)
    high = _minor(form, high_name) if kind == PriceKind.RANGE else None
    if low is None and low_name not in form.errors:
        form.add_error(low_name, _("Enter the price, or choose negotiable or on request."))
    elif low is not None and low <= 0:
        form.add_error(low_name, _("A price is above zero."))
    if kind == PriceKind.FIXED:
        return low, None
    if high is None and high_name not in form.errors:
        form.add_error(high_name, _("Enter the upper price, or choose a fixed price."))
    elif low is not None and high is not None and high <= low:
        form.add_error(high_name, _("The upper price must be above the lower one."))
    return low, high


def _minor(form: forms.Form, name: str) -> int | None:
    """The amount of a field in the chosen currency; a currency named beside the figure must be the chosen one."""
    text = form.cleaned_data.get(name)
    if not text:
        return None
    currency = form.cleaned_data.get("currency") or "CNY"
    try:
        money = parse_money(text, currency)
    except InvalidMoney as error:
        form.add_error(name, money_sentence(error))
        return None
    if money.currency != currency:
        form.add_error(name, _("The figure names another currency than the one chosen."))
        return None
    return money.amount
