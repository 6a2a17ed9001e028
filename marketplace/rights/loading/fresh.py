"""Writing rights that the database does not hold yet: projected in memory, inserted as plain rows."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from marketplace.core import bulk, clock
from marketplace.core.models import IndexChange

from .. import codes
from ..burdens import Burden
from ..models import Encumbrance, Right, RightEvent, RightNumber, RightOwner, RightText
from ..projection import Basis, LegalEvent, Projection, Terms, project
from ..standing import BURDEN_COLUMNS, burden_values, columns_of, is_number_proven, owner_columns, proof_of
from .gathering import TOLD, Gathered, Told
from .owner_book import OwnerBook

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# Events after which rights differ in nothing but their owners.
_ALIKE = (codes.PUBLISHED, codes.GRANTED)

_NUMBER_COLUMNS = ("right_id", "scheme", "canonical", "slug")
_OWNER_COLUMNS = ("right_id", "owner_id", "name", "position")
_EVENT_COLUMNS = (
    "id", "right_id", "code", "on", "facts", "source", "source_ref", "as_of", "fingerprint", "supersedes_id", "reason",
    "entered_by", "confirmed_by", "batch_id", "recorded_at",
)  # fmt: skip
_TEXT_COLUMNS = ("right_id", "abstract", "abstract_en", "claims", "citations", "goods")
_PROJECTED = tuple(name for name in columns_of(Projection(), "") if name not in ("owner_names", "owner_kind"))
RIGHT_COLUMNS = (
    "id", "slug", "kind", "jurisdiction", *TOLD, *_PROJECTED, "owner_names", "owner_kind", "proof", "version",
    "created_at", "updated_at",
)  # fmt: skip


class Derived(NamedTuple):
    """What follows from a new right's log but for its owners, ready to be written."""

    columns: tuple[Any, ...]
    proof: str
    burdens: tuple[Burden, ...]


Owned = tuple[tuple[str, ...], Derived]


def insert_rights(
    gathered: Sequence[Gathered], book: OwnerBook, *, batch_id: int, terms: Terms, today: date
) -> tuple[list[int], int]:
    """Write rights with numbers, owners, events, texts and index changes; returns their ids and how many events."""
    ids = bulk.reserve_ids(Right, len(gathered))
    logs = [each.log() for each in gathered]
    count = sum(map(len, logs))
    number_events(logs)
    slugs = [each.slug for each in gathered]
    derived = [_derive(each, slug, log, terms, today) for each, slug, log in zip(gathered, slugs, logs, strict=True)]
    book.enter([(each, names) for each, (names, _found) in zip(gathered, derived, strict=True)])
    now = clock.now()
    at = bulk.instant(now)
    rows = [_right_row(*found, book, at) for found in zip(ids, slugs, gathered, derived, strict=True)]
    bulk.insert(Right, RIGHT_COLUMNS, rows)
    bulk.insert(RightNumber, _NUMBER_COLUMNS, _number_rows(ids, gathered))
    bulk.insert(RightOwner, _OWNER_COLUMNS, _owner_rows(ids, derived, book))
    insert_events(zip(ids, logs, strict=True), batch_id=batch_id, at=now)
    bulk.insert(Encumbrance, ("right_id", *BURDEN_COLUMNS), _burden_rows(ids, derived))
    bulk.insert(RightText, _TEXT_COLUMNS, _text_rows(ids, gathered))
    bulk.insert(IndexChange, ("index", "key", "at"), [("rights", str(pk), at) for pk in ids])
    return ids, count


def number_events(logs: Iterable[list[Told]]) -> None:
    """Reserve an id for every event of the logs and give it to them."""
    told = [each for log in logs for each in log]
    for each, pk in zip(told, bulk.reserve_ids(RightEvent, len(told)), strict=True):
        each.id = pk


def insert_events(logs: Iterable[tuple[int, list[Told]]], *, batch_id: int, at: datetime) -> None:
    """Append events that were numbered."""
    now = bulk.instant(at)
    rows = [
        (
            told.id, right_id, told.code, told.on.isoformat(), told.text, told.source, "", told.as_of.isoformat(),
            told.mark, None, "", None, None, batch_id, now,
        )
        for right_id, log in logs
        for told in log
    ]  # fmt: skip
    bulk.insert(RightEvent, _EVENT_COLUMNS, rows)


