"""Events: appended once, chained, and verifiable."""

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.core import events, triggers
from marketplace.core.access import system_actor
from marketplace.core.models import Event, EventSeal, PolicyVersion, SealedEvent

pytestmark = pytest.mark.django_db
TESTER = system_actor("tester")


@pytest.fixture
def subject():
    return PolicyVersion.objects.create(key="x", value=1, valid_from="2026-01-01", legal_basis="none")


def test_it_keeps_verb_author_subject_and_facts(subject, at_noon):
    event = events.record("policyversion.tried", subject=subject, by=TESTER, facts={"n": 3})

    kept = Event.objects.get(pk=event.pk)
    assert (kept.verb, kept.actor, kept.subject_type, kept.subject_ref, kept.facts, kept.at) == (
        "policyversion.tried",
        {"system": "tester"},
        "core.policyversion",
        str(subject.pk),
        {"n": 3},
        at_noon,
    )


@pytest.mark.parametrize("sql", ["UPDATE core_event SET verb = 'x'", "DELETE FROM core_event"])
def test_the_database_refuses_to_change_an_event(subject, sql):
    events.record("a.b", subject=subject, by=TESTER)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Event.objects.get().verb == "a.b"


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_an_append_only_table(subject):
    events.record("a.b", subject=subject, by=TESTER)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_event CASCADE")

    assert Event.objects.exists()


def test_sealing_chains_batches_and_verifies(subject):
    for number in range(5):
        events.record(f"a.b{number}", subject=subject, by=TESTER)
    assert events.seal_batch(limit=3) == 3

    assert events.verify() == []

    first, second = EventSeal.objects.order_by("id")
    assert (first.count, second.count) == (3, 2)
    assert second.previous_hash == first.hash
    assert SealedEvent.objects.count() == 5


def test_an_altered_event_is_found(subject):
    event = events.record("a.b", subject=subject, by=TESTER, facts={"amount": 1})
    events.seal_all()
    with triggers.lifted():
        Event.objects.filter(pk=event.pk).update(facts={"amount": 2})

    assert events.verify() == [f"event {event.pk} was altered"]


def test_an_event_altered_with_its_digest_breaks_the_seal(subject):
    event = events.record("a.b", subject=subject, by=TESTER, facts={"amount": 1})
    events.seal_all()
    event.facts = {"amount": 2}
    with triggers.lifted():
        Event.objects.filter(pk=event.pk).update(facts=event.facts, digest=events.digest_of(event))

    problems = events.verify()

    assert problems == [f"seal {EventSeal.objects.get().pk} does not cover the events it was made for"]


def test_a_seal_signed_by_another_key_is_found(subject, settings):
    events.record("a.b", subject=subject, by=TESTER)
    events.seal_all()
    settings.EVENT_SEAL_KEY = "another"

    assert events.verify() == [f"the signature of seal {EventSeal.objects.get().pk} does not verify"]


def test_a_removed_event_is_found(subject):
    events.record("a.b", subject=subject, by=TESTER)
    last = events.record("a.c", subject=subject, by=TESTER)
    events.seal_all()
    with triggers.lifted():
        SealedEvent.objects.filter(event=last).delete()
        Event.objects.filter(pk=last.pk).delete()

    assert len(events.verify()) == 1


def test_missing_triggers_are_noticed():
    assert triggers.missing() == []

    triggers.remove()

    assert "core_event_refuse_update" in triggers.missing()
