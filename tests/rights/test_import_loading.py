"""A file is taken once: whatever its format, whatever was read before, in whatever order."""

import csv
import re
from datetime import date
from itertools import permutations

import pytest
from django.core.management import call_command

from marketplace.core.errors import NotAllowed
from marketplace.core.models import Event, IndexChange
from marketplace.rights.loading import import_file, runs
from marketplace.rights.models import ImportBatch, Owner, Right, RightEvent, RightNumber
from search.service import SearchRequest, search
from tests.rights.importing import RAW, TIDY, load, many, repacked, state, state_after, tidy, workbook, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PUBLISHED = {"pub_no": "CN104008308A", "published": "2014-08-27"}
RAW_ROW = "1,一种连铸机,CN104008308B,2016.05.04,2014102643513,2014.06.12,鞍山重工有限公司;,张三;李四,114000辽宁省鞍山市铁西区,B22D11/04(2006.01)I;"


def test_the_same_file_twice_adds_nothing(tmp_path):
    path = write(tmp_path, "a.csv", TIDY, tidy(), tidy(**PUBLISHED), *many(5))
    first = load(path)
    before, changes = state(), IndexChange.objects.count()

    second = load(path)

    assert (first.counts.rights_added, first.counts.events_added) == (6, 7)
    assert (second.counts.rights_added, second.counts.events_added, second.counts.rights_changed) == (0, 0, 0)
    assert state() == before
    assert IndexChange.objects.count() == changes


def test_the_same_rows_in_another_format_and_encoding_add_nothing(tmp_path):
    load(write(tmp_path, "a.csv.gz", TIDY, tidy()))
    before = state()

    report = load(write(tmp_path, "b.csv.zip", RAW, RAW_ROW, encoding="gb18030"))

    assert (report.counts.rows_read, report.counts.rights_added, report.counts.events_added) == (1, 0, 0)
    assert state() == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["publication first", "grant first"])
def test_publication_and_grant_of_one_application_are_one_right(tmp_path, order):
    files = [write(tmp_path, "a.csv", TIDY, tidy(**PUBLISHED)), write(tmp_path, "b.csv", TIDY, tidy(title="连铸机"))]

    for place in order:
        load(files[place])

    right = Right.objects.get()
    assert (right.slug, right.title, right.status, right.publication_on, right.granted_on) == (
        "cn-patent-201410264351.3",
        "连铸机",
        "in_force",
        date(2014, 8, 27),
        date(2016, 5, 4),
    )
    assert set(right.numbers.values_list("slug", flat=True)) == {
        "cn-patent-201410264351.3",
        "cn-patent-CN104008308A",
        "cn-patent-CN104008308B",
    }
    assert set(right.events.values_list("code", flat=True)) == {"PB01", "GR01"}


def test_the_order_of_overlapping_files_does_not_matter(tmp_path):
    files = [
        write(tmp_path, "a.csv", TIDY, tidy(**PUBLISHED, owner="海城镁业有限公司"), *many(3)),
        write(tmp_path, "b.csv", TIDY, tidy(), *many(5)[2:]),
        write(tmp_path, "c.csv", TIDY, tidy(title="一种新的连铸机", classes="B22D11/04;B22D11/05")),
    ]

    found = [state_after(*order) for order in permutations(files)]

    titles = {each["rights"]["cn-patent-201410264351.3"][1] for each in found}
    assert titles == {"一种新的连铸机"}
    for each in found:
        each["records"] = {record for record in each["records"] if record[-1]}  # an owner of before has no rights now
        assert each == found[0]


def test_a_file_read_again_after_another_of_the_same_day_changes_nothing_back(tmp_path):
    short, long = (write(tmp_path, f"{name}.csv", TIDY, tidy(title=name)) for name in ("铸机", "连铸机"))
    load(short)
    load(long)

    report = load(short)

    assert report.counts.rights_changed == 0
    assert Right.objects.get().title == "连铸机"


def test_a_row_that_shows_two_rows_before_it_to_be_one_right_joins_them(tmp_path, monkeypatch):
    rows = [tidy(**PUBLISHED, app_no="2.01E+12"), tidy(), tidy(**PUBLISHED)]
    path = write(tmp_path, "a.csv", TIDY, *rows)

    at_once = state_after(path)
    monkeypatch.setattr(runs, "BATCH_ROWS", 1)
    one_by_one = state_after(path)

    assert set(at_once["rights"]) == {"cn-patent-201410264351.3"}
    twin = one_by_one["rights"].pop("cn-patent-CN104008308A")
    assert twin[1] == "一种连铸机", "the record that goes on in the other keeps its address"
    assert one_by_one["rights"] == at_once["rights"]
    assert one_by_one["numbers"] == at_once["numbers"]


def test_a_second_application_number_of_one_right_is_refused_in_one_batch_and_in_two(tmp_path):
    other = tidy(app_no="2014102643000")

    together = load(write(tmp_path, "a.csv", TIDY, tidy(), other))
    apart = load(write(tmp_path, "b.csv", TIDY, other))

    assert (together.counts.rows_refused, apart.counts.rows_refused) == (1, 1)
    assert list(RightNumber.objects.values_list("slug", flat=True)) == [
        "cn-patent-201410264351.3",
        "cn-patent-CN104008308B",
    ]


