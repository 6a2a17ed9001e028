"""The real files beside the project, whole: exact counts, and nothing new the second time."""

import zipfile
from datetime import date

import pytest

from marketplace.rights.importers import FileRefused, open_import
from marketplace.rights.models import Right, RightEvent
from tests.rights.importing import load

pytestmark = [pytest.mark.data, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_noon")]

# File, day it speaks of, format; rows read, rights added, rows refused.
WHOLE = [
    ("in-patents-grants/2018_grants.csv.gz", date(2018, 12, 31), "in-grants-csv", (15697, 13828, 1693)),
    ("cn-patents-abstracts/abstracts.jsonl.zst", date(2023, 12, 31), "cn-abstracts", (7480, 7480, 0)),
    ("cn-patents-abstracts/titles_ipc.csv.gz", date(2022, 12, 31), "cn-abstracts", (6230, 6230, 0)),
    ("cn-designs/designs.csv.gz", None, "cn-designs-csv", (81, 81, 0)),
    ("tw-patents-zh-hant/titles_zh_hant.csv.gz", date(2020, 1, 1), "tw-titles-csv", (5496, 5496, 0)),
    ("trademarks-euipo/trademarks.csv.gz", None, "euipo-csv", (533, 532, 1)),
    ("trademarks-euipo/euipo_design_xml.zip", None, "euipo-xml", (197, 196, 1)),
    ("trademarks-euipo/euipo_tm_xml.zip", None, "euipo-xml", (533, 533, 0)),
    ("trademarks-uspto/samples.zip", None, "uspto-tsdr", (10, 8, 0)),
    ("relevance-cs3245/corpus.jsonl.zst", None, "patent-corpus", (2244, 2210, 2)),
    ("uspto-assignments/assignments.jsonl.zst", None, "uspto-assignments", (3582, 2176, 648)),
    ("uspto-assignments/raw_assignment_1.xml.gz", None, "uspto-assignments", (5, 5, 0)),
]
DOCUMENTS = [("uspto-grant", 3, 0), ("uspto-grant-invalid", 1, 0), ("uspto-app", 4, 0), ("uspto-pap", 2, 0),
             ("uspto-xml2004", 2, 0), ("uspto-xml2006", 1, 0), ("uspto-xml2014", 2, 0), ("uspto-xmlApp2004", 1, 0),
             ("epo-ops", 15, 15)]  # fmt: skip


@pytest.mark.parametrize(("name", "as_of", "format_name", "counts"), WHOLE, ids=[each[0] for each in WHOLE])
def test_the_file_comes_in_whole_and_once(data_dir, name, as_of, format_name, counts):
    report = load(data_dir / name, as_of=as_of)

    found = report.counts
    assert (report.format, (found.rows_read, found.rights_added, found.rows_refused)) == (format_name, counts)
    events = RightEvent.objects.count()
    again = load(data_dir / name, as_of=as_of).counts
    assert (again.rights_added, again.events_added, again.rights_changed) == (0, 0, 0)
    assert RightEvent.objects.count() == events


@pytest.mark.parametrize(("folder", "rights", "refused"), DOCUMENTS, ids=[each[0] for each in DOCUMENTS])
def test_the_offices_documents_of_every_year_are_read(data_dir, tmp_path, folder, rights, refused):
    counts = {"RightRecord": 0, "RowError": 0}
    with zipfile.ZipFile(data_dir / "us-ep-patent-xml" / "samples.zip") as archive:
        names = [name for name in archive.namelist() if name.startswith(f"{folder}/")]
        for name in names:
            source, importer = open_import(_unpacked(archive, name, tmp_path))
            for _position, found in importer.read(source):
                counts[type(found).__name__] += 1

    assert counts == {"RightRecord": rights, "RowError": refused}


def _unpacked(archive, name, folder):
    path = folder / name.rpartition("/")[2]
    path.write_bytes(archive.read(name))
    return path


def test_an_archive_that_holds_another_is_refused_by_name(data_dir):
    with pytest.raises(FileRefused, match="nested"):
        open_import(data_dir / "us-ep-patent-xml" / "samples.zip")


@pytest.mark.parametrize(
    "name", ["uspto-cpcMaster/cpcMaster.xml", "uspto-cpcScheme/cpc-scheme-A01L.xml"], ids=["master", "scheme"]
)
def test_what_is_no_right_is_not_taken_for_one(data_dir, tmp_path, name):
    with zipfile.ZipFile(data_dir / "us-ep-patent-xml" / "samples.zip") as archive:
        path = _unpacked(archive, name, tmp_path)

    with pytest.raises(FileRefused, match="unknown_format"):
        open_import(path)


def test_a_security_interest_of_the_real_data_is_a_pledge_on_its_patents(data_dir):
    load(data_dir / "uspto-assignments" / "assignments.jsonl.zst")

    assert Right.objects.filter(is_pledged=True).count() == 505
