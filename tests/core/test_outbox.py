"""The outbox: index changes followed by position, jobs leased and retried, schedules played forward."""

from datetime import timedelta

import pytest
from celery import shared_task

from marketplace.core import clock, outbox, schedule, tasks
from marketplace.core.errors import Conflict
from marketplace.core.models import Job, ScheduleRun

pytestmark = pytest.mark.django_db
calls: list[str] = []


@shared_task(name="tests.note")
def note(*, word: str) -> None:
    calls.append(word)


@shared_task(name="tests.fail")
def fail(*, word: str) -> None:
    Job.objects.create(task="tests.note", arguments={"word": "must be rolled back"})
    raise ValueError(word)


@pytest.fixture(autouse=True)
def _no_calls():
    calls.clear()


@pytest.mark.django_db(transaction=True)
def test_changes_are_read_once_in_order_from_a_position():
    outbox.index_changed("listings", ["1", "2"])
    outbox.index_changed("rights", ["9"])
    outbox.index_changed("listings", ["2", "3"])

    keys, position = outbox.read_changes("listings", outbox.START, limit=3)
    assert keys == ["1", "2"]

    keys, position = outbox.read_changes("listings", position)
    assert keys == ["3"]
    assert outbox.read_changes("listings", position) == ([], position)


def test_a_job_with_a_key_is_written_once():
    outbox.enqueue("tests.note", key="k", word="a")
    outbox.enqueue("tests.note", key="k", word="b")

    assert [job.arguments for job in Job.objects.all()] == [{"word": "a"}]


def test_the_worker_runs_what_is_due():
    outbox.enqueue("tests.note", word="now")
    outbox.enqueue("tests.note", word="later", run_at=clock.now() + timedelta(hours=1))

    assert tasks.run_waiting() == 1

    assert calls == ["now"]
    assert Job.objects.filter(done_at__isnull=False).count() == 1


def test_a_failure_stays_on_the_row_undoes_its_writes_and_waits(at_noon):
    outbox.enqueue("tests.fail", word="no")

    tasks.run_waiting()

    job = Job.objects.get()
    assert "ValueError: no" in job.last_error
    assert (job.attempts, job.done_at, job.failed_at) == (1, None, None)
    assert job.run_at == at_noon + timedelta(seconds=10)


def test_one_bad_job_holds_up_nothing():
    outbox.enqueue("tests.fail", word="no")
    outbox.enqueue("tests.note", word="yes")

    tasks.run_waiting()

    assert calls == ["yes"]


def test_a_job_fails_for_good_after_its_attempts(at_noon):
    outbox.enqueue("tests.fail", word="no")
    Job.objects.update(attempts=tasks.ATTEMPTS - 1)

    tasks.run_waiting()

    assert Job.objects.get().failed_at == at_noon
    assert not tasks.waiting().exists()


def test_a_leased_job_is_nobody_elses_until_the_lease_ends(at_noon):
    outbox.enqueue("tests.note", word="x")
    job_id = Job.objects.get().pk
    assert tasks.lease(job_id) is not None

    assert tasks.lease(job_id) is None

    with clock.frozen(at_noon + tasks.LEASE + timedelta(seconds=1)):
        assert tasks.lease(job_id) is not None


def test_a_schedule_runs_once_in_its_span_and_never_backward(at_noon, monkeypatch):
    ran = []
    daily = schedule.Schedule("d", lambda: ran.append(clock.now()), timedelta(days=1))
    monkeypatch.setattr(schedule, "SCHEDULES", {"d": daily})

    assert schedule.run_due(at_noon) == ["d"]
    assert schedule.run_due(at_noon + timedelta(hours=23)) == []
    assert schedule.run_due(at_noon + timedelta(days=1)) == ["d"]
    with pytest.raises(Conflict):
        schedule.run_due(at_noon, force=True)

    assert ran == [at_noon, at_noon + timedelta(days=1)]
    assert ScheduleRun.objects.get().ran_at == at_noon + timedelta(days=1)
