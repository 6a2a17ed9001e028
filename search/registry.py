"""Where apps declare their indexes and how their numbers, classes and dates are read; filled by `apps.ready()`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from .document import Document, Label
from .text import text_fingerprint

if TYPE_CHECKING:
    from .interpret import Interpreter

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class TextField:
    """A searched text; a match in it counts `weight` times."""

    name: str
    weight: float = 1.0


class Band(NamedTuple):
    """One band of a range facet: low <= number < high, open where None."""

    value: str
    label: Label
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A side-bar filter over the keywords of its name, or over bands of a number.

    `bands` gets today's date and returns bands that do not overlap. `order`: "count" puts the most frequent first,
    "value" sorts by value; bands keep their own order. A page lists at most `limit` values and every chosen one.
    """

    name: str
    label: Label
    kind: str = "terms"
    number: str = ""
    bands: Callable[[date], Sequence[Band]] | None = None
    order: str = "count"
    limit: int = 20
    value_label: Callable[[str], Label] = str

    def label_of(self, value: str) -> Label:
        return self.value_label(value)


@dataclass(frozen=True, slots=True)
class Sort:
    """An order by one number; documents without it come last, equals by `tie_of(key)`."""

    name: str
    label: Label
    number: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field people may name in the search box, under any of `names` ("ipc", "分类").

    kind "text" searches the text fields in `targets`; "keyword" and "prefix" compare with the keywords in `targets`;
    "range" asks a number. `read` turns what was typed into the stored form (for "range": into (low, high), low
    included, high not, either may be None) or gives None when it cannot be read.
    """

    names: tuple[str, ...]
    label: Label
    kind: str
    targets: tuple[str, ...]
    read: Callable[[str], str | tuple[int | None, int | None] | None] | None = None


@dataclass(frozen=True, eq=False)
class IndexDefinition:
    """One index: what is in it, how it is filtered and sorted, and where its documents come from.

    `load(keys)` yields the documents of those keys; a key it leaves out is deleted from the index.
    `listing(after, limit)` gives (key, version) of what should be in the index, ordered by key as text, after a key.
    `keywords` and `numbers` name the ones that are no facet or sort; the first sort is the order when nothing is typed.
    """

    name: str
    label: Label
    text_fields: tuple[TextField, ...]
    load: Callable[[Sequence[str]], Iterable[Document]]
    listing: Callable[[str | None, int], Sequence[tuple[str, int]]]
    facets: tuple[Facet, ...] = ()
    sorts: tuple[Sort, ...] = ()
    keywords: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    query_fields: tuple[QueryField, ...] = ()
    languages: tuple[str, ...] = ("zh-hans", "en")
    version: int = 1
    facet_by_name: dict[str, Facet] = field(init=False, repr=False, compare=False)
    sort_by_name: dict[str, Sort] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facet_by_name", {facet.name: facet for facet in self.facets})
        object.__setattr__(self, "sort_by_name", {sort.name: sort for sort in self.sorts})

    @cached_property
    def text_names(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.text_fields)

    @cached_property
    def keyword_names(self) -> tuple[str, ...]:
        facets = (facet.name for facet in self.facets if facet.kind == "terms")
        return tuple(dict.fromkeys([*facets, *self.keywords]))

    @cached_property
    def number_names(self) -> tuple[str, ...]:
        facets = (facet.number for facet in self.facets if facet.kind == "ranges")
        return tuple(dict.fromkeys([*facets, *(sort.number for sort in self.sorts), *self.numbers]))

    @cached_property
    def query_field_by_name(self) -> dict[str, QueryField]:
        return {name.casefold(): item for item in self.query_fields for name in item.names}

    @cached_property
    def fingerprint(self) -> str:
        """Changes when what is stored would change: the index is then rebuilt. Raise `version` for `load`'s sake."""
        sorts = [(sort.name, sort.number, sort.descending) for sort in self.sorts]
        parts = (SCHEMA_VERSION, self.version, self.text_names, self.keyword_names, self.number_names, sorts,
                 self.languages, text_fingerprint())  # fmt: skip
        return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


_definitions: dict[str, IndexDefinition] = {}
_interpreters: list["Interpreter"] = []
_generation = 0


def generation() -> int:
    """Counts the changes of this registry, for whoever remembers something derived from it."""
    return _generation


def _changed() -> None:
    global _generation
    _generation += 1


def register(definition: IndexDefinition) -> IndexDefinition:
    """Declare an index; registering a name again replaces it (a reloaded module, a test)."""
    _definitions[definition.name] = definition
    _changed()
    return definition


def get(name: str) -> IndexDefinition:
    """The definition of an index; KeyError when no app has declared it."""
    return _definitions[name]


def names() -> list[str]:
    return list(_definitions)


def register_interpreter(interpreter: "Interpreter") -> "Interpreter":
    """Add a reader of numbers, class symbols or dates, asked before words are looked for."""
    if interpreter not in _interpreters:
        _interpreters.append(interpreter)
        _changed()
    return interpreter


def interpreters() -> Sequence["Interpreter"]:
    return _interpreters


def forget(name: str) -> None:
    """Take an index out again (tests)."""
    _definitions.pop(name, None)
    _changed()


def forget_interpreter(interpreter: "Interpreter") -> None:
    _interpreters.remove(interpreter)
    _changed()
