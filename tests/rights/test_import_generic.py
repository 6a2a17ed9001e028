"""Any table by a mapping of its columns, and what is said of files that no format knows."""

from datetime import date

import pytest
from django.utils.translation import override

from marketplace.rights.importers import IMPORTERS, FileRefused, open_import
from marketplace.rights.importers.generic import GenericTable, preview
from marketplace.rights.importers.headings import problems, suggest
from marketplace.rights.importers.words import file_sentence
from marketplace.rights.models import Right
from tests.rights import samples
from tests.rights.importing import load, read, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

HEADING = ["序号", "专利号", "专利名称", "专利权人", "申请日", "授权公告日", "法律状态", "IPC分类号", "备注"]
ROW = [
    "1",
    "ZL201410264351.3",
    "一种连铸机",
    "鞍山重工有限公司;鞍山大学",
    "2014-06-12",
    "2016-05-04",
    "有效",
    "B22D11/04",
    "好",
]
MAPPING = {"专利号": "number", "专利名称": "title", "专利权人": "owners", "申请日": "filing_date", "授权公告日": "grant_date",
           "法律状态": "status", "IPC分类号": "classes"}  # fmt: skip


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def table(tmp_path, *rows, name="a_2025-06-30.csv", heading=HEADING):
    return written(tmp_path / name, samples.text(",".join(heading), *(",".join(row) for row in rows)))


def opened(path):
    return open_import(path, format_name="generic")[0]


def test_headings_suggest_what_they_mean_and_how_surely():
    found = suggest(
        [
            "序号",
            "专利号",
            "申请（专利权）人",
            "Title of Invention",
            "Filing Date",
            "IPC分类号(主)",
            "我校的专利名称栏",
            "colour",
        ]
    )

    assert {heading: tuple(each) for heading, each in found.items()} == {
        "专利号": ("number", 1.0),
        "申请（专利权）人": ("owners", 1.0),
        "Title of Invention": ("title", 1.0),
        "Filing Date": ("filing_date", 1.0),
        "IPC分类号(主)": ("classes", 0.8),
    }


def test_a_heading_that_only_contains_a_known_word_is_possible_at_most():
    assert {heading: tuple(each) for heading, each in suggest(["我校的专利名称栏", "号码"]).items()} == {
        "我校的专利名称栏": ("title", 0.5),
        "号码": ("number", 1.0),
    }


@pytest.mark.parametrize(
    ("mapping", "wrong"),
    [
        ({"专利号": "number", "专利名称": "title"}, []),
        ({"专利号": "number"}, [("mapping_title", "title")]),
        (
            {"专利名称": "title"},
            [("mapping_number", "application_number, number, publication_number, trademark_number")],
        ),
        ({"专利号": "number", "专利名称": "title", "价格": "title_en"}, [("mapping_heading", "价格")]),
        ({"专利号": "number", "专利名称": "title", "备注": "price"}, [("mapping_field", "price")]),
        ({"专利号": "number", "专利名称": "title", "备注": "title"}, [("mapping_twice", "title")]),
    ],
)
def test_a_mapping_says_what_is_wrong_with_it(mapping, wrong):
    assert problems(mapping, HEADING) == wrong


def test_a_mapped_table_becomes_rights(tmp_path):
    source = opened(table(tmp_path, ROW))

    ((position, record),) = GenericTable(MAPPING).read(source)

    assert (position, record.kind, record.title, record.classes, record.filing_on, record.as_of) == (
        1, "invention", "一种连铸机", ["B22D 11/04"], date(2014, 6, 12), date(2025, 6, 30),
    )  # fmt: skip
    assert [number.slug for number in record.numbers] == ["cn-patent-201410264351.3"]
    assert told(record) == [
        ("GR01", "2016-05-04", {"owners": ["鞍山重工有限公司", "鞍山大学"]}),
        ("ZS01", "2025-06-30", {"owners": ["鞍山重工有限公司", "鞍山大学"], "status": "in_force"}),
    ]


def test_a_table_with_the_usual_headings_loads_without_a_mapping(tmp_path):
    path = table(tmp_path, ROW)

    report = load(path, format_name="generic")

    assert (report.format, report.counts.rights_added) == ("generic", 1)
    assert Right.objects.get().status == "in_force"
    assert load(path, format_name="generic").counts.events_added == 0


def test_a_sheet_of_trademarks_is_read_with_its_nice_classes(tmp_path):
    content = samples.sheet(
        ["商标注册号", "商标名称", "注册人", "国际类别", "注册日期", "专用权期限", "商品服务"],
        ["12345678", "炽", "鞍山炽火有限公司", "6、40", "2020-01-07", "2030-01-06", "钢；铸模"],
    )

    _name, (mark,) = read(written(tmp_path / "20250630.xlsx", content), format_name="generic")

    assert ([number.slug for number in mark.numbers], mark.kind, mark.classes, mark.text.goods) == (
        ["cn-tm-12345678"], "trademark", ["6", "40"], ("钢；铸模",),
    )  # fmt: skip
    assert told(mark) == [
        ("TM20", "2020-01-07", {"owners": ["鞍山炽火有限公司"]}),
        ("ZT01", "2025-06-30", {"expires_on": "2030-01-06"}),
        ("ZS01", "2025-06-30", {"owners": ["鞍山炽火有限公司"]}),
    ]


