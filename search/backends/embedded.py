"""The embedded engine: tantivy in a folder, read in process, written by one process at a time."""

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from tantivy import DocAddress, FieldType, Index, IndexWriter, Occur, Order, Searcher
from tantivy import Document as Row
from tantivy import Query as TQuery

from ..document import Document, FacetCounts, FacetValue, Hit, Suggestion
from ..registry import Facet, IndexDefinition
from . import embedded_suggest
from .base import DEEPEST, RELEVANCE, Backend, Found, IndexBusy, Position, Query, SearchUnavailable
from .embedded_query import Compiled, Compiler, aggregations
from .embedded_schema import POSITION_KEY, build_schema, position_row, row_of, tombstone_row
from .embedded_store import Opened, Reader, Store, open_index

WRITER_BYTES = 50_000_000
SLACK = 3
SLICE = 2**63 // 32
BY_KEY, BY_COUNT, BY_VALUE = itemgetter("key"), itemgetter("doc_count"), attrgetter("value")

Ranking = list[tuple[Any, DocAddress]]


class EmbeddedBackend(Backend):
    """See `Backend`; `generation` is set on a fresh index that nobody reads yet."""

    name = "embedded"

    def __init__(self, definition: IndexDefinition, generation: int | None = None) -> None:
        super().__init__(definition)
        self.store = Store(Path(settings.SEARCH_DIR) / definition.name)
        self.reader = Reader(self.store, generation)
        self._generation = generation
        self._replaces: EmbeddedBackend | None = None
        self._compiler: tuple[Opened, Compiler] | None = None
        self._lock: IO[str] | None = None
        self._index: Index | None = None
        self._writer: IndexWriter | None = None
        self._floors: dict[str, int] = {}
        self._is_cleared = False
        self._is_dirty = False

    # Writing

    def __enter__(self) -> "EmbeddedBackend":
        if self._generation is None:
            lock = self.store.lock()
            if self._lock is not None:
                lock.close()
                raise IndexBusy
            self._lock = lock
        return self

    def __exit__(self, *failure: object) -> None:
        self._close_writer()
        if self._lock is not None:
            lock, self._lock = self._lock, None
            lock.close()

    def _close_writer(self) -> None:
        writer, self._writer, self._index = self._writer, None, None
        was_dirty = self._is_dirty
        self._forget_written()
        if writer is not None:
            if was_dirty:
                writer.rollback()
            writer.wait_merging_threads()

    def _forget_written(self) -> None:
        self._floors.clear()
        self._is_cleared = self._is_dirty = False

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            if self._generation is None and self._lock is None:
                raise IndexBusy
            self._index = self._open_for_writing()
            self._writer = self._index.writer(WRITER_BYTES, 1)
        self._is_dirty = True
        return self._writer

    def _open_for_writing(self) -> Index:
        generation = self._generation
        if generation is None:
            pointer = self.store.current()
            if pointer is None:
                generation = self.store.new_folder()
                Index(build_schema(self.definition), path=str(self.store.folder(generation)))
                self.store.point_to(generation, self.definition.fingerprint)
                self.reader.refresh()
            elif pointer["fingerprint"] != self.definition.fingerprint:
                raise SearchUnavailable
            else:
                generation = pointer["generation"]
        return open_index(self.store.folder(generation))

    def index(self, documents: Iterable[Document]) -> int:
        newest: dict[str, Document] = {}
        for document in documents:
            held = newest.get(document.key)
            if held is None or document.version >= held.version:
                newest[document.key] = document
        writer = self._writing()
        floors = self._floors_of(newest)
        schema = self._index.schema  # type: ignore[union-attr]
        taken = 0
        for key, document in newest.items():
            floor = floors.get(key)
            if floor is not None:
                if document.version < floor:
                    continue
                writer.delete_documents_by_term("key", key)
            writer.add_document(row_of(document, self.definition, schema))
            self._floors[key] = document.version
            taken += 1
        return taken

    def delete(self, keys: Iterable[str], version: int | None = None) -> None:
        writer = self._writing()
        keys = list(keys)
        floors = self._floors_of(keys) if version is not None else {}
        for key in keys:
            if version is not None and floors.get(key, version) > version:
                continue
            writer.delete_documents_by_term("key", key)
            self._floors[key] = -1
            if version is not None:
                writer.add_document(tombstone_row(key, version, self._index.schema))  # type: ignore[union-attr]
                self._floors[key] = version + 1

    def clear(self) -> None:
        self._writing().delete_all_documents()
        self._floors.clear()
        self._is_cleared = True

    def commit(self, position: Position | None = None) -> None:
        writer = self._writing()
        if position is not None:
            writer.delete_documents_by_term("key", POSITION_KEY)
            writer.add_document(position_row(position, self._index.schema))  # type: ignore[union-attr]
        writer.commit()
        self._forget_written()
        self.reader.refresh()

    def _floors_of(self, keys: Iterable[str]) -> dict[str, int]:
        """The least version each key may be written with: as committed, overlaid with what this block has written."""
        keys = list(keys)
        floors = {} if self._is_cleared else self._committed_floors(keys)
        floors.update({key: self._floors[key] for key in keys if key in self._floors})
        return floors

    def _committed_floors(self, keys: list[str]) -> dict[str, int]:
        index = self._index
        if index is None or not keys:
            return {}
        index.reload()
        searcher = index.searcher()
        if not searcher.num_docs:
            return {}
        found = searcher.search(TQuery.term_set_query(index.schema, "key", keys), len(keys), count=False)
        addresses = [address for _, address in found.hits]
        held = searcher.fast_field_values("floor", addresses)
        return {_key(searcher.doc(at)): int(floor or 0) for at, floor in zip(addresses, held, strict=True)}

    # Rebuilding beside

    def fresh(self) -> "EmbeddedBackend":
        if self._lock is None:
            raise IndexBusy
        generation = self.store.new_folder()
        Index(build_schema(self.definition), path=str(self.store.folder(generation)))
        beside = EmbeddedBackend(self.definition, generation)
        beside._replaces = self
        return beside

    def publish(self) -> None:
        if self._generation is None:
            raise IndexBusy
        self._close_writer()
        self.store.point_to(self._generation, self.definition.fingerprint)
        if self._replaces is not None:
            self._replaces.reader.refresh()

    def is_usable(self) -> bool:
        self.reader.refresh()
        opened = self.reader.opened()
        return opened is not None and opened.fingerprint == self.definition.fingerprint

    # Reading

    def position(self) -> Position | None:
        if self.reader.opened() is None:
            return None
        searcher, opened = self.reader.view()
        hits = searcher.search(_state(opened, "position"), 1).hits
        if not hits:
            return None
        xact, row_id = json.loads(_bytes(searcher.doc(hits[0][1]), "payload"))
        return int(xact), int(row_id)

    def state(self) -> Hashable:
        return self.reader.state()

    def count(self) -> int:
        searcher, opened = self.reader.view()
        return _count(searcher, TQuery.all_query()) - _count(searcher, _state(opened, "position", "removed"))

    def keys_and_versions(self) -> Iterator[tuple[str, int]]:
        searcher, opened = self.reader.view()
        removed = (Occur.MustNot, _state(opened, "removed"))
        for low in range(0, 2**63, SLICE):
            ties = TQuery.range_query(opened.schema, "tie", FieldType.Integer, low, low + SLICE - 1)
            query = TQuery.boolean_query([(Occur.Must, ties), removed])
            hits = searcher.search(query, max(_count(searcher, query), 1)).hits
            addresses = [address for _, address in hits]
            versions = searcher.fast_field_values("floor", addresses)
            for address, version in zip(addresses, versions, strict=True):
                yield _key(searcher.doc(address)), int(version or 0)

    def search(self, query: Query) -> Found:
        searcher, opened = self.reader.view()
        compiled = self._compile(query, opened)
        total, ranked = self._hits(searcher, compiled, query, opened)
        hits = _opened_hits(searcher, ranked, f"c_{query.language}")
        facets = self._facets(searcher, compiled, query, opened) if query.with_facets else {}
        return Found(total, hits, facets)

    def suggest(self, text: str, audience: Sequence[str], limit: int = 8) -> list[Suggestion]:
        searcher, opened = self.reader.view()
        typed = embedded_suggest.query_for(text, opened.schema)
        if typed is None:
            return []
        may_see = self._compile(Query(audience), opened).base
        hits = searcher.search(TQuery.boolean_query([(Occur.Must, typed), *may_see]), limit * 5, count=False).hits
        rows = (searcher.doc(address) for _, address in hits)
        return embedded_suggest.chosen(text, ((_key(row), _bytes(row, "phrases").decode()) for row in rows), limit)

    def _compile(self, query: Query, opened: Opened) -> Compiled:
        if self._compiler is None or self._compiler[0] is not opened:
            self._compiler = opened, Compiler(self.definition, opened.schema, opened.fields)
        return self._compiler[1].compile(query)

    def _hits(self, searcher: Searcher, compiled: Compiled, query: Query, opened: Opened) -> tuple[int, Ranking]:
        """The total and the asked slice of the ranking; in a sort, equals stand in the order of their ties."""
        end = query.start + query.size
        wanted = compiled.hits()
        is_sorted = query.sort != RELEVANCE and f"s_{query.sort}" in opened.fields
        if compiled.is_scored and not is_sorted:
            result = searcher.search(wanted, query.size, offset=query.start)
            return result.count, result.hits  # type: ignore[attr-defined]
        how: dict[str, Any] = {"order_by_field": f"s_{query.sort}"}
        if not is_sorted:
            how = {"order_by_field": "tie", "order": Order.Asc}
        limit = end + SLACK
        while True:
            result = searcher.search(wanted, limit, **how)
            ranked = result.hits
            if len(ranked) < limit or ranked[end - 1][0] != ranked[-1][0] or limit > DEEPEST:
                return result.count, _settled(searcher, ranked, query.start, end)  # type: ignore[attr-defined]
            limit *= 4

    def _facets(self, searcher: Searcher, compiled: Compiled, query: Query, opened: Opened) -> dict[str, FacetCounts]:
        facets = self.definition.facets
        free = [facet for facet in facets if facet.name not in query.chosen]
        counted: dict[str, Any] = {}
        if asked := aggregations(free, query.bands, opened.fields):
            counted.update(searcher.aggregate(compiled.counted(), asked))
        for name in query.chosen:
            facet = self.definition.facet_by_name[name]
            if asked := aggregations([facet], query.bands, opened.fields):
                counted.update(searcher.aggregate(compiled.counted(name), asked))
        return {facet.name: _counts(facet, counted.get(facet.name), query) for facet in facets}


