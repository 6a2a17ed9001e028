"""Patents of other offices: the United States', the European register's, India's, and a mixed collection."""

from datetime import date

import pytest

from marketplace.rights.importers.base import RowError
from marketplace.rights.models import Right
from tests.rights import samples
from tests.rights.importing import load, read, state, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_weeks_file_of_united_states_documents_is_read_document_by_document(tmp_path):
    name, (new, old, application) = read(samples.write_sample(tmp_path, "uspto-xml"))

    assert name == "uspto-xml"
    assert [number.slug for number in new.numbers] == ["us-patent-8927386", "us-application-13878453"]
    assert (new.kind, new.title, new.main_class, new.filing_on, new.inventors) == (
        "invention", "Strand casting mould", "B22D 11/04", date(2012, 5, 31), ["Ann Smith"],
    )  # fmt: skip
    assert told(new) == [
        ("GR01", "2015-01-06", {"number": "US8927386", "owners": ["Anshan Casting Inc."]}),
        ("ZC01", "2015-01-06", {"days": 183}),
    ]
    assert (new.text.abstract_en, new.text.claims, new.text.citations) == (
        "A mould for strands.", ("1. A mould & its frame.",), ("US5923073A",),
    )  # fmt: skip
    assert [number.slug for number in old.numbers] == ["us-patent-6450000", "us-application-09484331"]
    assert (old.title, old.classes, old.inventors, old.text.claims) == (
        "Casting of α alloys", ["B22D 11/04"], ["Bo Li"], ("1. Casting.",),
    )  # fmt: skip
    assert told(old) == [("GR01", "2002-09-17", {"number": "US6450000", "owners": ["Old Foundry Corp."]})]
    assert [number.slug for number in application.numbers] == ["us-publication-20010000001", "us-application-09725796"]
    assert told(application) == [("PB01", "2001-03-15", {"number": "US20010000001", "owners": ["Smith, Ann B."]})]


def test_inventors_who_applied_alone_are_owners_by_name_and_get_no_page(tmp_path):
    load(written(tmp_path / "a.xml", samples.grant(assignee="")))

    owner = Right.objects.get().owners.get()
    assert (owner.name, owner.owner) == ("Smith, Ann", None)


def test_a_united_states_design_has_its_locarno_class(tmp_path):
    _name, (record,) = read(written(tmp_path / "a.xml", samples.grant(number="D0654321", kind="design")))

    assert (record.numbers[0].slug, record.kind, record.classes) == (
        "us-patent-D654321", "design", ["04-03"],
    )  # fmt: skip


def test_one_broken_document_of_many_is_one_error(tmp_path):
    broken = samples.grant(number="08000001")[:900]

    _name, found = read(written(tmp_path / "a.xml", samples.grant() + broken + samples.OLD_GRANT))

    assert [getattr(each, "code", "right") for each in found] == ["right", "xml_broken", "right"]


def test_the_epos_answers_join_a_publication_and_its_grant_in_one_right(tmp_path):
    name, (publication, entry) = read(samples.write_sample(tmp_path, "epo-ops"))

    assert name == "epo-ops"
    assert [number.slug for number in publication.numbers] == ["ep-publication-2400800", "ep-application-10167100"]
    assert (publication.title, publication.classes, publication.inventors) == (
        "CASTING",
        ["B22D 11/04"],
        ["NIEMI JAAKKO"],
    )
    assert told(publication) == [("PB01", "2011-12-28", {"number": "EP2400800A1", "owners": ["Glut Oy"]})]
    assert told(entry) == [
        ("GR01", "2019-11-27", {"number": "EP2400800B1", "owners": ["Glut Oy"]}),
        ("ZS01", "2020-10-02", {"status": "in_force", "owners": ["Glut Oy"]}),
    ]
    load(samples.write_sample(tmp_path, "epo-ops"))
    right = Right.objects.get()
    assert (right.slug, right.status, right.granted_on) == ("ep-application-10167100", "in_force", date(2019, 11, 27))


