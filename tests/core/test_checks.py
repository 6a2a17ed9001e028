"""System checks of the database: the triggers stand, or a migration is still under way."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from marketplace.core import checks, triggers


def problems():
    return [error.id for error in checks.append_only_triggers(None, databases=["default"])]


@pytest.fixture
def without_triggers(transactional_db):
    with triggers.lifted():
        yield


@pytest.mark.django_db
def test_it_finds_the_triggers_standing():
    assert problems() == []


def test_it_refuses_a_database_whose_triggers_are_gone(without_triggers):
    assert problems() == ["core.E001"]
    with pytest.raises(SystemCheckError):
        call_command("check", databases=["default"])


def test_it_lets_an_interrupted_migration_go_on(without_triggers):
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="listings").order_by("-id").values_list("name", flat=True).first()
    recorder.record_unapplied("listings", last)

    try:
        assert problems() == []
    finally:
        recorder.record_applied("listings", last)
