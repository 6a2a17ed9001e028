"""The index of listings: what is found in an offer, its facets, its order, and the prepared cards that lists show."""

import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import CharField, Prefetch, Sum
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.access import OrganizationKind
from marketplace.core.regions import region_name
from marketplace.rights import search as rights_search
from marketplace.rights.models import Right, RightDrawing
from marketplace.rights.words import right_words
from search import cards
from search.document import Document
from search.registry import Band, Facet, IndexDefinition, Sort, TextField, register

from .models import Industry, Listing, ListingPicture, ListingRight, Mode, PriceKind
from .pictures import picture_kind
from .words import modes_words, price_words, state_code

WAN = 10_000 * 100
# The index keeps whole numbers below 2**39; no price comes near.
LARGEST_NUMBER = 2**39 - 1
NO_PRICE, FOREIGN_PRICE = -2, -1
INDUSTRY_KEPT_SECONDS = 60.0

_industries: dict[str, tuple[str, str]] = {}
_industries_read_at = 0.0


def industry_name(code: str) -> str:
    """An industry's name in the reader's language, from names kept for a minute."""
    global _industries, _industries_read_at
    if not _industries or time.monotonic() - _industries_read_at > INDUSTRY_KEPT_SECONDS:
        rows = Industry.objects.values_list("code", "name", "name_en")
        _industries = {code: (name, name_en or name) for code, name, name_en in rows}
        _industries_read_at = time.monotonic()
    return _industries.get(code, (code, code))[get_language() == "en"]


def verified_bands(today: date) -> list[Band]:
    """Bands of the age of the last verification."""
    week, month = (today - timedelta(days=days) for days in (7, 30))
    return [
        Band("week", _("Within 7 days"), week.toordinal(), None),
        Band("month", _("8 to 30 days ago"), month.toordinal(), week.toordinal()),
        Band("older", _("Earlier"), None, month.toordinal()),
    ]


def price_bands(today: date) -> list[Band]:
    """Bands of the headline price in yuan; what has no price in yuan has a band of its own."""
    return [
        Band("under-5", _("Under CNY 50,000"), 0, 5 * WAN),
        Band("5-20", _("CNY 50,000 to 200,000"), 5 * WAN, 20 * WAN),
        Band("20-100", _("CNY 200,000 to 1 million"), 20 * WAN, 100 * WAN),
        Band("over-100", _("CNY 1 million and above"), 100 * WAN, None),
        Band("foreign", _("In another currency"), FOREIGN_PRICE, 0),
        Band("none", _("Negotiable or on request"), NO_PRICE, FOREIGN_PRICE),
    ]


def rights_in(listing: Listing) -> list[Right]:
    return [item.right for item in sorted(listing.items.all(), key=lambda item: (item.position, item.pk))]


def listing_card(listing: Listing, language: str) -> str:
    """The row of a listing (loaded by `loaded`) in one language."""
    rights = rights_in(listing)
    first, in_english = rights[0], language == "en"
    with override(language):
        row = {
            "ref": listing.ref,
            "url": f"/en/listings/{listing.ref}/" if in_english else f"/listings/{listing.ref}/",
            "benefit": listing.text("benefit", language),
            "owner": owner_words(listing, language),
            "classes": right_words(first.kind, first.main_class, len(rights)),
            "price": price_words(listing.price_kind, listing.price_amount, listing.price_to_amount, listing.currency),
            "modes": modes_words(term.mode for term in listing.terms.all()),
            **_picture(listing, first),
        }
        return cards.prepare(
            row,
            title=listing.text("title", language),
            state=state_code(listing, first),
            expires_on=first.expires_on,
            annuity_due_on=first.annuity_due_on,
            verified_on=listing.verified_on,
            stale_on=listing.stale_on,
        )


def owner_words(listing: Listing, language: str) -> str:
    """Who offers it."""
    organization = listing.organization
    return organization.name_en if language == "en" and organization.name_en else organization.name


def picture_address(ref: str) -> str:
    """Where the renditions of a listing's picture are, without width and format."""
    return f"/media/pictures/{ref}"


def _picture(listing: Listing, right: Right) -> dict[str, str]:
    pictures, drawings = listing.first_pictures, right.first_drawings  # type: ignore[attr-defined]
    if pictures:
        return cards.picture_fields(picture_address(pictures[0].ref), picture_kind(pictures[0]))
    if drawings:
        return cards.picture_fields(rights_search.drawing_address(drawings[0].digest), "drawing")
    return {}


def loaded(keys: Iterable[int]) -> list[Listing]:
    """Shown listings with everything their cards and documents need, in a fixed number of statements."""
    first_drawings = Prefetch("drawings", RightDrawing.objects.filter(position=0), to_attr="first_drawings")
    rights = Right.objects.select_related("text").prefetch_related("numbers", "merged__numbers", first_drawings)
    return list(
        Listing.objects.found_on(clock.today())
        .filter(pk__in=list(keys))
        .select_related("organization", "industry")
        .prefetch_related(
            "terms",
            Prefetch("items", ListingRight.objects.prefetch_related(Prefetch("right", rights))),
            Prefetch("pictures", ListingPicture.objects.filter(position=0), to_attr="first_pictures"),
        )
    )


