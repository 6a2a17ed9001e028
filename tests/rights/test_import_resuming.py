"""An import that was stopped, killed or run twice at once ends as if nothing had happened."""

import json
import signal
import time
from pathlib import Path

import pytest

from marketplace.core.errors import Conflict
from marketplace.core.models import Event
from marketplace.rights.loading import batches, runs
from marketplace.rights.loading.errors_file import ErrorsFile
from marketplace.rights.models import ImportBatch
from tests.rights.importing import TIDY, load, many, state, state_after, tidy, write
from tests.rights.installation import Installation, migrated_database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

BAD = tidy(pub_no="CN104999999B", app_no="=1+1")


@pytest.fixture
def path(tmp_path, settings, monkeypatch):
    """Ten rows of which two are refused, read three at a time."""
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr(runs, "BATCH_ROWS", 3)
    rows = many(8)
    return write(tmp_path, "a.csv", TIDY, *rows[:2], BAD, *rows[2:], BAD)


def stop_at(monkeypatch, position, error):
    """Make the batch that ends at a position fail after everything in it was written."""
    save = batches.Loader._save_position

    def failing(loader, counts, to):
        save(loader, counts, to)
        if to == position:
            raise error

    monkeypatch.setattr(batches.Loader, "_save_position", failing)


@pytest.mark.parametrize("position", [3, 6, 10])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("power"), OSError("disk full")], ids=repr)
def test_an_import_stopped_in_a_batch_goes_on_where_it_stood(path, monkeypatch, position, error):
    whole = state_after(path)
    with monkeypatch.context() as patch:
        stop_at(patch, position, error)
        with pytest.raises(type(error)):
            load(path)
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.position) == ("interrupted", {3: 0, 6: 3, 10: 9}[position])

    report = load(path, resume=True)

    batch.refresh_from_db()
    assert report.is_resumed
    assert (batch.status, batch.position) == ("finished", 10)
    assert (batch.rows_read, batch.rights_added, batch.events_added, batch.rows_refused) == (10, 8, 8, 2)
    assert state() == whole
    assert refused_rows(batch) == ["4", "11"]


def refused_rows(batch):
    lines = Path(batch.error_path).read_text("utf-8-sig").splitlines()
    return [line.partition(",")[0] for line in lines[1:]]


def test_resuming_a_finished_import_does_nothing(path):
    load(path)
    events = Event.objects.count()

    report = load(path, resume=True)

    assert report.is_already_done
    assert (report.counts.rows_read, ImportBatch.objects.count(), Event.objects.count()) == (0, 1, events)


def test_resuming_what_never_began_is_an_ordinary_import(path):
    report = load(path, resume=True)

    assert (report.is_resumed, report.counts.rights_added) == (False, 8)


def test_a_changed_file_is_not_taken_up_where_another_stood(path, monkeypatch):
    with monkeypatch.context() as patch:
        stop_at(patch, 6, RuntimeError("power"))
        with pytest.raises(RuntimeError):
            load(path)

    path.write_text(path.read_text() + tidy() + "\n")
    report = load(path, resume=True)

    assert (report.is_resumed, report.counts.rows_read, report.counts.rights_added) == (False, 11, 7)


def test_a_stopped_import_may_also_be_begun_anew(path, monkeypatch):
    whole = state_after(path)
    with monkeypatch.context() as patch:
        stop_at(patch, 6, RuntimeError("power"))
        with pytest.raises(RuntimeError):
            load(path)

    load(path)

    assert state() == whole


@pytest.mark.race
def test_of_two_that_resume_one_import_the_later_is_refused_and_the_other_goes_on(path, monkeypatch):
    whole = state_after(path)
    with monkeypatch.context() as patch:
        stop_at(patch, 3, RuntimeError("killed"))
        patch.setattr(ImportBatch.FLOW, "advance", lambda *args, **kwargs: None)  # a killed process says nothing
        with pytest.raises(RuntimeError):
            load(path)
    assert ImportBatch.objects.get().status == "running"
    others = []

    def meanwhile(done, total):
        if done == 3:
            first = runs.Loader._save_position

            def late(loader, counts, to):
                loader.batch.position = 0  # what the other process read when it began
                return first(loader, counts, to)

            with monkeypatch.context() as patch:
                patch.setattr(runs.Loader, "_save_position", late)
                with pytest.raises(Conflict):
                    load(path, resume=True)
            others.append(ImportBatch.objects.get().status)

    report = load(path, resume=True, progress=meanwhile)

    assert others == ["running"]
    assert (report.batch.status, ImportBatch.objects.get().rows_read) == ("finished", 10)
    assert state() == whole


def test_an_errors_file_torn_in_a_character_is_cut_back_to_what_was_committed(tmp_path):
    path = tmp_path / "errors.csv"
    lines = "row,field,value,reason (zh),reason (en)\r\n3,a,b,理由,reason\r\n5,c,d,理由\r\n".encode("utf-8-sig")
    path.write_bytes(lines[:-3])

    ErrorsFile(path).keep(1)

    assert path.read_text("utf-8-sig") == "row,field,value,reason (zh),reason (en)\n3,a,b,理由,reason\n"
    assert list(tmp_path.iterdir()) == [path]


# real processes on a database file of their own


@pytest.fixture(scope="module")
def migrated(django_db_setup, tmp_path_factory):
    return migrated_database(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def installation(migrated, tmp_path):
    return Installation.made(tmp_path / "var", migrated)


def test_a_killed_process_resumes_and_two_at_once_do_no_harm(installation, migrated, tmp_path):
    path = write(tmp_path, "a.csv.gz", TIDY, *many(6000), BAD, *many(6500)[6000:])
    process = installation.start("import_rights", path)
    while process.poll() is None and not installation.rows("SELECT 1 FROM rights_importbatch WHERE position > 0"):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    ((status, position),) = installation.rows("SELECT status, position FROM rights_importbatch")
    assert (process.returncode, status) == (-signal.SIGKILL, "running")
    assert 0 < position < 6501

    resumed = installation.run("import_rights", path, "--resume")

    assert resumed.returncode == 0, resumed.stderr
    assert installation.rows(
        "SELECT status, position, rows_read, rights_added, rows_refused FROM rights_importbatch"
    ) == [("finished", 6501, 6501, 6500, 1)]
    other = Installation.made(tmp_path / "twice", migrated)
    both = [other.start("import_rights", path) for _ in range(2)]
    for each in both:
        _out, err = each.communicate(timeout=300)
        assert each.returncode == 0, err
    assert json.dumps(installation.facts()) == json.dumps(other.facts())
    assert sum(added for (added,) in other.rows("SELECT rights_added FROM rights_importbatch")) == 6500
