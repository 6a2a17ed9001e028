"""One batch of rows in one transaction: rights added, rights extended, position saved, or nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from marketplace.core import clock, events
from marketplace.core.access import Actor
from marketplace.core.errors import Conflict

from ..importers.base import RightRecord, RowError
from ..models import ImportBatch, RightEvent
from ..projection import Terms
from ..term_rules import current_terms
from .drawings import write_drawings
from .errors_file import ErrorsFile
from .fresh import insert_rights
from .gathering import Gathered, gather, resolve
from .known import extend_rights
from .owner_book import OwnerBook
from .seen import Seen

TRIES = 3
Rows = Sequence[tuple[int, RightRecord | RowError]]


@dataclass(slots=True)
class Counts:
    """What a batch, or a whole import, came to."""

    rows_read: int = 0
    rights_added: int = 0
    rights_changed: int = 0
    events_added: int = 0
    rows_refused: int = 0


class Loader:
    """Writes batch after batch of one import."""

    def __init__(self, batch: ImportBatch, errors: ErrorsFile, *, by: Actor) -> None:
        self.batch, self.errors, self.by = batch, errors, by
        self.book = OwnerBook()
        self.terms: Terms = current_terms()
        self.today: date = clock.today()

    def load(self, rows: Rows, position: int) -> Counts:
        """Write the rows and move the import to `position`. Raises Conflict when another process moved it."""
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    counts = self._load(rows, position)
                self._moved(counts, position)
                return counts
            except IntegrityError:
                # Another import entered one of the same owners or numbers meanwhile: look again.
                self.book.forget()
                self.errors.keep(self.batch.rows_refused)
                if attempt == TRIES:
                    raise
        raise AssertionError("unreachable")

    def _load(self, rows: Rows, position: int) -> Counts:
        counts, gathered, errors = _sorted_out(rows)
        resolve(gathered)
        fresh = [each for each in gathered if not each.right_ids]
        known = [each for each in gathered if each.right_ids]
        if known:
            changed, added_events, refused = extend_rights(known, by=self.by, batch_id=self.batch.pk)
            errors += refused
            counts.rights_changed, counts.events_added = len(changed), added_events
        if fresh:
            ids, added_events = insert_rights(
                fresh, self.book, batch_id=self.batch.pk, terms=self.terms, today=self.today
            )
            write_drawings({pk: each for pk, each in zip(ids, fresh, strict=True) if each.drawings})
            counts.rights_added = len(ids)
            counts.events_added += added_events
        counts.rows_refused = len(errors)
        self._save_position(counts, position)
        self.errors.append(errors)
        return counts

    def _save_position(self, counts: Counts, position: int) -> None:
        batch = self.batch
        names = Counts.__slots__
        columns: dict[str, Any] = {name: F(name) + getattr(counts, name) for name in names}
        moved = ImportBatch.objects.filter(pk=batch.pk, position=batch.position, status=batch.status).update(
            position=position, updated_at=clock.now(), **columns
        )
        if not moved:
            raise Conflict(batch=batch.ref)
        facts = {name: getattr(counts, name) for name in names}
        events.record("importbatch.loaded", subject=batch, by=self.by, facts={"position": position, **facts})

    def _moved(self, counts: Counts, position: int) -> None:
        self.batch.position = position
        for name in Counts.__slots__:
            setattr(self.batch, name, getattr(self.batch, name) + getattr(counts, name))


class Planner:
    """Says what a Loader would do, and writes nothing."""

    def __init__(self) -> None:
        self.seen = Seen()

    def load(self, rows: Rows, position: int) -> Counts:
        """Count a batch as if it were written. A right that changes in two batches counts twice."""
        counts, gathered, errors = _sorted_out(rows)
        resolve(gathered)
        for each, marks in zip(gathered, _unknown_marks(gathered), strict=True):
            is_known = bool(each.right_ids) or self.seen.has_any(each.numbers)
            new_numbers = self.seen.add(each.numbers)
            new_events = self.seen.add(marks)
            counts.events_added += new_events
            if not is_known:
                counts.rights_added += 1
            elif new_events or (new_numbers and not each.right_ids):
                counts.rights_changed += 1
        counts.rows_refused = len(errors)
        return counts


def _sorted_out(rows: Rows) -> tuple[Counts, list[Gathered], list[tuple[int, RowError]]]:
    errors = [(position, found) for position, found in rows if isinstance(found, RowError)]
    records = [(position, found) for position, found in rows if isinstance(found, RightRecord)]
    gathered, contradictions = gather(records)
    return Counts(rows_read=len(rows)), gathered, errors + contradictions


def _unknown_marks(gathered: Sequence[Gathered]) -> list[list[str]]:
    """For each right, its events that the database does not hold, named with the right's address."""
    ids = [right_id for each in gathered for right_id in each.right_ids]
    log = RightEvent.objects.filter(Q(right_id__in=ids) | Q(right__merged_into_id__in=ids))
    known = set(log.values_list("fingerprint", flat=True)) if ids else set()
    found = []
    for each in gathered:
        found.append([f"{each.slug}|{told.mark}" for told in each.log() if told.mark not in known])
    return found
