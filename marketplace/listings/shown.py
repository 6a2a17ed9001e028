"""Rows of listings for pages: which ones by the database, their cards by the index or, where it has none, at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from marketplace.core import clock, keyset
from marketplace.core.prepared import Prepared
from search import cards, lookup

from .models import Listing
from .search import listing_card, loaded

PER_PAGE = 20

Place = tuple[int, str, datetime]


@dataclass(frozen=True)
class Page:
    """Rows of the list and the cursors of the pages before and after it."""

    rows: SafeString
    total: int
    newer: str
    older: str
    count: int
    refs: tuple[str, ...]


def newest(*, after: str = "", before: str = "", size: int = PER_PAGE) -> Page:
    """Shown listings, newest first, from a cursor on. One statement; the total is the index's.

    A cursor that cannot be read is passed over.
    """
    today = clock.today()
    start, end = keyset.place_of(after), keyset.place_of(before)
    backwards = start is None and end is not None
    if start is None and end is None:
        places: list[Any] = _first_places(size, today).rows()
    else:
        places = list(_places(start, end, size, today))
    has_more, places = len(places) > size, places[:size]
    if backwards:
        places.reverse()
    is_first = not (start or backwards) or (backwards and not has_more)
    is_last = not has_more if not backwards else False
    return Page(
        rows=rows_of(places),
        total=max(lookup.count("listings"), len(places)),
        newer="" if is_first or not places else keyset.cursor_of(places[0][2], places[0][0]),
        older="" if is_last or not places else keyset.cursor_of(places[-1][2], places[-1][0]),
        count=len(places),
        refs=tuple(place[1] for place in places),
    )


def _places(start: keyset.Place | None, end: keyset.Place | None, size: int, today: date) -> QuerySet[Any, Any]:
    shown = Listing.objects.found_on(today)
    if start is not None:
        shown = keyset.behind(shown, "published_at", start)
    elif end is not None:
        shown = keyset.ahead(shown, "published_at", end)
    order = ("published_at", "pk") if start is None and end is not None else ("-published_at", "-pk")
    return shown.order_by(*order).values_list("pk", "ref", "published_at")[: size + 1]


@lru_cache(maxsize=8)
def _first_places(size: int, today: date) -> Prepared:
    """Where most visitors begin."""
    return Prepared(lambda: _places(None, None, size, today))


def rows_of(places: Sequence[Place]) -> SafeString:
    """The rows of listings in their order."""
    today, language = clock.today(), get_language() or ""
    found = {hit.key: hit.card for hit in lookup.by_keyword("listings", "ref", [place[1] for place in places])}
    missing = [place[0] for place in places if str(place[0]) not in found]
    if missing:
        found |= {str(listing.pk): listing_card(listing, language) for listing in loaded(missing)}
    keys = (str(place[0]) for place in places)
    return mark_safe("\n".join(cards.fill(found[key], today) for key in keys if key in found))