def _settled(searcher: Searcher, ranked: Ranking, start: int, end: int) -> Ranking:
    """The slice [start:end] of a ranking, with every run of equal ranks that touches it ordered by tie."""
    page = ranked[start:end]
    if not page:
        return []
    low, high = start, start + len(page)
    while low and ranked[low - 1][0] == page[0][0]:
        low -= 1
    while high < len(ranked) and ranked[high][0] == page[-1][0]:
        high += 1
    touched = ranked[low:high]
    if len({rank for rank, _ in touched}) == len(touched):
        return page
    ties = searcher.fast_field_values("tie", [address for _, address in touched])
    order = sorted(range(len(touched)), key=lambda place: (-touched[place][0], ties[place]))
    return [touched[place] for place in order[start - low : end - low]]


def _counts(facet: Facet, counted: Mapping[str, Any] | None, query: Query) -> FacetCounts:
    """A facet's values from tantivy's buckets, by the facet's order, chosen values kept whatever the limit."""
    chosen = query.chosen.get(facet.name, ())
    buckets: list[dict[str, Any]] = counted["buckets"] if counted else []
    if facet.kind == "ranges":
        found = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        bands = query.bands.get(facet.name, ())
        return FacetCounts(facet, tuple(FacetValue(b.value, found.get(b.value, 0), b.value in chosen) for b in bands))
    buckets.sort(key=BY_KEY)
    buckets.sort(key=BY_COUNT, reverse=True)
    kept, others = buckets[: facet.limit], buckets[facet.limit :]
    values = [FacetValue(bucket["key"], bucket["doc_count"], bucket["key"] in chosen) for bucket in kept]
    if chosen:
        left = {bucket["key"]: bucket["doc_count"] for bucket in others}
        listed = {value.value for value in values}
        values.extend(FacetValue(value, left.pop(value, 0), True) for value in chosen if value not in listed)
        return FacetCounts(facet, _in_order(facet, values), len(left))
    return FacetCounts(facet, _in_order(facet, values), len(others))


def _in_order(facet: Facet, values: list[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=BY_VALUE) if facet.order == "value" else values)


def _opened_hits(searcher: Searcher, ranked: Ranking, card_field: str) -> list[Hit]:
    hits = []
    for rank, address in ranked:
        first = searcher.doc(address).get_first
        card: bytes | None = first(card_field)
        hits.append(Hit(first("key") or "", card.decode() if card else "", first("payload") or b"{}", rank))
    return hits


def _count(searcher: Searcher, query: TQuery) -> int:
    return int(searcher.search(query, 1).count)  # type: ignore[attr-defined]


def _state(opened: Opened, *states: str) -> TQuery:
    return TQuery.term_set_query(opened.schema, "state", list(states))


def _key(row: Row) -> str:
    return str(row.get_first("key"))


def _bytes(row: Row, field: str) -> bytes:
    return bytes(row.get_first(field) or b"")
