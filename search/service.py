"""What pages call: one request in, one page of results out, with how the query was understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock

from . import backends, registry
from .backends.base import DEEPEST, RELEVANCE, Query
from .document import PUBLIC, Ignored, Label, Piece, Results, Suggestion
from .interpret import read_line
from .nodes import All, Any, Node, Text
from .query import MAX_LENGTH, MAX_TERMS, ParsedQuery, Understood
from .registry import Band

MOST_PER_PAGE = 100
MOST_CHOSEN = 50
KINDS: dict[str, Label] = {"text": _("text"), "phrase": _("exact phrase")}
REASONS: dict[str, Label] = {
    "too_long": format_lazy(_("only the first {length} characters are read"), length=MAX_LENGTH),
    "too_many": format_lazy(_("only the first {count} words are searched for"), count=MAX_TERMS),
    "common": _("too common to narrow the search"),
    "empty": _("holds nothing that can be searched for"),
    "unreadable": _("cannot be read in this field"),
    "unknown_field": _("there is no such field here; searched for as text"),
}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One page asked for. `facets` maps facet names to chosen values; unknown names are passed over.

    `sort` is "relevance" or the name of a sort; empty means relevance when words are searched for, else the first sort.
    """

    q: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    per_page: int = 20
    audience: Sequence[str] = (PUBLIC,)
    language: str = ""
    with_facets: bool = True


def search(index: str, request: SearchRequest) -> Results:
    """Raises SearchUnavailable when there is no index yet; no query text raises."""
    definition = registry.get(index)
    parsed = read_line(request.q, index)
    chosen = {
        name: tuple(dict.fromkeys(map(_sendable, values)))[:MOST_CHOSEN]
        for name, values in request.facets.items()
        if values and name in definition.facet_by_name
    }
    understood, ignored, can_rank = _shown(parsed)
    sort = request.sort
    if sort not in definition.sort_by_name and not (sort == RELEVANCE and can_rank):
        sort = RELEVANCE if can_rank or not definition.sorts else definition.sorts[0].name
    size = max(1, min(request.per_page, MOST_PER_PAGE))
    page = max(1, min(request.page, DEEPEST // size))
    bands = _bands(index, clock.today(), registry.generation())
    backend = backends.get(index)

    def found_on(page: int) -> Query:
        return Query(
            request.audience, parsed.tree, parsed.wholes, chosen, bands, sort, (page - 1) * size, size,
            request.language, request.with_facets,
        )  # fmt: skip

    found = backend.search(found_on(page))
    pages = max(1, min(-(-found.total // size), DEEPEST // size))
    if page > pages:
        page = pages
        found = backend.search(found_on(page))
    return Results(
        found.total, found.hits, found.facets, understood, ignored, parsed.marks, sort, page, size, pages,
        backend.name, can_rank, _depth_note(found.total),
    )  # fmt: skip


def suggest(index: str, text: str, audience: Sequence[str] = (PUBLIC,), limit: int = 8) -> list[Suggestion]:
    """Phrases that complete what is being typed."""
    return backends.get(index).suggest(text, audience, limit)


def _sendable(value: str) -> str:
    """Half a surrogate pair, which no engine takes, becomes a question mark."""
    return value if value.isascii() else value.encode(errors="replace").decode()


def _has_text(node: Node) -> bool:
    if isinstance(node, All | Any):
        return any(_has_text(part) for part in node.parts)
    return isinstance(node, Text)


@lru_cache(maxsize=2048)
def _shown(parsed: ParsedQuery) -> tuple[list[Piece], list[Ignored], bool]:
    """What the page prints of a query, and whether its results can be ranked by relevance."""
    pieces = [Piece(seen.kind, _label(seen), seen.text, seen.negated, seen.alternative) for seen in parsed.understood]
    ignored = [Ignored(unused.text, REASONS[unused.reason]) for unused in parsed.unused]
    return pieces, ignored, parsed.tree is not None and _has_text(parsed.tree)


def _label(seen: Understood) -> Label:
    if seen.field is not None:
        return seen.field.label
    if seen.reading is not None:
        return seen.reading.label
    return KINDS[seen.kind]


def _depth_note(total: int) -> str:
    if total <= DEEPEST:
        return ""
    beyond = total - DEEPEST
    return (
        gettext("Pages reach the first %(depth)s results.") % {"depth": f"{DEEPEST:,}"}
        + " "
        + ngettext(
            "Narrow the search to see the other one.",
            "Narrow the search to see the other %(beyond)s.",
            beyond,
        )
        % {"beyond": f"{beyond:,}"}
    )


@lru_cache(maxsize=64)
def _bands(index: str, today: date, generation: int) -> dict[str, tuple[Band, ...]]:
    return {
        facet.name: tuple(facet.bands(today))
        for facet in registry.get(index).facets
        if facet.kind == "ranges" and facet.bands is not None
    }
