"""What goes into an index and what comes out: plain values, the same for every engine."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from .marking import mark

if TYPE_CHECKING:
    from .registry import Facet

PUBLIC = "public"
Label = str | Promise


@dataclass(frozen=True, slots=True)
class Document:
    """One row as an index sees it. Names are those its `IndexDefinition` declares; absent ones may be left out.

    `version` grows with every change of the row. `numbers` are integers below 2**39 in size: money in minor units,
    dates as proleptic ordinals (`date.toordinal()`). `audience` are the groups that may find it ("public", "org:12",
    "staff"). `cards` are prepared texts by language, `stored` any JSON; both come back with the hit.
    `suggest` are the phrases completed while somebody types: titles, names.
    """

    key: str
    version: int
    text: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    audience: Sequence[str] = (PUBLIC,)
    cards: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, Any] = field(default_factory=dict)
    suggest: Sequence[str] = ()


def tie_of(key: str) -> int:
    """63 bits of the key's hash: documents that sort alike stand in this order, whatever the engine."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") >> 1


class Hit:
    """One result: its key, its card in the language asked for, and what was stored with it, decoded on first use."""

    __slots__ = ("_payload", "_stored", "card", "key", "rank")

    def __init__(self, key: str, card: str, payload: bytes, rank: float) -> None:
        self.key = key
        self.card = card
        self.rank = rank
        self._payload = payload
        self._stored: dict[str, Any] | None = None

    @property
    def stored(self) -> dict[str, Any]:
        if self._stored is None:
            self._stored = json.loads(self._payload)
        return self._stored


@dataclass(slots=True)
class FacetValue:
    """A value of a facet with the number of results that choosing it would give."""

    value: str
    count: int
    chosen: bool


@dataclass(slots=True)
class FacetCounts:
    """A facet's values as the page lists them; `others` counts the values left out."""

    facet: "Facet"
    values: tuple[FacetValue, ...]
    others: int = 0

    def __iter__(self) -> Iterator[FacetValue]:
        return iter(self.values)

    def label_of(self, value: str) -> Label:
        return self.facet.label_of(value)


class Suggestion(NamedTuple):
    """A phrase that completes what was typed, and the document it belongs to."""

    text: str
    key: str


class Piece(NamedTuple):
    """One part of a query as it was understood: kind (text, phrase, field, number, class, date), label and text."""

    kind: str
    label: Label
    text: str
    negated: bool = False
    alternative: bool = False


class Ignored(NamedTuple):
    """A part of a query that was not used, and why, in words."""

    text: str
    reason: Label


@dataclass(slots=True)
class Results:
    """One page of results. `can_rank` tells whether relevance is an order here, `depth_note` says in words when
    results lie deeper than pages reach."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, FacetCounts]
    understood: Sequence[Piece]
    ignored: Sequence[Ignored]
    marks: Sequence[tuple[str, ...]]
    sort: str
    page: int
    per_page: int
    pages: int
    backend: str
    can_rank: bool = False
    depth_note: Label = ""

    def mark(self, text: str) -> SafeString:
        """The text, escaped, with what was searched for in <mark>."""
        return mark(text, self.marks)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)