@pytest.mark.parametrize(
    ("at", "text", "field", "code"),
    [
        (1, "201410264351.4", "专利号", "check_digit"),
        (1, "=1+1", "专利号", "formula"),
        (1, "", "专利号", "no_number"),
        (1, "2.01E+12", "专利号", "no_number"),
        (1, "85105156", "专利号", "ambiguous_number"),
        (2, "", "专利名称", "title"),
        (4, "06/12/2014", "申请日", "day"),
        (4, "2017-01-01", "申请日", "filed_after"),
        (7, "Q99Z", "IPC分类号", "ipc_section"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_heading(tmp_path, at, text, field, code):
    row = [text if place == at else cell for place, cell in enumerate(ROW)]

    ((_position, error),) = GenericTable(MAPPING).read(opened(table(tmp_path, row)))

    assert (error.field, error.code) == (field, code)


def test_a_preview_shows_rows_raw_and_understood_and_stops(tmp_path):
    broken = ["2", "nonsense", *ROW[2:]]

    shown = preview(opened(table(tmp_path, ROW, broken, ROW[:3], *[ROW] * 30)), rows=4)

    assert (shown.mapping, shown.problems, len(shown.rows)) == (MAPPING, [], 4)
    first, second, third, _fourth = shown.rows
    assert (first.position, first.raw, first.error) == (1, tuple(ROW), None)
    assert first.understood["numbers"] == ["201410264351.3"]
    assert (first.understood["title"], first.understood["owners"]) == ("一种连铸机", ["鞍山重工有限公司", "鞍山大学"])
    assert (second.understood, second.error.field) == (None, "专利号")
    assert third.error.facts == {"found": 3, "expected": 9}


def test_a_preview_with_a_bad_mapping_shows_the_rows_and_the_problem(tmp_path):
    shown = preview(opened(table(tmp_path, ROW)), {"专利名称": "title"})

    assert [code for code, _name in shown.problems] == ["mapping_number"]
    assert [(row.raw, row.understood, row.error) for row in shown.rows] == [(tuple(ROW), None, None)]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"专利名称": "title"}, "mapping_number"),
        ({"x": "number"}, "mapping_heading"),
        ({"专利号": "number"}, "mapping_title"),
    ],
)
def test_a_table_is_refused_under_a_mapping_that_does_not_fit(tmp_path, mapping, code):
    with pytest.raises(FileRefused, match=code) as refused:
        list(GenericTable(mapping).read(opened(table(tmp_path, ROW))))

    assert file_sentence(refused.value)


def test_a_table_that_says_no_day_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="no_day"):
        read(table(tmp_path, ROW, name="a.csv"), format_name="generic")


def test_an_unknown_table_names_the_formats_its_lines_and_the_mapping(tmp_path):
    path = written(tmp_path / "a.csv", samples.text("颜色,味道\x07", "红,甜", *["x,y"] * 9))

    with pytest.raises(FileRefused) as refused:
        open_import(path)

    assert refused.value.code == "unknown_table"
    assert refused.value.facts["lines"] == ["颜色,味道\\x07", "红,甜", "x,y", "x,y", "x,y"]
    assert all(name in refused.value.facts["formats"] for name in IMPORTERS)
    with override("en"):
        assert "--format generic" in file_sentence(refused.value)
    with override("zh-hans"):
        assert "颜色" in file_sentence(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", samples.png(), "unknown_format"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3", "unknown_format"),
        ("a.exe", b"MZ\x90\x00\x03", "unknown_format"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        ("a.html", b"<!doctype html><html><body><script>alert(1)</script>", "unknown_format"),
        ("a.txt", "只有一句话。".encode(), "unknown_format"),
        ("a.json", b'{"colour": "red"}', "unknown_format"),
        ("a.bin", bytes(range(256)) * 40, "nul"),
        ("a.xlsx", samples.sheet(["颜色", "味道"], ["红", "甜"]), "unknown_table"),
        ("a.zip", samples.zipped(a_csv=samples.text("颜色,味道", "红,甜")), "unknown_table"),
        ("a.tar.xz", b"\xfd7zXZ\x00abc", "archive_kind"),
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"\n\n\n", "unknown_format"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_anything_at_all_is_refused_with_the_formats_and_harmless_first_lines(tmp_path, name, content, code):
    path = written(tmp_path / name, content)

    with pytest.raises(FileRefused) as refused:
        open_import(path)

    error = refused.value
    assert error.code == code
    assert all(each in error.facts["formats"] for each in IMPORTERS)
    assert len(error.facts["lines"]) <= 5
    assert all(line.isprintable() and len(line) <= 200 for line in error.facts["lines"])
    for language in ("en", "zh-hans"):
        with override(language):
            assert "%" not in file_sentence(error).replace("%PDF", "")
