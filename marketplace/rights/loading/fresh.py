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
from .gathering import TOLD, Gathered
from .owner_book import OwnerBook

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Told = tuple[LegalEvent, str]

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
    """What follows from a new right's log, ready to be written but for the owners' records."""

    owners: tuple[str, ...]
    columns: tuple[Any, ...]
    proof: str
    burdens: tuple[Burden, ...]


def insert_rights(
    gathered: Sequence[Gathered], book: OwnerBook, *, batch_id: int, terms: Terms, today: date
) -> tuple[list[int], int]:
    """Write rights with numbers, owners, events, texts and index changes; returns their ids and how many events."""
    ids = bulk.reserve_ids(Right, len(gathered))
    logs = [list(each.log().values()) for each in gathered]
    count = sum(map(len, logs))
    event_ids = iter(bulk.reserve_ids(RightEvent, count))
    logs = [[(event._replace(id=next(event_ids)), text) for event, text in log] for log in logs]
    slugs = [each.slug for each in gathered]
    derived = [_derive(*found, terms, today) for found in zip(gathered, slugs, logs, strict=True)]
    book.enter([(each, found.owners) for each, found in zip(gathered, derived, strict=True)])
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


def insert_events(logs: Iterable[tuple[int, list[Told]]], *, batch_id: int, at: datetime) -> None:
    """Append events whose ids were reserved."""
    now = bulk.instant(at)
    rows = [
        (
            event.id, right_id, event.code, event.on.isoformat(), text, event.source, "", event.as_of.isoformat(),
            event.key, None, "", None, None, batch_id, now,
        )
        for right_id, log in logs
        for event, text in log
    ]  # fmt: skip
    bulk.insert(RightEvent, _EVENT_COLUMNS, rows)


def _derive(each: Gathered, slug: str, log: list[Told], terms: Terms, today: date) -> Derived:
    basis = Basis(each.kind, each.jurisdiction, each.told["filing_on"])
    is_proven = is_number_proven(slug)
    event = log[0][0]
    if len(log) > 1 or event.code not in _ALIKE:
        projection = project(basis, [event for event, _text in log], terms=terms, today=today)
        return _ready(projection, is_proven)
    names = tuple(dict.fromkeys(filter(None, event.facts.get("owners", ()))))
    alike = event._replace(id=0, key="", facts=_Facts(bool(names)))  # type: ignore[arg-type]
    found = _derive_alike(basis, alike, is_proven, terms, today)  # type: ignore[arg-type]
    return found._replace(owners=names)


class _Facts(NamedTuple):
    """Stands for the facts of an event of which only it matters whether they name owners."""

    has_owners: bool

    def get(self, name: str, default: Any = None) -> Any:
        return ("?",) if name == "owners" and self.has_owners else default


@lru_cache(maxsize=8192)
def _derive_alike(basis: Basis, event: LegalEvent, is_proven: bool, terms: Terms, today: date) -> Derived:
    """Rights of one kind and filing day that were published or granted on one day differ in their owners only."""
    return _ready(project(basis, [event], terms=terms, today=today), is_proven)


def _ready(projection: Projection, is_proven: bool) -> Derived:
    columns = {**columns_of(projection, ""), "number_proven": is_proven}
    proof = proof_of(projection, {})
    del proof["owners"]
    return Derived(
        owners=projection.owners,
        columns=tuple(_plain(columns[name]) for name in _PROJECTED),
        proof=encode(proof)[1:-1],
        burdens=tuple(projection.burdens),
    )


def _right_row(pk: int, slug: str, each: Gathered, found: Derived, book: OwnerBook, at: str) -> tuple[Any, ...]:
    told = each.told
    owned = ",".join(f"[{encode_basestring(name)},{encode_basestring(book.ref_of(name))}]" for name in found.owners)
    proof = f'{{{found.proof},"owners":[{owned}]}}'
    return (
        pk, slug, each.kind, each.jurisdiction, told["title"], told["title_en"], _plain(told["filing_on"]),
        told["main_class"], _texts(told["classes"]), _texts(told["inventors"]), told["province"], told["city"],
        *found.columns, *owner_columns(found.owners).values(), proof, 1, at, at,
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


def _owner_rows(ids: Sequence[int], derived: Sequence[Derived], book: OwnerBook) -> list[tuple[Any, ...]]:
    return [
        (pk, book.id_of(name), name[:300], position)
        for pk, found in zip(ids, derived, strict=True)
        for position, name in enumerate(found.owners)
    ]


def _burden_rows(ids: Sequence[int], derived: Sequence[Derived]) -> list[tuple[Any, ...]]:
    return [
        (pk, *map(_plain, burden_values(burden)))
        for pk, found in zip(ids, derived, strict=True)
        for burden in found.burdens
    ]


def _text_rows(ids: Sequence[int], gathered: Sequence[Gathered]) -> list[tuple[Any, ...]]:
    return [
        (pk, each.text.abstract, each.text.abstract_en, _texts(each.text.claims), _texts(each.text.citations), "[]")
        for pk, each in zip(ids, gathered, strict=True)
        if each.text
    ]
