"""The search page in plain values: what was asked, how it was read, facets, chips and the ways on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from marketplace.core.addresses import address

from . import lookup, registry, service
from .backends.base import RELEVANCE, SearchUnavailable
from .document import FacetCounts, FacetValue, Results
from .interpret import read_line
from .service import SearchRequest

DEFAULT_INDEX = "listings"
# A page holds 600 elements at most, three for each value: so many values on a page, bands always among them,
# and so many of one facet.
VALUES_ON_PAGE = 57
BANDS = 14
SHOWN_VALUES = range(6, 2, -1)
LONGEST_PAGE_NUMBER = 6


class Asked:
    """A search as its address says it."""

    def __init__(self, parameters: QueryDict) -> None:
        index = parameters.get("kind", DEFAULT_INDEX)
        self.index = index if index in registry.names() else DEFAULT_INDEX
        self.definition = registry.get(self.index)
        self.line = parameters.get("q", "").strip()
        self.sort = parameters.get("sort", "")
        self.spread = parameters.get("more", "")
        page = parameters.get("page", "1")
        self.page = int(page) if page.isdecimal() and len(page) <= LONGEST_PAGE_NUMBER else 1
        self.chosen = {
            facet.name: list(dict.fromkeys(value for value in parameters.getlist(facet.name) if value))
            for facet in self.definition.facets
            if facet.name in parameters
        }

    def request(self, audience: Sequence[str], language: str) -> SearchRequest:
        return SearchRequest(
            q=self.line, facets=self.chosen, sort=self.sort, page=self.page, audience=audience, language=language
        )

    def address(self, *, without: tuple[str, str] | None = None, **changes: Any) -> str:
        """This search with something changed; a changed search begins at its first page."""
        parts: dict[str, Any] = {"q": self.line, "kind": "" if self.index == DEFAULT_INDEX else self.index}
        parts |= {"sort": self.sort}
        pairs = [(name, value) for name, value in (parts | changes).items() if value]
        for name, values in self.chosen.items():
            pairs += [(name, value) for value in values if (name, value) != without]
        return f"{address('search:search')}?{urlencode(pairs)}"

    def bare_address(self, **changes: str) -> str:
        """The same words in another index, or without any filter."""
        parts = {"q": self.line, "kind": "" if self.index == DEFAULT_INDEX else self.index} | changes
        return f"{address('search:search')}?{urlencode([pair for pair in parts.items() if pair[1]])}"


def page_context(asked: Asked, results: Results) -> dict[str, Any]:
    """Everything `search/_found.html` shows besides the rows themselves."""
    chosen = sum(map(len, asked.chosen.values()))
    return {
        "results": results,
        "total_words": f"{results.total:,}",
        "parts": understood(results),
        "tabs": tabs(asked, results.total),
        "chips": chips(asked),
        "clear_url": asked.bare_address() if chosen > 1 else "",
        "chosen": chosen,
        "facets": facets(asked, results.facets),
        "sorts": sorts(asked, results),
        "previous_url": asked.address(page=str(results.page - 1)) if results.page > 1 else "",
        "next_url": asked.address(page=str(results.page + 1)) if results.page < results.pages else "",
        "empty": empty(asked) if not results.total else None,
    }


def understood(results: Results) -> list[dict[str, Any]]:
    """How the line was read, as `components/searchbox.html` takes it."""
    parts: list[dict[str, Any]] = []
    for piece in results.understood:
        if piece.negated:
            parts.append({"text": _(", without") if parts else _("without"), "tight": bool(parts)})
        elif parts:
            parts.append({"text": _("or") if piece.alternative else _("and")})
        parts.append({"text": f"{piece.label} {piece.text}", "kind": "term"})
    for ignored in results.ignored:
        parts.append({"text": f"{ignored.text}: {ignored.reason}", "kind": "fault"})
    return parts


def tabs(asked: Asked, total: int) -> list[dict[str, Any]]:
    """One tab an index; the other ones are counted only when their page is opened."""
    return [
        {
            "label": registry.get(name).label,
            "url": asked.bare_address(kind="" if name == DEFAULT_INDEX else name),
            "current": name == asked.index,
            "count": f"{total:,}" if name == asked.index else None,
        }
        for name in sorted(registry.names(), key=lambda name: name != DEFAULT_INDEX)
    ]


def chips(asked: Asked) -> list[dict[str, str]]:
    return [
        {
            "label": str(asked.definition.facet_by_name[name].label_of(value)),
            "url": asked.address(without=(name, value)),
        }
        for name, values in asked.chosen.items()
        for value in values
    ]


def facets(asked: Asked, counted: Mapping[str, FacetCounts]) -> list[dict[str, Any]]:
    """The facets that have anything to choose; while one is spread out, the others hold only what is chosen."""
    given = {name: [value for value in counts if value.count or value.chosen] for name, counts in counted.items()}
    given = {name: values for name, values in given.items() if values}
    room = _room(values for name, values in given.items() if counted[name].facet.kind != "ranges")
    is_spread = asked.spread in given
    listed = []
    for name, values in given.items():
        counts = counted[name]
        is_whole = name == asked.spread if is_spread else counts.facet.kind == "ranges"
        most = len(values) if is_whole else 0 if is_spread else room
        kept = {value.value for value in sorted(values, key=lambda value: -value.count)[:most]}
        shown = [value for value in values if value.chosen or value.value in kept]
        others = len(values) - len(shown) + counts.others
        listed.append(
            {
                "name": name,
                "label": counts.facet.label,
                "values": [
                    {
                        "value": value.value,
                        "label": counts.label_of(value.value),
                        "count": value.count,
                        "checked": value.chosen,
                    }
                    for value in shown
                ],
                "others": others,
                "more_url": asked.address(more=name) if others and name != asked.spread else "",
            }
        )
    return listed


def _room(facets: Iterable[Sequence[FacetValue]]) -> int:
    """How many values each facet lists, so that all of them together leave the page its size."""
    sizes = [len(values) for values in facets]
    fitting = (room for room in SHOWN_VALUES if sum(min(size, room) for size in sizes) <= VALUES_ON_PAGE - BANDS)
    return next(fitting, SHOWN_VALUES[-1])


def sorts(asked: Asked, results: Results) -> list[dict[str, Any]]:
    options = [(RELEVANCE, _("Relevance"))] if results.can_rank else []
    options += [(sort.name, str(sort.label)) for sort in asked.definition.sorts]
    return [{"value": name, "label": label, "chosen": name == results.sort} for name, label in options]


def empty(asked: Asked) -> dict[str, Any]:
    """What to do where nothing was found: fewer filters, another index, other words."""
    links = []
    if asked.chosen:
        links.append({"label": _("Search without the filters"), "url": asked.bare_address()})
    for name in registry.names():
        if name == asked.index or not asked.line:
            continue
        count = lookup.count(name, read_line(asked.line, name).tree)
        if count:
            text = _("%(index)s: %(count)s found") % {"index": registry.get(name).label, "count": f"{count:,}"}
            links.append({"label": text, "url": asked.bare_address(kind="" if name == DEFAULT_INDEX else name)})
    for text in suggestions(asked):
        links.append({"label": text, "url": f"{address('search:search')}?{urlencode({'q': text})}"})
    links.append({"label": _("All listings, newest first"), "url": address("search:search")})
    return {
        "title": _("Nothing matches all of this"),
        "text": _("Try fewer or other words; a number may be typed in any spelling."),
        "links": links,
    }


def suggestions(asked: Asked, limit: int = 3) -> list[str]:
    """Phrases of the index that begin like the first word."""
    words = asked.line.split()
    try:
        found = service.suggest(asked.index, words[0][:40], limit=limit) if words else []
    except SearchUnavailable:
        return []
    return [suggestion.text for suggestion in found]
