"""A listing's page: the entry prepared once for its versions, language and day, and checked at each showing."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.access import Actor
from marketplace.core.memo import Memo
from marketplace.core.money import Money
from marketplace.core.regions import region_name
from marketplace.rights.classification import IPC, parse_symbol
from marketplace.rights.facts import facts_of
from marketplace.rights.identifiers import InvalidIdentifier
from marketplace.rights.models import Right
from marketplace.rights.presentation import citation_rows, event_rows, fact_rows
from marketplace.rights.words import age_words, right_words
from search import cards, lookup
from search.nodes import All, Keyword, Node, Not, Text
from search.nodes import Any as Either
from search.query import parse

from .enquiry_words import response_words
from .models import Listing, ListingDocument, PriceKind
from .page import Versions, read_listing, rights_of, versions_for, versions_of
from .pictures import shown_drawing, shown_picture
from .words import maturity_words, price_words, term_words

KEPT_ENTRIES = 1000
# What is similar changes with other listings: it is looked up again after this.
KEPT_SECONDS = 600.0
MOST_PICTURES = 7
MOST_SIMILAR = 4


@dataclass(frozen=True)
class Entry:
    """What the page shows, ready: the words of its head, and its main part as HTML."""

    ref: str
    title: str
    description: str
    image: str
    html: SafeString
    versions: Versions
    kept_at: float


_entries: Memo[Entry] = Memo(KEPT_ENTRIES)


def entry_for(ref: str, actor: Actor) -> Entry:
    """The entry as it stands. One statement, two where it changed since it was prepared.

    Raises NotFound, NoLongerOffered.
    """
    key = (ref, get_language(), clock.today())
    kept = _entries.find(key)
    if (
        kept is not None
        and time.monotonic() - kept.kept_at < KEPT_SECONDS
        and kept.versions == versions_for(ref, actor)
    ):
        return kept
    return _entries.keep(key, prepare(read_listing(ref, actor)))


def prepare(listing: Listing) -> Entry:
    """The entry of a listing that was read whole, in the active language."""
    language = get_language() or ""
    context = entry_context(listing, clock.today())
    pictures = context["pictures"]
    return Entry(
        ref=listing.ref,
        title=listing.text("title", language),
        description=listing.text("benefit", language),
        image=pictures[0].src if pictures else "",
        html=render_to_string("listings/_entry.html", context),
        versions=versions_of(listing),
        kept_at=time.monotonic(),
    )


def entry_context(listing: Listing, today: date) -> dict[str, Any]:
    """All parts of the entry in the order in which the page shows them."""
    language = get_language() or ""
    rights = rights_of(listing)
    texts = [text for right in rights if (text := getattr(right, "text", None)) is not None]
    age = age_words(listing.verified_on, listing.stale_on, today)
    return {
        "listing": listing,
        "crumbs": _crumbs(listing, rights[0], language),
        "title": listing.text("title", language),
        "benefit": listing.text("benefit", language),
        "pictures": _pictures(listing, rights, language),
        "proofs": [proof_card(right, listing, len(rights), age, today) for right in rights],
        "problem": listing.text("problem", language),
        "applications": listing.text("applications", language),
        "claims": texts[0].claims if texts else [],
        "goods": texts[0].goods if texts else [],
        "abstract": _abstract(texts, language) if texts and not listing.text("problem", language) else "",
        "citations": [citation for text in texts for citation in citation_rows(text.citations)],
        "events": event_rows(rights[0].events.all()),
        "similar": similar_rows(listing, rights, today),
        "documents": [row for row in listing.documents.all() if row.audience == ListingDocument.Audience.PUBLIC],
        "is_english": language == "en",
        **terms_context(listing, bool(age)),
        **contact_context(listing, language),
    }


def _abstract(texts: Iterable[Any], language: str) -> str:
    first = next(iter(texts))
    return (first.abstract_en or first.abstract) if language == "en" else (first.abstract or first.abstract_en)


def _crumbs(listing: Listing, right: Right, language: str) -> list[dict[str, str]]:
    found = reverse("search:search")
    crumbs = [{"label": _("Find"), "url": found}]
    if listing.industry:
        name = listing.industry.name_en if language == "en" else listing.industry.name
        crumbs.append({"label": name, "url": f"{found}?industry={listing.industry.code}"})
    if right.main_class:
        crumbs.append({"label": right.main_class, "url": f"{found}?q={right.main_class.replace(' ', '+')}"})
    return crumbs


def _pictures(listing: Listing, rights: Iterable[Right], language: str) -> list[Any]:
    pictures = [shown_picture(picture, language) for picture in listing.pictures.all()]
    drawings = [shown_drawing(drawing) for right in rights for drawing in right.drawings.all()]
    return [*pictures, *drawings][:MOST_PICTURES]


def proof_card(right: Right, listing: Listing, count: int, age: str, today: date) -> dict[str, Any]:
    """A right as `components/proof_card.html` takes it."""
    numbers = list(right.numbers.all())
    return {
        "right": right,
        "title": right.title if count > 1 else "",
        "number": numbers[0].canonical if numbers else "",
        "words": right_words(right.kind, right.main_class),
        "kind": "jade" if age else "grey",
        "label": age or (_("verification has lapsed") if listing.verified_on else _("not verified yet")),
        "rows": fact_rows(facts_of(right, today=today)),
        "url": reverse("portal:right_detail", args=[right.slug]),
    }


def terms_context(listing: Listing, is_verified: bool) -> dict[str, Any]:
    """The offer as `components/terms.html` takes it."""
    terms = list(listing.terms.all())
    rows = [{"name": term.get_mode_display(), "value": term_words(term, listing.currency)} for term in terms[1:]]
    if listing.maturity:
        rows.append({"name": _("Technology readiness"), "value": maturity_words(listing.maturity)})
    if listing.region:
        rows.append({"name": _("County or district"), "value": region_name(listing.region)})
    has_price = listing.price_kind in (PriceKind.FIXED, PriceKind.RANGE) and listing.price_amount is not None
    return {
        "price_label": terms[0].get_mode_display() if terms else _("Price"),
        "price": price_words(listing.price_kind, listing.price_amount, listing.price_to_amount, listing.currency),
        "price_number": Money(listing.price_amount, listing.currency).major if has_price else "",  # type: ignore[arg-type]
        "term_rows": rows,
        "stamp": is_verified,
        "others": [{"label": _("Print sheet"), "url": reverse("listings:sheet", args=[listing.ref])}],
    }


def contact_context(listing: Listing, language: str) -> dict[str, Any]:
    """Who offers it, and where they are described."""
    organization = listing.organization
    return {
        "organization": organization,
        "organization_name": (organization.name_en or organization.name) if language == "en" else organization.name,
        "organization_url": reverse("portal:organization_detail", args=[organization.ref]),
        "ask_url": reverse("listings:ask", args=[listing.ref]),
        "response_words": response_words(organization),
    }


def similar_rows(listing: Listing, rights: Iterable[Right], today: date) -> SafeString:
    """Other offers of the same subclass or with words of the title, by the index."""
    words = parse(f"{listing.title} {listing.title_en}"[:200]).tree
    parts: list[Node] = [Keyword(("classes",), tuple(subclasses))] if (subclasses := _subclasses(rights)) else []
    if isinstance(words, All | Text):
        parts += words.parts if isinstance(words, All) else [words]
    if not parts:
        return SafeString("")
    found = lookup.find(
        "listings", All((Either(tuple(parts)), Not(Keyword(("ref",), (listing.ref,))))), size=MOST_SIMILAR
    )
    return cards.rows(found.hits, today)


def _subclasses(rights: Iterable[Right]) -> list[str]:
    found = []
    for right in rights:
        try:
            symbol = parse_symbol(right.main_class)
        except InvalidIdentifier:
            continue
        found.append(
            f"{symbol.scheme}:{symbol.prefixes[2 if symbol.scheme == IPC and len(symbol.prefixes) > 2 else 0]}"
        )
    return found
