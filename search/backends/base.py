"""The seam every engine fills: five methods, a follow position kept in the index itself, and rebuilding beside."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Conflict, DomainError

from ..document import Document, FacetCounts, Hit, Suggestion
from ..nodes import Node
from ..registry import Band, IndexDefinition

Position = tuple[int, int]
DEEPEST = 10_000
RELEVANCE = "relevance"


class SearchUnavailable(DomainError):
    """No index can answer now."""

    code = "search_unavailable"
    status = 503
    sentence = _("Search is being prepared. Try again in a moment.")


class IndexBusy(Conflict):
    """Another process writes this index."""

    code = "index_busy"
    sentence = _("Another process is writing this search index. Wait for it to finish, or stop it, then try again.")


@dataclass(slots=True)
class Query:
    """What an engine is asked, already read and bounded: `start + size` <= DEEPEST.

    `chosen` maps facets to their chosen values: values of one facet widen, facets narrow. `bands` are the bands of
    the range facets as of today. `wholes` only rank. `sort` is "relevance" or the name of a sort.
    """

    audience: Sequence[str]
    tree: Node | None = None
    wholes: Sequence[tuple[str, ...]] = ()
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bands: Mapping[str, Sequence[Band]] = field(default_factory=dict)
    sort: str = RELEVANCE
    start: int = 0
    size: int = 20
    language: str = ""
    with_facets: bool = True


@dataclass(slots=True)
class Found:
    """The hits asked for, the true total, and every facet's counts (its own choice left out)."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, FacetCounts]


class Backend(ABC):
    """One index on one engine.

    Writing happens in a `with backend:` block by one process at a time (IndexBusy otherwise) and becomes visible,
    with the position, by `commit`; what was not committed is lost as a whole. Reading needs no block and never waits.
    A removal with a version is kept as a tombstone, so that an older document arriving later is refused.
    """

    name = ""

    def __init__(self, definition: IndexDefinition) -> None:
        self.definition = definition

    @abstractmethod
    def index(self, documents: Iterable[Document]) -> int:
        """Insert or replace, and say how many; a document older than what the index holds (or removed) is refused."""

    @abstractmethod
    def delete(self, keys: Iterable[str], version: int | None = None) -> None:
        """Remove; with a version, unless the index holds a newer one, and for good against older ones."""

    @abstractmethod
    def search(self, query: Query) -> Found:
        """Raises SearchUnavailable when there is no index yet."""

    @abstractmethod
    def suggest(self, text: str, audience: Sequence[str], limit: int = 8) -> list[Suggestion]:
        """Phrases of documents that the typed beginning completes, best first, each phrase once."""

    @abstractmethod
    def clear(self) -> None:
        """Remove every document, tombstone and the position; visible after `commit` like any write."""

    @abstractmethod
    def commit(self, position: Position | None = None) -> None:
        """Make what was written visible, together with the position (None keeps the one the index has)."""

    @abstractmethod
    def position(self) -> Position | None:
        """How far the index has followed the log; None when it never did."""

    def state(self) -> Hashable:
        """Names what searches see now, another after each commit; None where the engine cannot tell or has no index."""
        return None

    @abstractmethod
    def count(self) -> int:
        """How many documents there are, for any audience."""

    @abstractmethod
    def keys_and_versions(self) -> Iterator[tuple[str, int]]:
        """Every document's key and version, in no order."""

    @abstractmethod
    def is_usable(self) -> bool:
        """Whether there is an index in the shape of the present definition; another shape answers until rebuilt."""

    @abstractmethod
    def fresh(self) -> "Backend":
        """A new, empty index beside this one, to be filled inside this one's block and then published."""

    @abstractmethod
    def publish(self) -> None:
        """Put this fresh index, committed, in the place of the one in use, in one step."""

    @abstractmethod
    def __enter__(self) -> "Backend":
        """Take the right to write; IndexBusy when another process has it."""

    @abstractmethod
    def __exit__(self, *failure: object) -> None:
        """Give it back; what was not committed is dropped."""