def test_an_answer_without_rights_says_so(tmp_path):
    content = '<ops:world-patent-data xmlns:ops="http://ops.epo.org"><ops:meta name="elapsed"/></ops:world-patent-data>'

    _name, (error,) = read(written(tmp_path / "a.xml", content))

    assert (error.code, error.value) == ("xml_nothing", "world-patent-data")


def test_indian_grants_have_days_written_day_first_and_owners_joined_by_commas(tmp_path):
    name, (record, misplaced, undated) = read(samples.write_sample(tmp_path, "in-grants-csv"))

    assert name == "in-grants-csv"
    assert [number.slug for number in record.numbers] == ["in-patent-291162", "in-application-10300-DELNP-2012"]
    assert (record.filing_on, record.as_of) == (date(2011, 7, 7), date(2018, 1, 5))
    assert told(record) == [
        ("PB01", "2014-09-05", {"number": "IN10300/DELNP/2012"}),
        ("GR01", "2018-01-05", {"number": "IN291162", "owners": ["CASTING CO., LTD.", "FORGE AG"]}),
    ]
    assert (misplaced.field, misplaced.code) == ("patent number", "foreign_number")
    assert (undated.field, undated.code) == ("journal", "no_day")


def test_a_grant_without_its_journal_is_stated_as_of_the_day_that_is_named(tmp_path):
    _name, found = read(samples.write_sample(tmp_path, "in-grants-csv"), as_of=date(2018, 12, 31))

    assert told(found[2]) == [("ZS01", "2018-12-31", {"status": "in_force", "owners": ["FORGE AG"]})]


def test_a_mixed_collection_keeps_both_languages_and_no_addresses(tmp_path):
    name, (european, american) = read(samples.write_sample(tmp_path, "patent-corpus"))

    assert name == "patent-corpus"
    assert [number.slug for number in european.numbers] == ["ep-publication-0049154", "ep-application-81304493"]
    assert (european.text.abstract, european.text.abstract_en) == ("清洗。", "It cleans.")
    assert told(european) == [("GR01", "1995-02-15", {"number": "EP0049154B2", "owners": ["CLEANING CORPORATION"]})]
    assert [number.slug for number in american.numbers] == ["us-patent-7632400", "us-application-11812462"]
    assert american.main_class == "C02F 3/20"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"id": "nothing"}, "id", "character"),
        ({"pub_date": "1995-13-01"}, "pub_date", "day"),
        ({"filing_date": "1999-01-01"}, "filing_date", "filed_after"),
        ({"title": ""}, "title", "title"),
        ({"ipc": ["Q01"]}, "ipc", "ipc_section"),
        ({"ipc": {"a": 1}, "assignees": "A", "cites": None, "abstract": 7}, None, None),
    ],
)
def test_a_line_that_cannot_be_right_is_refused_with_its_field(tmp_path, change, field, code):
    _name, found = read(written(tmp_path / "a.jsonl", samples.jsonl(samples.CORPUS[0] | change)))

    assert [(each.field, each.code) for each in found if isinstance(each, RowError)] == (
        [(field, code)] if code else []
    )


@pytest.mark.parametrize("line", ["[1, 2]", "{", '{"a": ' + "[" * 100_000, '{"a": ' + "9" * 5000 + "}", "null"])
def test_a_line_that_is_no_object_is_an_error_and_the_next_is_read(tmp_path, line):
    first, second = samples.jsonl(*samples.CORPUS).decode().splitlines()

    _name, found = read(written(tmp_path / "a.jsonl", samples.text(first, line, second)))

    assert [getattr(each, "code", "right") for each in found] == ["right", "json_broken", "right"]


@pytest.mark.parametrize("name", [name for name in samples.SAMPLES if name not in ("cnipa-xml",)])
def test_every_format_read_again_adds_nothing(tmp_path, settings, name):
    settings.MEDIA_ROOT = tmp_path / "media"
    path = samples.write_sample(tmp_path, name)
    first = load(path)
    before = state()

    again = load(path)

    assert first.format == again.format == name
    assert first.counts.rights_added >= 1
    assert (again.counts.rights_added, again.counts.events_added, again.counts.rights_changed) == (0, 0, 0)
    assert state() == before
