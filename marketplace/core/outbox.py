"""What must reach another system is a row of the business transaction: index changes and jobs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from . import bulk, clock
from .models import IndexChange, Job

Position = tuple[int, int]
START: Position = (0, 0)


def index_changed(index: str, keys: Iterable[str]) -> None:
    """Note that these keys' search documents may have changed."""
    at = bulk.instant(clock.now())
    bulk.insert(IndexChange, ("index", "key", "at"), [(index, str(key), at) for key in keys])


def read_changes(index: str, position: Position, limit: int = 1000) -> tuple[list[str], Position]:
    """Changes after a position, oldest first, and the position behind them.

    Rows are ordered by writing transaction and read only up to the oldest one still open, so a row that commits
    late is never skipped.
    """
    xact, row_id = position
    changes = IndexChange.objects.filter(index=index).filter(Q(xact__gt=xact) | Q(xact=xact, id__gt=row_id))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            changes = changes.filter(xact__lt=cursor.fetchone()[0])
    rows = list(changes.order_by("xact", "id").values_list("key", "xact", "id")[:limit])
    if not rows:
        return [], position
    return list(dict.fromkeys(row[0] for row in rows)), (rows[-1][1], rows[-1][2])


def latest_position(index: str) -> Position:
    """The position of the newest row that every reader can already see."""
    row = IndexChange.objects.filter(index=index).order_by("-xact", "-id").values_list("xact", "id").first()
    return row or START


def enqueue(
    task: str, *, key: str | None = None, run_at: datetime | None = None, lane: str = "task", **arguments: Any
) -> None:
    """Write a job for the worker; with a `key`, once only however often it is asked for."""
    fields = {"task": task, "arguments": arguments, "lane": lane, "run_at": run_at or clock.now()}
    if key is None:
        job = Job.objects.create(**fields)
    else:
        job, is_new = Job.objects.get_or_create(key=key, defaults=fields)
        if not is_new:
            return
    if settings.CELERY_BROKER_URL and run_at is None:
        from .tasks import run_job

        transaction.on_commit(lambda: run_job.delay(job_id=job.pk))