def test_each_batch_is_one_event_and_every_right_a_line_of_the_index_log(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "BATCH_ROWS", 4)

    report = load(write(tmp_path, "a.csv", TIDY, *many(10)))

    told = list(Event.objects.order_by("pk").values_list("verb", "facts__position"))
    assert told == [
        ("importbatch.started", None),
        ("importbatch.loaded", 4),
        ("importbatch.loaded", 8),
        ("importbatch.loaded", 10),
        ("importbatch.finished", None),
    ]
    ids = {str(pk) for pk in Right.objects.values_list("pk", flat=True)}
    assert set(IndexChange.objects.filter(index="rights").values_list("key", flat=True)) == ids
    assert IndexChange.objects.count() == report.counts.rights_added == 10


def test_search_follows_an_import_and_what_a_later_file_adds(tmp_path, index):
    def total(words):
        return search("rights", SearchRequest(words)).total

    load(write(tmp_path, "a.csv", TIDY, tidy(**PUBLISHED, title="大型连铸机结晶器")))
    index()
    assert (total("结晶器"), total("铜板")) == (1, 0)
    load(write(tmp_path, "b.csv", TIDY, tidy(title="大型连铸机铜板")))
    index()

    assert (total("结晶器"), total("铜板")) == (0, 1)


def test_what_is_stored_follows_from_the_events(tmp_path):
    load(write(tmp_path, "a.csv", TIDY, tidy(**PUBLISHED), *many(3, owner="李某某;鞍山重工有限公司;海城镁业有限公司")))
    load(write(tmp_path, "b.csv", TIDY, tidy()))

    call_command("verify_rights")


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path, monkeypatch, settings):
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr(runs, "BATCH_ROWS", 2)
    path = write(tmp_path, "a.csv", TIDY, tidy(**PUBLISHED), *many(5), tidy(), tidy(title=" "))

    planned = load(path, dry_run=True)

    assert (planned.batch, planned.errors_path) == (None, None)
    assert not (tmp_path / "var").exists()
    models = (Right, RightEvent, RightNumber, ImportBatch, Event, IndexChange)
    assert [model.objects.count() for model in models] == [0] * len(models)
    done = load(path)
    assert (planned.counts.rights_added, planned.counts.events_added, planned.counts.rows_refused) == (6, 7, 1)
    assert planned.counts == done.counts


def test_the_errors_file_tells_row_field_value_and_reason_in_both_languages(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    rows = [tidy(), tidy(filed="=HYPERLINK(1)"), tidy(pub_no="＝cmd|A1"), tidy(app_no="2014102643514")]

    report = load(write(tmp_path, "a.csv", TIDY, *rows))

    assert (report.counts.rows_read, report.counts.rows_refused) == (4, 3)
    with report.errors_path.open(encoding="utf-8-sig", newline="") as file:
        heading, *told = csv.reader(file)
    assert heading == ["row", "field", "value", "reason (zh)", "reason (en)"]
    assert [row[:3] for row in told] == [
        ["3", "filing_date", "'=HYPERLINK(1)"],
        ["4", "pub_no", "'＝cmd|A1"],
        ["5", "app_no", "2014102643514"],
    ]
    assert told[0][3:] == [
        "应为数字或日期处是公式，未执行。",
        "A formula stands where a number or date is expected. It was not run.",
    ]
    assert told[2][3] != told[2][4]


@pytest.mark.parametrize("value", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1", "=cmd|' /C calc'!A0"])
def test_no_cell_of_the_errors_file_is_a_formula(tmp_path, settings, value):
    settings.VAR_DIR = tmp_path

    report = load(write(tmp_path, "a.csv", TIDY, tidy(app_no=value), tidy()))

    with report.errors_path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert report.counts.rows_refused == 1
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝")]


def test_a_formula_in_a_title_stays_a_text(tmp_path):
    load(write(tmp_path, "a.csv", TIDY, tidy(title="=1+1")))

    assert Right.objects.get().title == "=1+1"


def test_only_who_may_imports(tmp_path, cast):
    path = write(tmp_path, "a.csv", TIDY, tidy())

    with pytest.raises(NotAllowed):
        import_file(path, by=cast.holder)

    assert (Right.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_an_owner_met_first_at_a_transfer_has_a_place_too(tmp_path):
    load(write(tmp_path, "a.csv", TIDY, tidy(**PUBLISHED)))

    load(write(tmp_path, "b.csv", TIDY, tidy(owner="鞍山重工集团有限公司")))

    new, old = Owner.objects.order_by("-right_count")
    assert (new.name, new.province, new.city, new.right_count) == ("鞍山重工集团有限公司", "辽宁", "鞍山市", 1)
    assert (old.name, old.right_count) == ("鞍山重工有限公司", 0)


@pytest.mark.parametrize("dimension", ["A1", "A1:B1", "A1:XFD99999999999"])
def test_a_workbook_whose_sheet_lies_about_its_size_is_read_whole(tmp_path, dimension):
    heading = ["公开(公告)号", "法律状态/事件", "标题", "公开(公告)日"]
    path = workbook(tmp_path / "a.xlsx", heading, ["CN203264282U", "授权", "机", "2013-11-06"])

    def lie(sheet):
        return re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"'.encode(), sheet)

    report = load(repacked(path, xl__worksheets__sheet1_xml=lie))

    assert (report.counts.rows_read, report.counts.rights_added) == (1, 1)
