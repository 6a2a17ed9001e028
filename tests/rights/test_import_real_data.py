"""Two whole gazette issues, the raw files beside them and a licensing portfolio, through the command; memory stays flat."""

import gzip
import signal

import pytest

from search.service import SearchRequest, search
from tests.rights.importing import TIDY, many, write
from tests.rights.installation import Installation, migrated_database

ROWS = 49_479
WORD = "轮胎"
DYING = """
import os, signal
from django.core.management import call_command
from marketplace.rights.loading import batches
save = batches.Loader._save_position
def dying(loader, counts, to):
    save(loader, counts, to)
    if to > int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
batches.Loader._save_position = dying
call_command("import_rights", sys.argv[1])
"""
# SQLite's own page cache, which fills up to 64 MB and no further, is made small so that the importer's memory shows.
MEASURED = """
from pathlib import Path
from django.db import connection
from marketplace.core.access import system_actor
from marketplace.rights.loading import import_file
connection.cursor().execute("PRAGMA cache_size = -2000")
own = []
def look(done, total):
    lines = Path("/proc/self/status").read_text().splitlines()
    own.append(next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")))
import_file(Path(sys.argv[1]), by=system_actor("tests"), progress=look)
print(max(own))
"""
STANDING = "WHERE merged_into_id IS NULL"


@pytest.fixture(scope="module")
def migrated(django_db_setup, tmp_path_factory):
    return migrated_database(tmp_path_factory.mktemp("migrated"))


def kill_behind(installation, path, position):
    """Import in a process that dies in the batch that would pass a position; returns what was committed before."""
    done = installation.run(path, position, program=write_program(installation, DYING))
    assert done.returncode == -signal.SIGKILL, done.stderr
    ((status, committed),) = installation.rows("SELECT status, position FROM rights_importbatch")
    assert status == "running"
    return committed


def write_program(installation, text):
    program = installation.folder / "program.py"
    program.write_text(f"import sys\nimport django\ndjango.setup()\n{text}")
    return program


@pytest.mark.data
def test_a_raw_issue_killed_in_the_middle_and_resumed_is_as_one_read_at_once(data_dir, migrated, tmp_path):
    path = data_dir / "cn-patents-gazette-2019" / "raw_gb18030_2019-07-12_invention_granted.csv.zip"
    killed, whole = (Installation.made(tmp_path / name, migrated) for name in ("killed", "whole"))

    assert kill_behind(killed, path, 2000) == 2000
    (resumed,) = killed.run_many(("import_rights", path, "--resume"))
    (once,) = whole.run_many(("import_rights", path))

    assert "533 rows read after resuming; added 533 rights and 533 events" in resumed
    assert "2533 rows read; added 2533 rights and 2533 events; changed 0 rights; refused 0 rows" in once
    assert killed.facts() == whole.facts()


@pytest.fixture(scope="module")
def told(migrated, tmp_path_factory):
    """One import of the whole, killed half-way and resumed; then everything again; what each command said."""
    from tests.conftest import data_folder

    gazette = data_folder() / "cn-patents-gazette-2019" / "patents.csv.gz"
    raw = sorted(gazette.parent.glob("raw_gb18030_*.csv.zip"))
    portfolio = data_folder() / "nasa-license-portfolio" / "patents.csv.gz"
    installation = Installation.made(tmp_path_factory.mktemp("whole") / "var", migrated)
    position = kill_behind(installation, gazette, 24_000)
    said = installation.run_many(
        ("import_rights", gazette, "--resume"),
        ("import_rights", gazette),
        *(("import_rights", path) for path in raw),
        ("import_rights", portfolio),
        ("import_rights", portfolio),
        ("verify_rights",),
        ("rebuild_search", "rights"),
    )
    return installation, position, said


@pytest.mark.data
def test_the_whole_set_comes_in_once_and_is_as_its_events_say(told):
    installation, position, (resumed, again, *raw, nasa, nasa_again, verified, _rebuilt) = told
    rest = ROWS - 24_000
    assert position == 24_000

    assert f"{rest} rows read after resuming; added {rest} rights and {rest} events" in resumed
    assert f"{ROWS} rows read; added 0 rights and 0 events; changed 0 rights; refused 0 rows" in again
    assert [said.count("added 0 rights and 0 events; changed 0 rights; refused 0 rows") for said in raw] == [1] * 8
    assert "1030 rows read; added 869 rights and 1613 events; changed 0 rights; refused 18 rows" in nasa
    assert "added 0 rights and 0 events; changed 0 rights; refused 18 rows" in nasa_again
    assert installation.rows("SELECT count(*) FROM rights_rightevent") == [(ROWS + 1613,)]
    assert verified == f"{ROWS + 869} rights checked, all as their events say\n"


@pytest.mark.data
@pytest.mark.django_db
def test_a_word_inside_longer_titles_and_a_number_in_five_spellings_are_found(told, data_dir, settings):
    installation, _position, _said = told
    settings.SEARCH_DIR = installation.folder / "search"
    title = "利用废旧轮胎制取再生胶系统"
    with gzip.open(data_dir / "cn-patents-gazette-2019" / "patents.csv.gz", "rt", encoding="utf-8") as file:
        assert title in file.read(2000)

    tyres = search("rights", SearchRequest(f"ti={WORD}", per_page=50))

    titles = dict(installation.rows(f"SELECT CAST(id AS TEXT), title FROM rights_right {STANDING}"))
    assert tyres.total == sum(WORD in each for each in titles.values()) > 50
    assert all(WORD in titles[hit.key] for hit in tyres.hits)
    assert any(len(titles[hit.key]) > len(WORD) for hit in tyres.hits)
    assert title in [titles[hit.key] for hit in search("rights", SearchRequest("废旧轮胎 再生胶")).hits]

    ((key, slug),) = installation.rows(
        "SELECT CAST(id AS TEXT), slug FROM rights_right WHERE jurisdiction = 'CN' AND number_proven "
        "ORDER BY slug LIMIT 1 OFFSET 1000"
    )
    number = slug.removeprefix("cn-patent-")
    wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789."})
    for spelling in (number, f"ZL{number}", f"CN {number}", number.replace(".", ""), wide):
        assert [hit.key for hit in search("rights", SearchRequest(spelling)).hits] == [key], spelling


def test_a_file_eight_times_as_long_takes_no_more_memory(migrated, tmp_path):
    peaks = []
    for count in (3000, 24_000):
        path = write(tmp_path, f"{count}.csv.gz", TIDY, *many(count))
        installation = Installation.made(tmp_path / str(count), migrated)
        done = installation.run(path, program=write_program(installation, MEASURED))
        assert done.returncode == 0, done.stderr
        assert installation.rows("SELECT count(*) FROM rights_right") == [(count,)]
        peaks.append(int(done.stdout))

    assert peaks[1] < peaks[0] * 1.2, peaks