def _derive(each: Gathered, slug: str, log: list[Told], terms: Terms, today: date) -> Owned:
    basis = Basis(each.kind, each.jurisdiction, each.told["filing_on"])
    is_proven = is_number_proven(slug)
    told = log[0]
    if len(log) > 1 or told.code not in _ALIKE:
        projection = project(basis, [told.event() for told in log], terms=terms, today=today)
        return projection.owners, _ready(projection, is_proven)
    names = told.facts.get("owners", ())
    if len(names) > 1 or "" in names:
        names = dict.fromkeys(filter(None, names))
    return tuple(names), _derive_alike(
        basis, told.code, told.on, told.source, told.as_of, bool(names), is_proven, terms, today
    )


@lru_cache(maxsize=4096)
def _derive_alike(
    basis: Basis,
    code: str,
    on: date,
    source: str,
    as_of: date,
    has_owners: bool,
    is_proven: bool,
    terms: Terms,
    today: date,
) -> Derived:
    """Rights of one kind and filing day that were published or granted on one day differ in their owners only."""
    facts = {"owners": ["?"]} if has_owners else {}
    event = LegalEvent(0, "", code, on, facts, source, as_of)
    return _ready(project(basis, [event], terms=terms, today=today), is_proven)


def _ready(projection: Projection, is_proven: bool) -> Derived:
    columns = {**columns_of(projection, ""), "number_proven": is_proven}
    proof = proof_of(projection, {})
    del proof["owners"]
    return Derived(
        columns=tuple(_plain(columns[name]) for name in _PROJECTED),
        proof=encode(proof)[1:-1],
        burdens=tuple(projection.burdens),
    )


def _right_row(pk: int, slug: str, each: Gathered, owned: Owned, book: OwnerBook, at: str) -> tuple[Any, ...]:
    told = each.told
    names, found = owned
    owners = ",".join(f'[{encode_basestring(name)},"{book.ref_of(name)}"]' for name in names)
    proof = f'{{{found.proof},"owners":[{owners}]}}'
    return (
        pk, slug, each.kind, each.jurisdiction, told["title"], told["title_en"], _plain(told["filing_on"]),
        told["main_class"], _texts(told["classes"]), _texts(told["inventors"]), told["province"], told["city"],
        *found.columns, *owner_columns(names).values(), proof, 1, at, at,
    )  # fmt: skip


def _texts(values: Sequence[str]) -> str:
    """A list of texts as JSON."""
    return f"[{','.join(map(encode_basestring, values))}]" if values else "[]"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _number_rows(ids: Sequence[int], gathered: Sequence[Gathered]) -> list[tuple[Any, ...]]:
    return [
        (pk, number.scheme, number.canonical, number.slug)
        for pk, each in zip(ids, gathered, strict=True)
        for number in each.numbers.values()
    ]


def _owner_rows(ids: Sequence[int], derived: Sequence[Owned], book: OwnerBook) -> list[tuple[Any, ...]]:
    return [
        (pk, book.id_of(name), name[:300], position)
        for pk, (names, _found) in zip(ids, derived, strict=True)
        for position, name in enumerate(names)
    ]


def _burden_rows(ids: Sequence[int], derived: Sequence[Owned]) -> list[tuple[Any, ...]]:
    return [
        (pk, *map(_plain, burden_values(burden)))
        for pk, (_names, found) in zip(ids, derived, strict=True)
        for burden in found.burdens
    ]


def _text_rows(ids: Sequence[int], gathered: Sequence[Gathered]) -> list[tuple[Any, ...]]:
    return [
        (
            pk,
            each.text.abstract,
            each.text.abstract_en,
            _texts(each.text.claims),
            _texts(each.text.citations),
            _texts(each.text.goods),
        )
        for pk, each in zip(ids, gathered, strict=True)
        if each.text
    ]
