"""The kernel under concurrent writers, on PostgreSQL; each race is first shown without its lock."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from marketplace.accounts.models import Organization
from marketplace.core import clock, events, outbox, schedule, tasks
from marketplace.core.access import system_actor
from marketplace.core.errors import Conflict
from marketplace.core.models import Event, EventSeal, IndexChange, Job, SealedEvent
from tests.concurrency.racing import in_thread, race

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TESTER = system_actor("tester")


@pytest.fixture
def organization():
    return Organization.objects.create(ref="OG-TEST001", kind="firm", name="鞍山试验有限公司", name_key="鞍山试验")


def test_without_the_condition_two_writers_both_believe_they_won(organization):
    def careless():
        row = Organization.objects.get(pk=organization.pk)
        if row.status == "unverified":
            Organization.objects.filter(pk=row.pk).update(**{"status": "under_review"})
            return "won"
        return "lost"

    first = Organization.objects.get(pk=organization.pk)
    assert in_thread(careless) == "won"
    Organization.objects.filter(pk=first.pk).update(**{"status": "under_review"})

    assert first.status == "unverified", "the second writer decided on a stale row and overwrote the first"


def test_of_many_writers_one_advances_and_the_others_hear_why(organization):
    def advance():
        row = Organization.objects.get(pk=organization.pk)
        row.__dict__["status"] = "unverified"
        return Organization.FLOW.advance(row, "under_review", by=TESTER)

    results = race(*[advance] * 20)

    assert sum(isinstance(item, Organization) for item in results) == 1
    assert sum(isinstance(item, Conflict) for item in results) == 19
    assert Event.objects.count() == 1


def test_by_row_id_alone_a_late_commit_would_be_skipped():
    with transaction.atomic():
        outbox.index_changed("listings", ["early-id"])
        early = IndexChange.objects.get().pk
        in_thread(lambda: outbox.index_changed("listings", ["late-id"]))
        seen = in_thread(lambda: list(IndexChange.objects.values_list("pk", flat=True)))

    assert seen and min(seen) > early, "a reader that remembered the highest id would never come back for the lower one"


def test_a_row_that_commits_late_is_never_skipped():
    with transaction.atomic():
        outbox.index_changed("listings", ["early-id"])
        in_thread(lambda: outbox.index_changed("listings", ["late-id"]))
        keys, position = in_thread(lambda: outbox.read_changes("listings", outbox.START))
        assert keys == []

    keys, _ = outbox.read_changes("listings", position)
    assert keys == ["early-id", "late-id"]


def test_a_job_is_leased_by_one_worker():
    outbox.enqueue("tests.note", word="x")
    job_id = Job.objects.get().pk

    results = race(*[lambda: tasks.lease(job_id)] * 10)

    assert sum(isinstance(item, Job) for item in results) == 1
    assert Job.objects.get().attempts == 1


def test_two_sealers_never_fork_the_chain(organization):
    for number in range(40):
        events.record(f"a.b{number}", subject=organization, by=TESTER)

    race(*[lambda: events.seal_batch(limit=5)] * 6)
    events.seal_all()

    assert events.verify() == []
    assert SealedEvent.objects.count() == 40
    assert EventSeal.objects.values("previous_hash").distinct().count() == EventSeal.objects.count()


def test_a_schedule_runs_once_however_many_workers_ask(monkeypatch):
    ran = []
    item = schedule.Schedule("d", lambda: ran.append(1), timedelta(days=1))
    monkeypatch.setattr(schedule, "SCHEDULES", {"d": item})
    at = clock.now()

    race(*[lambda: schedule.run_due(at)] * 8)

    assert len(ran) == 1


def test_a_late_event_is_sealed_in_the_next_batch_never_inside_an_old_one(organization):
    with transaction.atomic():
        late = events.record("late.event", subject=organization, by=TESTER)
        in_thread(lambda: (events.record("early.event", subject=organization, by=TESTER), events.seal_all()))
        assert EventSeal.objects.count() == 1

    events.seal_all()

    assert late.sealed.seal == EventSeal.objects.order_by("-id").first()
    assert events.verify() == []


def test_this_runs_on_postgresql():
    assert connection.vendor == "postgresql"
