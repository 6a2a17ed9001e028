"""Running jobs: lease, call the task, keep the failure; the same rows serve the embedded worker and Celery."""

import logging
import traceback
from datetime import timedelta

from celery import current_app, shared_task
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from . import clock, events, schedule
from .models import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
ATTEMPTS = 8


def waiting(lane: str | None = None) -> QuerySet[Job]:
    """Jobs that are due and not held by a living worker."""
    now = clock.now()
    jobs = Job.objects.filter(done_at__isnull=True, failed_at__isnull=True, run_at__lte=now)
    jobs = jobs.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now))
    return jobs.filter(lane=lane) if lane else jobs


def lease(job_id: int) -> Job | None:
    """Take a job for ten minutes, or None when it is done, not due, or somebody else's."""
    taken = waiting().filter(pk=job_id).update(leased_until=clock.now() + LEASE, attempts=F("attempts") + 1)
    return Job.objects.get(pk=job_id) if taken else None


def run(job: Job) -> bool:
    """Call a leased job's task; a failure is kept on the row and tried again later, ever more slowly."""
    try:
        with transaction.atomic():
            current_app.tasks[job.task](**job.arguments)
            Job.objects.filter(pk=job.pk).update(done_at=clock.now(), leased_until=None, last_error="")
        return True
    except Exception:
        logger.exception("job %s failed on attempt %s", job, job.attempts)
        now = clock.now()
        Job.objects.filter(pk=job.pk).update(
            last_error=traceback.format_exc()[-4000:],
            leased_until=None,
            run_at=now + timedelta(seconds=2**job.attempts * 5),
            failed_at=now if job.attempts >= ATTEMPTS else None,
        )
        return False


def run_waiting(lane: str | None = None, limit: int = 100) -> int:
    """Run due jobs one by one; returns how many were called."""
    count = 0
    for job_id in list(waiting(lane).order_by("run_at", "id").values_list("pk", flat=True)[:limit]):
        if job := lease(job_id):
            run(job)
            count += 1
    return count


@shared_task(name="core.run_job")
def run_job(*, job_id: int) -> None:
    """Celery's entrance to one job row."""
    if job := lease(job_id):
        run(job)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Pick up jobs whose message was lost with the broker or whose worker died."""
    run_waiting()


@shared_task(name="core.run_schedules")
def run_schedules() -> None:
    schedule.run_due(clock.now())


def seal_events() -> None:
    """Chain the events that wait."""
    events.seal_all()


def close_connection() -> None:
    """Give a lane's database connection back."""
    connection.close()


schedule.register("core.seal_events", seal_events, every=timedelta(minutes=1))
