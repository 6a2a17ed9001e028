"""Completing phrases in tantivy: the last word typed may be a beginning, the ones before it are whole."""

from collections.abc import Iterable

from tantivy import Query as TQuery
from tantivy import Schema

from ..document import Suggestion
from ..text import contains, fold, is_unspaced, placed, raw_tokens
from .embedded_schema import PHRASE_BREAK

MAX_TYPED = 60


def query_for(text: str, schema: Schema) -> TQuery | None:
    """None when too little is typed to complete: nothing at all, or a single letter."""
    folded = fold(text[:MAX_TYPED])
    tokens = raw_tokens(folded)
    if not tokens or (len(tokens) == 1 and len(tokens[0]) == 1 and not is_unspaced(tokens[0])):
        return None
    terms = placed(tokens)
    first = terms[0][0]
    words: list[str | tuple[int, str]] = [(position - first, term) for position, term in terms]
    is_open = not is_unspaced(tokens[-1]) and not folded[-1].isspace()
    if len(terms) == 1:
        term = terms[0][1]
        if is_open:
            return TQuery.fuzzy_term_query(schema, "suggest", term, distance=0, prefix=True)
        return TQuery.term_query(schema, "suggest", term)
    if is_open:
        return TQuery.phrase_prefix_query(schema, "suggest", words)
    return TQuery.phrase_query(schema, "suggest", words)


def chosen(text: str, rows: Iterable[tuple[str, str]], limit: int) -> list[Suggestion]:
    """The phrases that hold what was typed, those that begin with it first, each once."""
    typed = raw_tokens(fold(text[:MAX_TYPED]))
    ranked: dict[str, tuple[bool, int, Suggestion]] = {}
    for place, (key, joined) in enumerate(rows):
        for phrase in joined.split(PHRASE_BREAK):
            tokens = raw_tokens(fold(phrase))
            if completes(tokens, typed):
                is_inside = not completes(tokens[: len(typed)], typed)
                ranked.setdefault(fold(phrase), (is_inside, place, Suggestion(phrase, key)))
    return [suggestion for _, _, suggestion in sorted(ranked.values())[:limit]]


def completes(tokens: list[str], typed: list[str]) -> bool:
    """Whether `typed` stands in `tokens`, its last word perhaps only begun."""
    whole, last = typed[:-1], typed[-1]
    for place, token in enumerate(tokens):
        if token.startswith(last) and place >= len(whole) and tokens[place - len(whole) : place] == whole:
            return True
    return bool(whole) and contains(tokens, typed)
