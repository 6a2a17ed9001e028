"""A whole import: opened, read batch by batch, stopped and taken up again where it stood."""

import contextlib
import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from marketplace.core import bulk, clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import Conflict
from marketplace.core.refs import new_ref

from ..access import can_import_rights
from ..importers import FileRefused, Importer, Source, open_import
from ..importers.base import Read, RightRecord, RowError
from ..importers.words import file_sentence
from ..models import ImportBatch
from ..register_refusals import ImportRefused
from .batches import Counts, Loader, Planner
from .errors_file import ErrorsFile

BATCH_ROWS = 2000
RECORDS = "records"
BATCH_BYTES = 32 * 1024 * 1024
_Status = ImportBatch.Status
Progress = Callable[[int, int | None], None]


@dataclass(slots=True)
class Report:
    """What an import did, or what a dry run says it would do."""

    format: str
    counts: Counts
    errors_path: Path | None = None
    batch: ImportBatch | None = None
    is_resumed: bool = False
    is_already_done: bool = False


def import_file(
    path: Path,
    *,
    by: Actor,
    format_name: str = "",
    as_of: date | None = None,
    resume: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Read a file's rights into the database, each batch in a transaction of its own.

    `as_of` is the day the file speaks of where it does not say so itself; `resume` goes on where an import of the
    same bytes stopped. Raises NotAllowed, ImportRefused (with nothing more written), Conflict.
    """
    require(can_import_rights(by), by)

    try:
        source, importer = open_import(path, format_name=format_name, as_of=as_of)
    except FileRefused as error:
        raise ImportRefused(file_sentence(error), code=error.code) from error
    with contextlib.closing(source):
        if dry_run:
            return _plan(source, importer, progress)
        return _import(source, importer, by, resume, progress)


def _import(source: Source, importer: Importer, by: Actor, resume: bool, progress: Progress) -> Report:
    digest = _sha256(source.path)
    batch = _unfinished(digest, importer) if resume else None
    if resume and batch is None:
        done = ImportBatch.objects.filter(sha256=digest, format=importer.name, status=_Status.FINISHED)
        if finished := done.order_by("-pk").first():
            return Report(importer.name, Counts(), batch=finished, is_already_done=True)
    is_resumed = batch is not None
    batch = _taken_up(batch, by) if batch else _begin(source.path.name, digest, importer.name, by)
    report = Report(importer.name, Counts(), Path(batch.error_path), batch, is_resumed)
    _run(report, importer.read(source, batch.position), by, lambda done: progress(done, source.row_count))
    return report


def load_records(records: Iterable[RightRecord], *, by: Actor, name: str) -> Report:
    """Write records that were made here rather than read from a file; `name` says where they come from.

    Raises NotAllowed.
    """
    require(can_import_rights(by), by)

    made = list(records)
    batch = _begin(name, hashlib.sha256(repr(made).encode()).hexdigest(), RECORDS, by)
    report = Report(RECORDS, Counts(), Path(batch.error_path), batch)
    _run(report, enumerate(made, start=1), by)
    return report


def devote_process() -> None:
    """For a process of which an import is the whole work: collect garbage and fold in SQLite's log less often.

    Hundreds of thousands of short-lived rows make no cycles, and each folding waits for the disk.
    """
    bulk.spare_checkpoints()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _run(report: Report, read: Read, by: Actor, progress: Callable[[int], None] = lambda done: None) -> None:
    batch = report.batch
    assert batch is not None
    errors = ErrorsFile(Path(batch.error_path))
    errors.keep(batch.rows_refused)
    loader = Loader(batch, errors, by=by)
    try:
        for rows, position in batched(read):
            _add(report.counts, loader.load(rows, position))
            progress(position)
    except FileRefused as error:
        ImportBatch.FLOW.advance(batch, _Status.REFUSED, by=by, reason=error.code)
        raise ImportRefused(file_sentence(error), code=error.code, batch=batch.ref) from error
    except Conflict:
        raise  # another process carries this import on; it stays running there
    except BaseException:
        ImportBatch.FLOW.advance(batch, _Status.INTERRUPTED, by=by, position=batch.position)
        raise
    facts = {field.name: getattr(batch, field.name) for field in fields(Counts)}
    ImportBatch.FLOW.advance(batch, _Status.FINISHED, by=by, **facts)


def _plan(source: Source, importer: Importer, progress: Progress) -> Report:
    report, planner = Report(importer.name, Counts()), Planner()
    try:
        for rows, position in batched(importer.read(source)):
            _add(report.counts, planner.load(rows, position))
            progress(position, source.row_count)
    except FileRefused as error:
        raise ImportRefused(file_sentence(error), code=error.code) from error
    finally:
        planner.seen.close()
    return report


def batched(
    read: Iterable[tuple[int, RightRecord | RowError]],
) -> Iterator[tuple[list[tuple[int, RightRecord | RowError]], int]]:
    """Rows in lots of at most two thousand, or fewer where they carry many drawings, with the last position."""
    rows: list[tuple[int, RightRecord | RowError]] = []
    weight = 0
    for position, found in read:
        rows.append((position, found))
        if isinstance(found, RightRecord) and found.drawings:
            weight += sum(len(drawing.content) for drawing in found.drawings)
        if len(rows) >= BATCH_ROWS or weight >= BATCH_BYTES:
            yield rows, position
            rows, weight = [], 0
    if rows:
        yield rows, rows[-1][0]


def _add(total: Counts, counts: Counts) -> None:
    for each in fields(Counts):
        setattr(total, each.name, getattr(total, each.name) + getattr(counts, each.name))


def _unfinished(digest: str, importer: Importer) -> ImportBatch | None:
    """The last import of these bytes that was stopped, or killed while it ran."""
    standing = ImportBatch.objects.filter(
        sha256=digest, format=importer.name, status__in=[_Status.INTERRUPTED, _Status.RUNNING]
    )
    return standing.order_by("-pk").first()


@transaction.atomic
def _taken_up(batch: ImportBatch, by: Actor) -> ImportBatch:
    if batch.status == _Status.INTERRUPTED:
        return ImportBatch.FLOW.advance(batch, _Status.RUNNING, by=by, verb="resumed", position=batch.position)
    events.record("importbatch.resumed", subject=batch, by=by, facts={"position": batch.position})
    return batch


@transaction.atomic
def _begin(name: str, digest: str, format_name: str, by: Actor) -> ImportBatch:
    ref = new_ref("IM")
    batch = ImportBatch.objects.create(
        ref=ref,
        filename=name[:255],
        sha256=digest,
        format=format_name,
        error_path=str(settings.VAR_DIR / "imports" / f"{ref}-errors.csv"),
        started_by=by.user_id,
        created_at=clock.now(),
    )
    events.record("importbatch.started", subject=batch, by=by, facts={"format": format_name, "sha256": digest})
    return batch


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
