"""Collections of Chinese and Taiwan titles, abstracts and designs, and the conveyances of the United States."""

from datetime import date

import pytest

from marketplace.rights.importers import FileRefused
from marketplace.rights.models import ImportBatch, Right
from marketplace.rights.register_refusals import ImportRefused
from tests.rights import samples
from tests.rights.importing import load, read, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_abstracts_come_in_by_application_number_or_publication_number(tmp_path):
    name, (old, new) = read(samples.write_sample(tmp_path, "cn-abstracts"))

    assert name == "cn-abstracts"
    assert [number.slug for number in old.numbers] == ["cn-patent-85105156.1"]
    assert (old.title, old.text.abstract, old.main_class, old.as_of) == (
        "铸造方法",
        "浇铸。",
        "B22D",
        date(2023, 12, 31),
    )
    assert told(old) == [("ZS01", "2023-12-31", {})]
    assert (new.text.claims, new.classes, new.filing_on) == (("一种焊接材料。",), ["G06F"], date(2017, 10, 18))
    assert told(new) == [("PB01", "2018-02-27", {"number": "CN107738040A", "owners": ["镇江合金有限公司"]})]


def test_a_right_of_which_only_a_title_is_known_has_no_state(tmp_path):
    load(written(tmp_path / "titles_2022-12-31.csv", samples.text(*samples.TITLES)))

    right = Right.objects.get()
    assert (right.status, right.number_proven, right.classes) == ("unknown", False, ["G01D", "G01F"])
    assert set(right.numbers.values_list("slug", flat=True)) == {"cn-patent-CN111504366A", "cn-patent-CN111504366B"}


@pytest.mark.parametrize("rows", [samples.TITLES, samples.TAIWAN], ids=["titles", "taiwan"])
def test_a_file_that_says_no_day_is_refused_until_one_is_named(tmp_path, rows):
    path = written(tmp_path / "a.csv", samples.text(*rows))

    with pytest.raises(FileRefused, match="no_day"):
        read(path)
    _name, (record,) = read(path, as_of=date(2022, 5, 1))

    assert (record.as_of, [event.code for event in record.events]) == (date(2022, 5, 1), ["ZS01"])


@pytest.mark.parametrize("rows", [samples.TITLES, samples.TAIWAN], ids=["titles", "taiwan"])
def test_the_import_of_such_a_file_ends_with_the_reason(tmp_path, rows):
    with pytest.raises(ImportRefused) as refused:
        load(written(tmp_path / "a.csv", samples.text(*rows)))

    assert "--as-of" in str(refused.value)
    assert ImportBatch.objects.get().status == "refused"
    assert not Right.objects.exists()


def test_an_abstract_without_a_day_is_one_refused_row(tmp_path):
    _name, found = read(written(tmp_path / "a.jsonl", samples.jsonl(*samples.ABSTRACTS)))

    assert [getattr(each, "code", "right") for each in found] == ["no_day", "right"]


def test_a_design_has_its_locarno_class_and_brief_description(tmp_path):
    name, (record,) = read(samples.write_sample(tmp_path, "cn-designs-csv"))

    assert name == "cn-designs-csv"
    assert [number.slug for number in record.numbers] == ["cn-patent-201230431901.8", "cn-patent-CN302478080S"]
    assert (record.kind, record.main_class, record.text.abstract) == ("design", "26-05", "1.名称：灯(3)。")
    assert told(record) == [("GR01", "2013-06-19", {"number": "CN302478080S"})]