def document_of(listing: Listing) -> Document:
    """A listing as the index sees it: the offer together with what its rights say."""
    rights = rights_in(listing)
    return Document(
        key=str(listing.pk),
        version=(listing.version << 32) + sum(right.version for right in rights),
        text=_text(listing, rights),
        keywords=_keywords(listing, rights),
        numbers=_numbers(listing, rights),
        cards={language: listing_card(listing, language) for language in cards.LANGUAGES},
        stored={"ref": listing.ref, "number": _first_number(rights), "class": rights[0].main_class},
        suggest=[title for title in (listing.title, listing.title_en) if title],
    )


def _first_number(rights: Sequence[Right]) -> str:
    return next((number.canonical for right in rights for number in right.numbers.all()), "")


def _text(listing: Listing, rights: Sequence[Right]) -> dict[str, str]:
    of_rights = [rights_search.text_of(right) for right in rights]
    return {
        "title": "\n".join([listing.title, listing.title_en, *(text["title"] for text in of_rights)]),
        "benefit": f"{listing.benefit}\n{listing.benefit_en}",
        "body": "\n".join(
            [
                listing.problem, listing.problem_en, listing.applications, listing.applications_en,
                *(text["body"] for text in of_rights),
            ]
        ),
        "owner": "\n".join(
            [listing.organization.name, listing.organization.name_en, *(text["owner"] for text in of_rights)]
        ),
        "inventor": "\n".join(text["inventor"] for text in of_rights),
    }  # fmt: skip


def _keywords(listing: Listing, rights: Sequence[Right]) -> dict[str, list[str]]:
    gathered: dict[str, dict[str, None]] = {}
    for right in rights:
        numbers = {"number": rights_search.number_keywords(rights_search.numbers_of(right)), "right_type": [right.kind]}
        for part in (numbers, {"status": [right.status]}, rights_search.class_keywords(right)):
            for name, values in part.items():
                gathered.setdefault(name, {}).update(dict.fromkeys(values))
    return {
        **{name: list(values) for name, values in gathered.items()},
        "mode": [term.mode for term in listing.terms.all()],
        "industry": [listing.industry.code] if listing.industry else [],
        "region": [listing.region] if listing.region else [],
        "owner_kind": [listing.organization.kind],
        "pledged": ["yes" if any(right.is_pledged for right in rights) else "no"],
        "organization": [listing.organization.ref],
        "ref": [listing.ref],
    }


def _numbers(listing: Listing, rights: Sequence[Right]) -> dict[str, int]:
    numbers = rights_search.day_numbers(rights[0])
    if listing.published_at is not None:
        numbers["published"] = int(listing.published_at.timestamp())
    if listing.verified_on is not None:
        numbers["verified"] = listing.verified_on.toordinal()
    if listing.price_amount is None or listing.price_kind not in (PriceKind.FIXED, PriceKind.RANGE):
        numbers["price_band"] = NO_PRICE
    elif listing.currency != "CNY":
        numbers["price_band"] = FOREIGN_PRICE
    else:
        numbers["price"] = numbers["price_band"] = min(listing.price_amount, LARGEST_NUMBER)
    return numbers


def load(keys: Sequence[str]) -> Iterable[Document]:
    for listing in loaded(int(key) for key in keys):
        yield document_of(listing)


def listing(after: str | None, limit: int) -> Sequence[tuple[str, int]]:
    """Keys and versions of shown listings in the order of keys as text."""
    rows = Listing.objects.found_on(clock.today()).annotate(key=Cast("pk", CharField())).order_by("key")
    if after is not None:
        rows = rows.filter(key__gt=after)
    found = rows.annotate(of_rights=Coalesce(Sum("items__right__version"), 0))
    return [
        (key, (version << 32) + of_rights)
        for key, version, of_rights in found.values_list("key", "version", "of_rights")[:limit]
    ]


LISTINGS = register(
    IndexDefinition(
        name="listings",
        label=_("Listings"),
        text_fields=(*rights_search.TEXT_FIELDS, TextField("benefit", 2.0)),
        load=load,
        listing=listing,
        facets=(
            rights_search.KIND_FACET,
            Facet("mode", _("Mode"), limit=6, value_label=rights_search.label_in(Mode.choices)),
            Facet(
                "price",
                _("Price"),
                kind="ranges",
                number="price_band",
                bands=price_bands,
                value_label=rights_search.band_labels(price_bands),
            ),
            Facet("industry", _("Industry"), limit=30, value_label=industry_name),
            rights_search.STATUS_FACET,
            rights_search.LIFE_FACET,
            *rights_search.CLASS_FACETS,
            Facet(
                "owner_kind", _("Kind of owner"), limit=15, value_label=rights_search.label_in(OrganizationKind.choices)
            ),
            Facet("region", _("Region"), limit=40, value_label=region_name),
            rights_search.PLEDGED_FACET,
            Facet(
                "verified",
                _("Verified"),
                kind="ranges",
                number="verified",
                bands=verified_bands,
                value_label=rights_search.band_labels(verified_bands),
            ),
        ),
        sorts=(
            Sort("newest", _("Newest"), "published"),
            Sort("price_up", _("Price, low to high"), "price", descending=False),
            Sort("price_down", _("Price, high to low"), "price"),
            Sort("life", _("Remaining life"), "expires"),
            Sort("verified", _("Last verified"), "verified"),
        ),
        keywords=("number", "classes", "organization", "ref"),
        numbers=("filed", "published_on", "granted"),
        version=2,
        query_fields=rights_search.QUERY_FIELDS,
    )
)
