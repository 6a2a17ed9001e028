"""A listing in words for its holder's preview and for moderators, beside what the register says."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.rights.facts import Fact, facts_of
from marketplace.rights.models import Right
from marketplace.rights.words import right_words

from .models import Listing
from .pictures import shown_picture
from .regions import region_name
from .words import maturity_words, price_words, term_words

STATED = ("status", "burdens")


def fact_rows(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """Register facts as `components/register.html` takes them."""
    rows = []
    for fact in facts:
        value = " ".join(part for part in (fact.value, fact.note) if part)
        row: dict[str, Any] = {"name": fact.label, "value": value, "source": fact.source, "day": fact.as_of}
        if fact.name in STATED:
            row |= {"kind": fact.mark, "label": fact.value, "value": fact.note}
        rows.append(row)
    return rows


def right_card(right: Right) -> dict[str, Any]:
    """A right as `components/proof_card.html` takes it."""
    return {
        "right": right,
        "title": right.title,
        "words": right_words(right.kind, right.main_class),
        "rows": fact_rows(facts_of(right)),
    }


def preview_context(listing: Listing) -> dict[str, Any]:
    """Everything the preview shows; statements do not grow with rows."""
    language = get_language() or ""
    rights = [item.right for item in listing.items.select_related("right").order_by("position", "pk")]
    terms = list(listing.terms.order_by("position", "pk"))
    rows = [{"name": term.get_mode_display(), "value": term_words(term, listing.currency)} for term in terms[1:]]
    if listing.maturity:
        rows.append({"name": _("Technology readiness"), "value": maturity_words(listing.maturity)})
    if listing.industry:
        name = listing.industry.name_en if language == "en" else listing.industry.name
        rows.append({"name": _("Industry"), "value": name})
    if listing.region:
        rows.append({"name": _("County or district"), "value": region_name(listing.region)})
    return {
        "title": listing.text("title", language),
        "benefit": listing.text("benefit", language),
        "sections": [
            {"title": title, "text": text}
            for title, text in (
                (_("Problem solved"), listing.text("problem", language)),
                (_("Applications"), listing.text("applications", language)),
            )
            if text
        ],
        "pictures": [shown_picture(row, language) for row in listing.pictures.order_by("position", "pk")],
        "cards": [right_card(right) for right in rights],
        "price_label": terms[0].get_mode_display() if terms else "",
        "price": price_words(listing.price_kind, listing.price_amount, listing.price_to_amount, listing.currency),
        "term_rows": rows,
    }
