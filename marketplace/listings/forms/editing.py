"""Everything a listing says, on one page: texts, maturity, place, price and the terms of each mode."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.core.forms import AmountField, PercentField, plain_amount
from marketplace.core.regions import REGIONS, region_name

from ..models import Industry, Listing, ListingTerm, Mode, PriceKind
from ..words import maturity_words
from .posting import clean_modes
from .pricing import PriceFields, settle_amounts

TEXTS = ("title", "title_en", "benefit", "benefit_en", "problem", "problem_en", "applications", "applications_en")
LICENCES = (Mode.EXCLUSIVE_LICENCE, Mode.SOLE_LICENCE, Mode.ORDINARY_LICENCE, Mode.OPEN_LICENCE)
AS_ABOVE = ""
TERM_PARTS = ("price_kind", "amount", "amount_to", "is_yearly", "royalty")


def maturity_choices() -> list[tuple[str, Any]]:
    return [("", _("Not said")), *((str(level), maturity_words(level)) for level in range(1, 10))]


def region_choices() -> list[tuple[str, Any]]:
    return [("", _("Not said")), *((code, region_name(code)) for code in REGIONS)]


def _text(label: Any, longest: int, *, rows: int = 0, help_text: Any = "", **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    options.setdefault("required", False)
    return forms.CharField(label=label, max_length=longest, widget=widget, help_text=help_text, **options)


class IndustryField(forms.ModelChoiceField):
    """The city's industry chain in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.name_en if get_language() == "en" else obj.name


@dataclass(frozen=True)
class TermGroup:
    """The fields of one mode's own terms; open where something is entered or wrong."""

    mode: str
    label: str
    fields: tuple[BoundField, ...]
    is_open: bool


