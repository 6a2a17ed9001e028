"""Fields that read what people type, and showing an action's refusal in its form, so that nothing typed is lost."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from .errors import DomainError
from .money import EXPONENTS

SIZES = {
    "": 1, "千": 10**3, "k": 10**3, "thousand": 10**3, "万": 10**4, "萬": 10**4, "wan": 10**4, "百万": 10**6, "m": 10**6,
    "million": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8, "yi": 10**8, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
CURRENCY_SIGNS = re.compile(r"人民币|美元|欧元|港元|英镑|日元|[¥$€£元圆]|rmb|cny|usd|eur|hkd|gbp|jpy", re.IGNORECASE)
AMOUNT = re.compile(r"([0-9]+(?:,[0-9]{3,4})*(?:\.[0-9]+)?|\.[0-9]+)([a-z\u4e00-\u9fff]*)", re.IGNORECASE)
MOST_DIGITS = 13


def take_refusal(form: BaseForm, error: DomainError) -> None:
    """Put the sentences of a refusal beside their fields, or above the form where it has no such field."""
    fields = getattr(error, "fields", {})
    for name, sentence in fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    if not fields:
        form.add_error(None, str(error))


def read_amount(text: str) -> Decimal | None:
    """The number in major units that a typed price means: 48 万, ４８０，０００ 元, CNY 480k; None where it means none."""
    folded = unicodedata.normalize("NFKC", text).replace("，", ",").lower()
    found = AMOUNT.fullmatch(CURRENCY_SIGNS.sub("", "".join(folded.split())))
    if not found or found[2] not in SIZES:
        return None
    amount = Decimal(found[1].replace(",", "")) * SIZES[found[2]]
    return amount if amount < Decimal(10) ** MOST_DIGITS else None


def to_minor(amount: Decimal, currency: str) -> int | None:
    """Whole minor units of a currency, or None where the amount has more decimals than the currency."""
    minor = amount.scaleb(EXPONENTS[currency])
    return int(minor) if minor == minor.to_integral_value() else None


def plain_amount(minor: int | None, currency: str) -> str:
    """An amount as an editor meets it again: 480,000 or 1,234.50."""
    if minor is None:
        return ""
    places = EXPONENTS[currency]
    whole, rest = divmod(minor, 10**places)
    return f"{whole:,}.{rest:0{places}d}" if rest else f"{whole:,}"


class AmountField(forms.CharField):
    """A price in any spelling of the trade; cleans to major units, which the form turns into minor ones."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        amount = read_amount(text)
        if amount is None:
            raise forms.ValidationError(_("Write the amount as a figure, such as 480,000 or 48 万."), code="amount")
        return amount


class PercentField(forms.CharField):
    """A share such as 3, 3% or 2.5 %; cleans to basis points."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        folded = unicodedata.normalize("NFKC", text).replace("%", "").strip()
        points = Decimal(folded) * 100 if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", folded) else None
        if points is None or not 0 < points <= 10_000:
            raise forms.ValidationError(_("Write a share between 0 and 100, such as 3 or 2.5."), code="share")
        return int(points)
