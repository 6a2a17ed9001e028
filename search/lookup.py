"""What pages look up without a typed line: documents by keyword, how many there are, what is like another."""

from collections.abc import Hashable, Sequence

from django.utils.translation import get_language

from . import backends
from .backends.base import RELEVANCE, Found, Query, SearchUnavailable
from .document import PUBLIC, Hit
from .nodes import Keyword, Node

MOST = 100

# By index: the state of it that was counted, and how many public documents it held.
_totals: dict[str, tuple[Hashable, int]] = {}


def find(
    index: str,
    tree: Node | None,
    *,
    sort: str = RELEVANCE,
    page: int = 1,
    size: int = 20,
    audience: Sequence[str] = (PUBLIC,),
) -> Found:
    """Documents that a tree describes, in the active language; nothing where there is no index yet."""
    query = Query(
        audience,
        tree,
        sort=sort,
        start=(page - 1) * size,
        size=size,
        language=get_language() or "",
        with_facets=False,
    )
    try:
        return backends.get(index).search(query)
    except SearchUnavailable:
        return Found(0, (), {})


def by_keyword(index: str, name: str, values: Sequence[str], audience: Sequence[str] = (PUBLIC,)) -> list[Hit]:
    """The documents that carry one of the values, in no order."""
    if not values:
        return []
    return list(find(index, Keyword((name,), tuple(values)), size=min(len(values), MOST), audience=audience).hits)


def count(index: str, tree: Node | None = None) -> int:
    """How many public documents there are, or that a tree describes."""
    if tree is not None:
        return find(index, tree, size=1).total
    state = backends.get(index).state()
    kept = _totals.get(index)
    if state is None or kept is None or kept[0] != state:
        # Read after the state: what is counted is that state or a later one, which counts anew.
        kept = _totals[index] = state, find(index, None, size=1).total
    return kept[1]