class EditForm(PriceFields):
    """A listing as its holder edits it. `version` is the one this page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = _text(
        _("Title"), 200, required=True, help_text=_("What it is, in the words a buyer would search for."),
        error_messages={"required": _("Give the listing a title.")},
    )  # fmt: skip
    benefit = _text(
        _("Benefit in one sentence"), 200, help_text=_("What a buyer gains: faster, cheaper, safer, by how much.")
    )
    problem = _text(_("Problem solved"), 4000, rows=4, help_text=_("How it is done today, and what goes wrong."))
    applications = _text(_("Applications"), 4000, rows=3, help_text=_("Products, plants and processes it fits."))
    maturity = forms.TypedChoiceField(
        label=_("Technology readiness"), choices=maturity_choices, coerce=int, empty_value=None, required=False
    )
    industry = IndustryField(
        label=_("Industry"), queryset=Industry.objects.none(), required=False, empty_label=_("Not said")
    )
    region = forms.ChoiceField(label=_("County or district"), choices=region_choices, required=False)
    modes = forms.MultipleChoiceField(
        label=_("Offered for"), choices=Mode.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    title_en = _text(_("Title in English"), 300)
    benefit_en = _text(_("Benefit in English"), 300)
    problem_en = _text(_("Problem solved, in English"), 6000, rows=3)
    applications_en = _text(_("Applications in English"), 6000, rows=3)

    field_order = ["version", "title", "benefit", "problem", "applications", "maturity", "industry", "region", "modes"]

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any) -> None:
        self.listing = listing
        self.stored_terms = {term.mode: term for term in listing.terms.all()}
        kwargs["initial"] = {**self._stored(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        active = Industry.objects.filter(is_active=True)
        self.fields["industry"].queryset = active.order_by("position", "pk")  # type: ignore[attr-defined]
        for mode in Mode.values:
            self.fields.update(_term_fields(mode))

    def _stored(self) -> dict[str, Any]:
        listing = self.listing
        stored: dict[str, Any] = {name: getattr(listing, name) for name in (*TEXTS, "region", "price_kind", "currency")}
        stored |= {
            "version": listing.version,
            "maturity": listing.maturity,
            "industry": listing.industry_id,
            "modes": [mode for mode in Mode.values if mode in self.stored_terms],
            "price_amount": plain_amount(listing.price_amount, listing.currency),
            "price_to_amount": plain_amount(listing.price_to_amount, listing.currency),
        }
        for mode in Mode.values:
            stored |= {f"{mode}_{name}": value for name, value in self._stored_term(mode).items()}
        return stored

    def _stored_term(self, mode: str) -> dict[str, Any]:
        term = self.stored_terms.get(mode)
        if term is None:
            return {"price_kind": PriceKind.NEGOTIABLE}
        currency = self.listing.currency
        own = term.position > 0 and not _is_headline(term, self.listing)
        return {
            "price_kind": term.price_kind if own else AS_ABOVE,
            "amount": plain_amount(term.amount, currency) if own else "",
            "amount_to": plain_amount(term.amount_to, currency) if own else "",
            "is_yearly": term.is_yearly,
            "royalty": f"{term.royalty_bp / 100:g}" if term.royalty_bp else "",
        }

    def clean_modes(self) -> list[str]:
        return clean_modes(self, self.cleaned_data["modes"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for mode in data.get("modes", []):
            kind = data.get(f"{mode}_price_kind") or None
            low, high = settle_amounts(self, kind, f"{mode}_amount", f"{mode}_amount_to")
            data[f"{mode}_amount"], data[f"{mode}_amount_to"] = low, high
        self._refuse_second_headline(data)
        return data

    def _refuse_second_headline(self, data: dict[str, Any]) -> None:
        """The first mode carries the headline price; another figure typed for it must not vanish silently."""
        first = next(iter(data.get("modes", [])), None)
        typed = data.get(f"{first}_amount") if first else None
        if typed is not None and typed != data.get("price_amount"):
            self.add_error(f"{first}_amount", _("The first mode is offered at the price above. Enter its price there."))

    def changes(self) -> dict[str, Any]:
        """What `edit_listing` takes, terms apart."""
        names = (*TEXTS, "region", "maturity", "industry", "price_kind", "price_amount", "price_to_amount", "currency")
        return {name: self.cleaned_data[name] for name in names}

    def terms(self) -> list[dict[str, Any]]:
        """The chosen modes with their prices; the first one carries the headline price."""
        data = self.cleaned_data
        terms = []
        for position, mode in enumerate(data["modes"]):
            own = data[f"{mode}_price_kind"] if position else AS_ABOVE
            terms.append(
                {
                    "mode": mode,
                    "price_kind": own or data["price_kind"],
                    "amount": data[f"{mode}_amount"] if own else data["price_amount"],
                    "amount_to": data[f"{mode}_amount_to"] if own else data["price_to_amount"],
                    "is_yearly": bool(data.get(f"{mode}_is_yearly")),
                    "royalty_bp": data[f"{mode}_royalty"],
                }
            )
        return terms

    def term_groups(self) -> Iterator[TermGroup]:
        """The modes' own fields, for the page."""
        chosen = self["modes"].value() or []
        for position, mode in enumerate(sorted(Mode.values, key=lambda each: each not in chosen)):
            fields = tuple(self[f"{mode}_{name}"] for name in TERM_PARTS if f"{mode}_{name}" in self.fields)
            is_open = any(field.errors for field in fields) or (mode in chosen and position > 0)
            yield TermGroup(mode, str(Mode(mode).label), fields, is_open)

    def main_fields(self) -> list[BoundField]:
        names = ("title", "benefit", "problem", "applications", "maturity", "industry", "region")
        return [self[name] for name in names]

    def english_fields(self) -> list[BoundField]:
        return [self[name] for name in TEXTS if name.endswith("_en")]


def _term_fields(mode: str) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        f"{mode}_price_kind": forms.ChoiceField(
            label=_("Price in this mode"), required=False, choices=[(AS_ABOVE, _("As above")), *PriceKind.choices]
        ),
        f"{mode}_amount": AmountField(label=_("Amount"), required=False),
        f"{mode}_amount_to": AmountField(label=_("Up to"), required=False),
    }
    if mode in LICENCES:
        fields[f"{mode}_is_yearly"] = forms.BooleanField(label=_("For each year"), required=False)
    fields[f"{mode}_royalty"] = PercentField(
        label=_("Share of sales"), help_text=_("In percent, such as 3."), required=False
    )
    return fields


def _is_headline(term: ListingTerm, listing: Listing) -> bool:
    own = (term.price_kind, term.amount, term.amount_to)
    return own == (listing.price_kind, listing.price_amount, listing.price_to_amount)
