"""PatSnap's exports with other column sets: chosen columns, English headings, CSV, designs."""

from datetime import date

import pytest

from tests.rights import samples
from tests.rights.importing import read, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ENGLISH = ["Publication Number", "Title", "Publication Date", "Application Number", "Application Date", "Assignee",
           "Inventor", "IPC", "Abstract"]  # fmt: skip
DESIGN = ["公开(公告)号", "标题", "公开(公告)日", "简单法律状态", "申请(专利权)人", "申请日", "洛迦诺分类号"]


def written(path, content):
    path.write_bytes(content)
    return path


def test_chosen_english_columns_without_the_state_are_read_and_claim_none(tmp_path):
    row = [
        "EP2400800A1",
        "Casting",
        "2011-12-28",
        "-",
        "2010-06-24",
        "Glut Oy | Forge AG",
        "Niemi, J.",
        "B22D11/04",
        "It casts.",
    ]

    name, (record,) = read(written(tmp_path / "20240401.xlsx", samples.sheet(ENGLISH, row)))

    assert (name, record.title, record.classes, record.as_of) == (
        "patsnap-xlsx",
        "Casting",
        ["B22D 11/04"],
        date(2024, 4, 1),
    )
    assert told(record) == [
        ("PB01", "2011-12-28", {"number": "EP2400800", "owners": ["Glut Oy", "Forge AG"]}),
        ("ZS01", "2024-04-01", {"owners": ["Glut Oy", "Forge AG"]}),
    ]


def test_the_export_as_csv_is_the_same(tmp_path):
    row = ["CN302478080S", "灯", "2013-06-19", "有效", "鞍山灯具有限公司", "2012-09-07", "26-05"]

    name, (record,) = read(written(tmp_path / "20240401.csv", samples.text(",".join(DESIGN), ",".join(row))))
    _name, (sheet,) = read(written(tmp_path / "20240401.xlsx", samples.sheet(DESIGN, row)))

    assert (name, record.kind, record.classes, record.main_class) == ("patsnap-xlsx", "design", ["26-05"], "26-05")
    assert (
        told(record)
        == told(sheet)
        == [
            ("GR01", "2013-06-19", {"number": "CN302478080S", "owners": ["鞍山灯具有限公司"]}),
            ("ZS01", "2024-04-01", {"status": "in_force", "owners": ["鞍山灯具有限公司"]}),
        ]
    )


def test_a_row_of_other_width_is_refused(tmp_path):
    row = "CN302478080S,灯,2013-06-19"

    _name, (error,) = read(written(tmp_path / "20240401.csv", samples.text(",".join(DESIGN), row)))

    assert (error.code, error.facts) == ("columns", {"found": 3, "expected": 7})


@pytest.mark.parametrize("left_out", ["Publication Number", "Title", "Publication Date"])
def test_a_table_without_number_title_or_day_is_not_taken_for_an_export(tmp_path, left_out):
    heading = [name for name in ENGLISH if name != left_out]

    with pytest.raises(Exception, match="unknown_table"):
        read(written(tmp_path / "a.xlsx", samples.sheet(heading, ["x"] * len(heading))))
