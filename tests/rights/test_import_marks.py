"""Trade marks and designs of the European Union and the United States, with their goods, classes and pictures."""

import json
from datetime import date

import pytest

from marketplace.rights.models import Right, RightDrawing
from tests.rights import samples
from tests.rights.importing import load, read, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_european_mark_has_its_word_classes_goods_and_end_of_term(tmp_path):
    name, (mark,) = read(written(tmp_path / "a.xml", samples.em_mark(image=samples.IMAGE)))

    assert name == "euipo-xml"
    assert (mark.kind, mark.jurisdiction, mark.title, mark.classes, mark.main_class) == (
        "trademark", "EM", "NORDGLUT", ["6", "40"], "6",
    )  # fmt: skip
    assert [number.slug for number in mark.numbers] == ["em-tm-018900001"]
    assert mark.text.goods == ("6: Steel; moulds.", "40: Gießen.")
    assert told(mark) == [
        ("ZF01", "2020-04-08", {"feature": "Figurative", "design_codes": ["24.07.01"]}),
        ("TM10", "2020-04-27", {}),
        ("TM20", "2020-08-05", {"number": "EM018900001"}),
        ("ZT01", "2020-08-05", {"expires_on": "2030-04-08"}),
    ]
    assert mark.as_of == date(2021, 2, 3)


def test_a_mark_and_a_design_come_in_with_the_pictures_the_archive_holds(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    image = samples.IMAGE.replace("/1.PNG", "/c.PNG")
    archive = samples.zipped(a_xml=samples.em_mark(image=image), b_xml=samples.EM_DESIGN, c_png=samples.png())

    report = load(written(tmp_path / "em.zip", archive))

    assert (report.counts.rights_added, report.counts.rows_refused) == (2, 0)
    mark = Right.objects.get(kind="trademark")
    assert (mark.status, mark.expires_on, mark.text.goods[0]) == ("in_force", date(2030, 4, 8), "6: Steel; moulds.")
    drawing = RightDrawing.objects.get()
    assert (drawing.right, drawing.width, drawing.file.read(8)) == (mark, 40, b"\x89PNG\r\n\x1a\n")
    design = Right.objects.get(kind="design")
    assert (design.slug, design.status, design.main_class, design.expires_on) == (
        "em-design-009900001-0002", "expired", "03-01", date(2013, 12, 24),
    )  # fmt: skip


def test_a_picture_that_is_none_makes_the_mark_an_error(tmp_path):
    image = samples.IMAGE.replace("/1.PNG", "/c.PNG")

    _name, (error,) = read(
        written(tmp_path / "em.zip", samples.zipped(a_xml=samples.em_mark(image=image), c_png=b"no"))
    )

    assert (error.field, error.code) == ("image", "drawing_unfit")


def test_a_mark_without_words_is_named_by_its_number_in_both_languages(tmp_path):
    _name, (mark,) = read(written(tmp_path / "a.xml", samples.em_mark(words="")))

    assert (mark.title, mark.title_en) == ("图形商标 EM018900001", "Figurative mark EM018900001")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Registered", "in_force"),
        ("Registration cancellation pending", "in_force"),
        ("Registration cancelled", "cancelled"),
        ("Registration expired", "expired"),
        ("Application withdrawn", "refused"),
    ],
)
def test_the_offices_state_of_a_mark_becomes_ours(tmp_path, text, status):
    load(written(tmp_path / "a.xml", samples.em_mark(status=text)))

    assert Right.objects.get().status == status


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"number": "18900001"}, "ApplicationNumber", "foreign_number"),
        ({"number": "=1+1"}, "ApplicationNumber", "foreign_number"),
        ({"extra": "<ClassDescription><ClassNumber>46</ClassNumber></ClassDescription>"}, "ClassNumber", "nice_class"),
        ({"extra": "<ClassDescription><ClassNumber>x</ClassNumber></ClassDescription>"}, "ClassNumber", "nice_class"),
    ],
)
def test_a_mark_that_cannot_be_right_is_refused_with_its_field(tmp_path, change, field, code):
    _name, (error,) = read(written(tmp_path / "a.xml", samples.em_mark(**change)))

    assert (error.field, error.code) == (field, code)


def test_an_american_mark_tells_its_owners_step_by_step(tmp_path):
    name, (mark, pending) = read(samples.write_sample(tmp_path, "uspto-tsdr"))

    assert name == "uspto-tsdr"
    assert [number.slug for number in mark.numbers] == ["us-tm-78002298", "us-tm-2713475"]
    assert (mark.title, mark.classes, mark.text.goods) == ("EMBERCAST", ["6"], ("6: Cast steel",))
    assert told(mark) == [
        ("ZF01", "2000-04-03", {"feature": "Word", "owners": ["Smith, Ann B."]}),
        ("TM10", "2003-02-11", {}),
        ("TM20", "2003-05-06", {"number": "US2713475", "owners": ["Smith, Ann B."]}),
        ("TM30", "2013-05-06", {"until": "2023-05-06"}),
        ("ZS01", "2013-06-01", {"owners": ["Ember Holdings, Inc."]}),
    ]
    assert [number.slug for number in pending.numbers] == ["us-tm-97123400"]
    assert told(pending) == [
        ("ZF01", "2021-11-13", {"feature": "Word", "owners": ["Ember Labs, LLC"]}),
        ("ZS01", "2023-03-22", {"owners": ["Glut, Inc."], "status": "abandoned"}),
    ]


def test_a_mark_abroad_has_no_term_that_chinese_law_would_give_it(tmp_path):
    plain = samples.TSDR.replace("<ns2:RenewalDate>2013-05-06</ns2:RenewalDate>", "")

    load(written(tmp_path / "a.xml", plain))

    right = Right.objects.get()
    assert (right.status, right.expires_on, right.owner_names) == ("in_force", None, "Ember Holdings, Inc.")


@pytest.mark.parametrize(("value", "code"), [("7", "json_nothing"), ("[]", "json_nothing"), ("[", "json_broken")])
def test_a_status_answer_without_marks_says_so(tmp_path, value, code):
    path = written(tmp_path / "a.json", f'{{"serialNumber": 1, "gsList": 1, "trademarks": {value}}}')

    _name, (error,) = read(path)

    assert error.code == code


def test_a_status_answer_of_strange_values_is_refused_by_its_number(tmp_path):
    strange = {
        "trademarks": [{"status": {"serialNumber": [1]}, "parties": 3, "gsList": "x"}],
        "serialNumber": 1,
        "gsList": 1,
    }

    _name, (error,) = read(written(tmp_path / "a.json", json.dumps(strange)))

    assert (error.field, error.code) == ("ApplicationNumberText", "foreign_number")


def test_the_table_of_european_marks_tells_the_same_events(tmp_path):
    name, (mark, opposed) = read(samples.write_sample(tmp_path, "euipo-csv"))

    assert name == "euipo-csv"
    assert mark.text.goods == ("6: Steel; moulds.", "40: Casting.")
    assert told(mark) == [
        ("ZF01", "2020-04-08", {"feature": "Figurative", "design_codes": ["24.07.01"]}),
        ("TM20", "2020-08-05", {"number": "EM018900001"}),
        ("ZT01", "2020-08-05", {"expires_on": "2030-04-08"}),
    ]
    assert told(opposed) == [("ZF01", "2020-04-09", {"feature": "Word"})]