def test_a_taiwan_title_is_known_by_its_sources_key_alone(tmp_path):
    load(samples.write_sample(tmp_path, "tw-titles-csv"))

    right = Right.objects.get()
    assert right.slug == "tw-record-43028371-051F-44E3-83D3-5292427AA9BD"
    assert (right.jurisdiction, right.title, right.number_proven, right.owner_names) == (
        "TW", "連鑄機", False, "台灣鑄造股份有限公司; 中華大學",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "assignors", "event"),
    [
        ("assignment", "ASSIGNMENT", ["Individual"], ("TR01", {"owners": ["Forge A/S"], "from": ["Individual"]})),
        ("merger", "MERGER", ["A Inc."], ("TR01", {"owners": ["Forge A/S"], "from": ["A Inc."]})),
        ("name_change", "CHANGE OF NAME", ["A Inc."], ("CP01", {"old": "A Inc.", "new": "Forge A/S"})),
        ("other", "ENTITY CONVERSION", ["A Inc."], ("CP01", {"old": "A Inc.", "new": "Forge A/S"})),
        ("release", "RELEASE REEL/FRAME NO. 49107/0392", ["A Bank"], ("PC01", {"registration_no": "49107-392", "holder": "A Bank"})),
        ("security_interest", "ASSIGNMENT OF PATENT SECURITY INTEREST RECORDED AT REEL/FRAME 048811/0679", ["A Bank"], ("PM01", {"registration_no": "48811-679", "holder": "Forge A/S"})),
    ],
)  # fmt: skip
def test_a_conveyance_is_the_event_its_words_say(tmp_path, kind, text, assignors, event):
    row = samples.conveyance(kind, text, assignors=assignors)

    name, (record,) = read(written(tmp_path / "a.jsonl", samples.jsonl(row)))

    assert name == "uspto-assignments"
    assert [number.slug for number in record.numbers] == [
        "us-patent-8107635", "us-application-10201263", "us-publication-20030002698",
    ]  # fmt: skip
    code, facts = event
    assert told(record) == [(code, "2019-01-02", {**facts, "reel_frame": "13241-623"})]


def test_a_security_interest_is_a_pledge_until_its_release(tmp_path):
    pledge = samples.conveyance("security_interest", "SECURITY INTEREST", assignees=["Forge Bank"])
    release = samples.conveyance(
        "release", "RELEASE AT REEL/FRAME 13241/623", assignors=["FORGE BANK, AS AGENT"], execution_date="2020-02-03",
        recorded_date="2020-02-05", reel_frame="20000-1",
    )  # fmt: skip
    load(written(tmp_path / "a.jsonl", samples.jsonl(pledge)))
    pledged = Right.objects.get()
    before = (pledged.is_pledged, pledged.encumbrances.get().holder, pledged.encumbrances.get().registration_no)

    load(written(tmp_path / "b.jsonl", samples.jsonl(release)))

    assert before == (True, "Forge Bank", "13241-623")
    released = Right.objects.get()
    assert (released.is_pledged, released.encumbrances.get().released_on) == (False, date(2020, 2, 3))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"conveyance_class": "other", "conveyance_text": "LETTER"}, "conveyance"),
        ({"assignees": []}, "conveyance"),
        ({"execution_date": "", "recorded_date": ""}, "no_day"),
        ({"properties": []}, "no_number"),
        ({"properties": [{"app_no": "61369935", "title": "X"}]}, "provisional"),
        ({"properties": [{"app_no": "", "title": "X"}]}, "no_number"),
        ({"properties": [{"app_no": "10201263", "title": ""}]}, "title"),
    ],
)
def test_a_conveyance_that_tells_too_little_is_refused(tmp_path, change, code):
    _name, (error,) = read(written(tmp_path / "a.jsonl", samples.jsonl(samples.conveyance(**change))))

    assert error.code == code


def test_the_offices_own_answer_is_read_as_the_same_events(tmp_path):
    name, (one, two) = read(written(tmp_path / "a.xml", samples.ASSIGNMENT_XML))

    assert name == "uspto-assignments"
    assert ([number.slug for number in one.numbers], one.filing_on) == (
        ["us-patent-7130913", "us-application-10628795", "us-publication-20040073746"], date(2003, 7, 28),
    )  # fmt: skip
    assert ([number.slug for number in two.numbers], two.filing_on) == (["us-application-11400674"], None)
    pledge = {"registration_no": "18247-405", "holder": "FORGE BANK"}
    assert told(one) == told(two) == [("PE01", "2006-09-14", pledge)]
