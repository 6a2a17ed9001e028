"""Our query tree as tantivy queries, built object by object: its own parser raises on what people type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any as Anything

from tantivy import FieldType, Occur, Schema
from tantivy import Query as TQuery

from ..document import PUBLIC
from ..nodes import All, Any, Keyword, Node, Not, Prefix, Range, Text
from ..registry import Band, Facet, IndexDefinition
from ..text import is_unspaced, placed
from .base import Query
from .embedded_schema import LARGEST

Clause = tuple[Occur, TQuery]
MUST, SHOULD, MUST_NOT = Occur.Must, Occur.Should, Occur.MustNot
WORD_SHARE = 0.5
WHOLE_SHARE = 2.0
MOST_VALUES = 1000


@dataclass(slots=True)
class Compiled:
    """`base` narrows by text and audience; `by_facet` are the chosen facets' own clauses; `ranking` only scores.

    `is_scored` is False when nothing in it gives one document a higher score than another.
    """

    base: list[Clause]
    by_facet: dict[str, Clause]
    ranking: list[Clause]
    is_scored: bool

    def hits(self) -> TQuery:
        return combined([*self.base, *self.by_facet.values(), *self.ranking])

    def counted(self, left_out: str = "") -> TQuery:
        """Without ranking, and without the choice of one facet, whose counts show what else could be chosen."""
        return combined([*self.base, *(clause for name, clause in self.by_facet.items() if name != left_out)])


def combined(clauses: list[Clause]) -> TQuery:
    if not any(occur == MUST for occur, _ in clauses):
        clauses = [(MUST, TQuery.const_score_query(TQuery.all_query(), 0.0)), *clauses]
    return clauses[0][1] if len(clauses) == 1 else TQuery.boolean_query(clauses)


class Compiler:
    """Compiles for one opened index; a field it does not have yet (an older shape) matches nothing."""

    def __init__(self, definition: IndexDefinition, schema: Schema, fields: frozenset[str]) -> None:
        self.definition = definition
        self.schema = schema
        self.fields = fields
        self.weights = {item.name: item.weight for item in definition.text_fields if f"t_{item.name}" in fields}

    def compile(self, query: Query) -> Compiled:
        base: list[Clause] = []
        ranking: list[Clause] = []
        texts = positive_texts(query.tree) if query.tree is not None else []
        if query.tree is not None:
            base.extend(self.clauses(query.tree))
            for text in texts:
                ranking.extend(self._words(text))
            for whole in query.wholes:
                ranking.extend((SHOULD, leaf) for leaf in self._leaves(Text(whole), WHOLE_SHARE))
        base.append(self._audience(query.audience))
        by_facet = {
            name: (MUST, self._chosen(self.definition.facet_by_name[name], values, query.bands))
            for name, values in query.chosen.items()
        }
        return Compiled(base, by_facet, ranking, bool(texts))

    def clauses(self, node: Node) -> list[Clause]:
        if isinstance(node, All):
            return [clause for part in node.parts for clause in self.clauses(part)]
        if isinstance(node, Not):
            return [(MUST_NOT, self.node(node.part))]
        return [(MUST, self.node(node))]

    def node(self, node: Node) -> TQuery:
        match node:
            case Text():
                return _any(self._leaves(node))
            case Any():
                return _any([self.node(part) for part in node.parts])
            case Keyword():
                return _unscored([self._terms(f"k_{name}", node.values) for name in node.fields])
            case Prefix():
                return _unscored([self._prefix(f"k_{name}", node.start) for name in node.fields])
            case Range():
                return _unscored([self._between(f"n_{node.field}", node.low, node.high)])
            case _:
                return combined(self.clauses(node))

    def _leaves(self, node: Text, share: float = 1.0) -> list[TQuery]:
        leaves = []
        for name in node.fields or self.weights:
            if (weight := self.weights.get(name)) is not None:
                leaf = self._standing(f"t_{name}", node.tokens)
                leaves.append(leaf if weight * share == 1.0 else TQuery.boost_query(leaf, weight * share))
        return leaves

    def _standing(self, field: str, tokens: Sequence[str]) -> TQuery:
        terms = placed(tokens)
        if len(terms) == 1:
            return TQuery.term_query(self.schema, field, terms[0][1])
        first = terms[0][0]
        words: list[str | tuple[int, str]] = [(position - first, term) for position, term in terms]
        return TQuery.phrase_query(self.schema, field, words)

    def _words(self, node: Text) -> list[Clause]:
        """A Chinese word that the dictionary, too, sees in the text counts more than the same characters by chance."""
        if len(node.tokens) < 2 or not all(map(is_unspaced, node.tokens)):
            return []
        word = "".join(node.tokens)
        names = [name for name in node.fields or self.weights if f"w_{name}" in self.fields]
        return [
            (SHOULD, TQuery.boost_query(self._term(f"w_{name}", word), self.weights[name] * WORD_SHARE))
            for name in names
        ]

    def _audience(self, audience: Sequence[str]) -> Clause:
        """What is open to all is the rule, so it is not looked up: what is restricted is left out."""
        others = [group for group in audience if group != PUBLIC]
        if PUBLIC not in audience:
            return MUST, _unscored([self._terms("audience", others)])
        restricted = self._term("restricted", "1")
        if others:
            restricted = TQuery.boolean_query([(MUST, restricted), (MUST_NOT, self._terms("audience", others))])
        return MUST_NOT, restricted

    def _chosen(self, facet: Facet, values: Sequence[str], bands: Mapping[str, Sequence[Band]]) -> TQuery:
        if facet.kind == "terms":
            return _unscored([self._terms(f"k_{facet.name}", values)])
        wanted = [band for band in bands.get(facet.name, ()) if band.value in values]
        return _unscored([self._between(f"n_{facet.number}", band.low, band.high) for band in wanted])

    def _term(self, field: str, value: str) -> TQuery:
        return TQuery.term_query(self.schema, field, value, index_option="basic")

    def _terms(self, field: str, values: Sequence[str]) -> TQuery:
        if field not in self.fields or not values:
            return TQuery.empty_query()
        if len(values) == 1:
            return self._term(field, values[0])
        return TQuery.term_set_query(self.schema, field, list(values))

    def _prefix(self, field: str, start: str) -> TQuery:
        if field not in self.fields:
            return TQuery.empty_query()
        return TQuery.fuzzy_term_query(self.schema, field, start, distance=0, prefix=True)

    def _between(self, field: str, low: int | None, high: int | None) -> TQuery:
        if field not in self.fields:
            return TQuery.empty_query()
        low = -LARGEST if low is None else max(low, -LARGEST)
        high = LARGEST + 1 if high is None else min(high, LARGEST + 1)
        if low >= high:
            return TQuery.empty_query()
        return TQuery.range_query(self.schema, field, FieldType.Integer, low, high, include_upper=False)


def aggregations(facets: Sequence[Facet], bands: Mapping[str, Sequence[Band]], fields: frozenset[str]) -> dict:
    """What is counted in one pass; every segment gives all its values, so that the sums are exact."""
    asked: dict[str, Anything] = {}
    for facet in facets:
        if facet.kind == "terms" and f"k_{facet.name}" in fields:
            terms = {"field": f"k_{facet.name}", "size": MOST_VALUES, "segment_size": 50 * MOST_VALUES}
            asked[facet.name] = {"terms": terms}
        elif facet.kind == "ranges" and f"n_{facet.number}" in fields and bands.get(facet.name):
            ranges = [_range_of(band) for band in bands[facet.name]]
            asked[facet.name] = {"range": {"field": f"n_{facet.number}", "ranges": ranges}}
    return asked


def _range_of(band: Band) -> dict[str, Anything]:
    edges = {"from": band.low, "to": band.high}
    return {"key": band.value, **{edge: float(number) for edge, number in edges.items() if number is not None}}


def positive_texts(node: Node) -> list[Text]:
    match node:
        case Text():
            return [node]
        case All() | Any():
            return [text for part in node.parts for text in positive_texts(part)]
        case _:
            return []


def _any(queries: list[TQuery]) -> TQuery:
    if not queries:
        return TQuery.empty_query()
    return queries[0] if len(queries) == 1 else TQuery.boolean_query([(SHOULD, query) for query in queries])


def _unscored(queries: list[TQuery]) -> TQuery:
    return TQuery.const_score_query(_any(queries), 0.0)
