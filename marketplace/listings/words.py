"""What lists and pages say about an offer in words: price, modes, maturity."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import Money, format_money, format_range
from marketplace.rights.models import Right
from marketplace.rights.words import STATE_MARKS, state_of

from .models import Listing, ListingStatus, ListingTerm, Mode, PriceKind

STATE_MARKS[ListingStatus.RESERVED] = ("amber", _("Reserved"))


def price_words(kind: str, amount: int | None, amount_to: int | None = None, currency: str = "CNY") -> str:
    """A price as a row shows it."""
    if kind == PriceKind.NEGOTIABLE:
        return gettext("Negotiable")
    if kind == PriceKind.ON_REQUEST or amount is None:
        return gettext("On request")
    language = get_language() or "zh"
    low = Money(amount, currency)
    if kind == PriceKind.RANGE and amount_to is not None:
        return format_range(low, Money(amount_to, currency), language)
    return format_money(low, language)


def term_words(term: ListingTerm, currency: str) -> str:
    """What one mode costs: "8 万元 a year + 3%"; words where nothing is fixed."""
    parts = []
    if term.price_kind in (PriceKind.FIXED, PriceKind.RANGE) and term.amount is not None:
        price = price_words(term.price_kind, term.amount, term.amount_to, currency)
        parts.append(gettext("%(price)s a year") % {"price": price} if term.is_yearly else price)
    if term.royalty_bp:
        parts.append(gettext("%(share)s%% of sales") % {"share": f"{term.royalty_bp / 100:g}"})
    return " + ".join(parts) or price_words(term.price_kind, None)


def modes_words(modes: Iterable[str]) -> str:
    return " · ".join(str(Mode(mode).label) for mode in modes)


def state_code(listing: Listing, right: Right) -> str:
    """The code of a listing's most telling state: the register's burdens first, then the offer's own."""
    code = state_of(right)
    if code == right.status and listing.status == ListingStatus.RESERVED:
        return ListingStatus.RESERVED
    return code


def maturity_words(level: int | None) -> str:
    """Technology readiness (GB/T 22900-2022, nine levels) as the trade names it."""
    names = (
        gettext("principle observed"),
        gettext("concept formed"),
        gettext("proven in the laboratory"),
        gettext("laboratory sample"),
        gettext("tested in a similar environment"),
        gettext("prototype shown"),
        gettext("trial production"),
        gettext("ready for production"),
        gettext("in series production"),
    )
    return f"{level} · {names[level - 1]}" if level is not None and 1 <= level <= len(names) else ""
