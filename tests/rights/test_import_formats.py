"""Each format becomes the same neutral rights."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from marketplace.rights.importers import FileRefused, open_import
from marketplace.rights.importers.base import RowError
from marketplace.rights.importers.words import row_sentences
from marketplace.rights.models import Right, RightDrawing, RightEvent
from tests.rights.importing import RAW, RAW_SWAPPED, TIDY, load, state, tidy, workbook, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

NASA = "reference_number,category,title,abstract,center,patent_number,serial_number,expiration_date"
PATSNAP = [
    "公开(公告)号",
    "法律状态/事件",
    "[标]当前申请(专利权)人",
    "申请日",
    "公开(公告)日",
    "标题(译)(简体中文)",
    "标题(译)(English)",
    "专利类型",
    "IPC分类号",
]


def read(path, **options):
    source, importer = open_import(path, **options)
    return importer.name, [found for _position, found in importer.read(source)]


def test_a_tidy_row_becomes_a_right_with_its_grant(tmp_path):
    name, (record,) = read(write(tmp_path, "a.csv", TIDY, tidy()))

    assert name == "gazette-csv"
    assert [number.slug for number in record.numbers] == ["cn-patent-201410264351.3", "cn-patent-CN104008308B"]
    assert (record.kind, record.title, record.main_class, record.filing_on) == (
        "invention",
        "一种连铸机",
        "B22D 11/04",
        date(2014, 6, 12),
    )
    assert [tuple(event) for event in record.events] == [
        ("GR01", date(2016, 5, 4), {"number": "CN104008308B", "owners": ["鞍山重工有限公司"]})
    ]
    assert (record.inventors, record.province, record.city, record.as_of) == (
        ["张三", "李四"],
        "辽宁",
        "鞍山市",
        date(2016, 5, 4),
    )


def test_a_publication_is_pending_and_a_destroyed_number_leaves_the_publication_number(tmp_path):
    load(write(tmp_path, "a.csv", TIDY, tidy("CN104008308A", app_no="2.01E+12", published="2014-08-27")))

    right = Right.objects.get()
    assert (right.slug, right.status, right.number_proven) == ("cn-patent-CN104008308A", "pending", False)


def test_both_gazette_shapes_give_the_same_right(tmp_path):
    raw = "1,一种连铸机,CN104008308B,2016.05.04,2014102643513,2014.06.12,鞍山重工有限公司;,张三;??李四,114000辽宁省鞍山市铁西区,B22D11/04(2006.01)I;"
    swapped = "1,一种连铸机,CN104008308B,2016.05.04,2014102643513,2014.06.12,鞍山重工有限公司;,张三;??李四,114000辽宁省鞍山市铁西区,B22D11/04(2006.01)I;"

    _name, (one,) = read(write(tmp_path, "a.csv.gz", TIDY, tidy()))
    _name, (two,) = read(write(tmp_path, "b.csv.zip", RAW, raw, encoding="gb18030"))
    _name, (three,) = read(write(tmp_path, "c.csv", RAW_SWAPPED, swapped, encoding="gb18030"))

    assert one == two == three


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(tmp_path, encoding):
    _name, (record,) = read(write(tmp_path, "a.csv", TIDY, tidy(), encoding=encoding))

    assert record.title == "一种连铸机"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"app_no": "2014102643514"}, "app_no", "check_digit"),
        ({"app_no": "=1+1"}, "app_no", "formula"),
        ({"filed": "=NOW()"}, "filing_date", "formula"),
        ({"filed": "2014-13-01"}, "filing_date", "day"),
        ({"filed": "2017-01-01"}, "filing_date", "filed_after"),
        ({"pub_no": "CN404008308A"}, "pub_no", "publication_type"),
        ({"title": " "}, "title", "title"),
        ({"classes": "Q99Z1/00"}, "all_classes", "ipc_section"),
        ({"app_no": "2014302643517"}, "app_no", "check_digit"),
        ({"pub_no": "CN204008308U"}, "app_no", "kinds_differ"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_field_and_reason(tmp_path, change, field, code):
    _name, (error,) = read(write(tmp_path, "a.csv", TIDY, tidy(**change)))

    assert isinstance(error, RowError)
    assert (error.field, error.code) == (field, code)
    words = row_sentences(error)
    assert words["en"]
    assert words["zh-hans"]


def test_a_row_of_other_width_is_an_error_and_the_next_is_read(tmp_path):
    _name, (error, record) = read(write(tmp_path, "a.csv", TIDY, "CN1,only,three", tidy()))

    assert (error.code, error.facts) == ("columns", {"found": 3, "expected": 18})
    assert record.title == "一种连铸机"


def test_nasas_rows_become_united_states_rights_with_their_stated_end(tmp_path):
    rows = [
        'LAR-1,materials,Old Mesh,"A mesh, old.",LARC,"7,767,305",10/758611,2024-01-14',
        'LAR-2,materials,New Mesh,,LARC,0,"14/091,250",2033-11-26',
        "LAR-3,materials,Nameless,,LARC,,20375014,2034-03-11",
    ]

    report = load(write(tmp_path, "nasa.csv", NASA, *rows))

    assert (report.format, report.counts.rights_added, report.counts.rows_refused) == ("nasa-csv", 2, 1)
    old, new = Right.objects.order_by("title").last(), Right.objects.order_by("title").first()
    assert (old.slug, old.status, old.expires_on) == ("us-patent-7767305", "expired", date(2024, 1, 14))
    assert (new.slug, new.status) == ("us-application-14091250", "pending")
    assert old.text.abstract_en == "A mesh, old."
    assert old.as_of == date(2014, 3, 11)
    assert set(old.numbers.values_list("slug", flat=True)) == {"us-patent-7767305", "us-application-10758611"}


def test_a_day_in_the_files_name_says_of_when_it_speaks(tmp_path):
    load(write(tmp_path, "patents_as_of_2014-10-31.csv", NASA, "LAR-1,m,Mesh,,LARC,7767305,,2034-01-14"))

    assert Right.objects.get().as_of == date(2014, 10, 31)


def test_a_patsnap_export_maps_its_columns_and_states(tmp_path):
    heading = PATSNAP
    rows = [
        [
            "CN203264282U",
            "未缴年费 | 质押",
            "鞍山重工有限公司",
            "2013-02-01",
            "2013-11-06",
            "一种飞机",
            "An aircraft",
            "实用新型",
            "B64C27/32 | B64D41/00",
        ],
        ["RU2538737C9", "授权", "КУЗИКОВ | ООО", "2013-02-11", "2016-12-20", "-", "Rotor", "授权发明", "B64C27/32"],
    ]

    report = load(workbook(tmp_path / "20240401.xlsx", heading, *rows))

    assert (report.format, report.counts.rights_added) == ("patsnap-xlsx", 2)
    chinese = Right.objects.get(slug="cn-patent-CN203264282U")
    assert (chinese.kind, chinese.status, chinese.is_pledged) == ("utility_model", "terminated", True)
    assert (chinese.title, chinese.title_en, chinese.classes) == (
        "一种飞机",
        "An aircraft",
        ["B64C 27/32", "B64D 41/00"],
    )
    assert chinese.as_of == date(2024, 4, 1)
    russian = Right.objects.get(jurisdiction="RU")
    assert (russian.title, russian.status, russian.granted_on) == ("Rotor", "in_force", date(2016, 12, 20))


def test_english_headings_are_the_same_export(tmp_path):
    heading = [
        "Publication Number",
        "Legal Status/Event",
        "Current Assignee",
        "Application Date",
        "Publication Date",
        "Title",
        "Title(English)",
        "Patent Type",
        "IPC",
    ]

    report = load(
        workbook(
            tmp_path / "a.xlsx",
            heading,
            ["CN203264282U", "Granted", "A Ltd", "2013-02-01", "2013-11-06", "机", "X", "Utility", "B64C27/32"],
        )
    )

    assert (report.format, report.counts.rights_added) == ("patsnap-xlsx", 1)


NAMESPACES = (
    'xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"'
)


def document(
    doctype='<!DOCTYPE business:PatentDocumentAndRelated SYSTEM "http://127.0.0.1:9/never.dtd"[]>', title="一种方法"
):
    return f"""<?xml version="1.0" encoding="utf-8"?>
{doctype}
<business:PatentDocumentAndRelated {NAMESPACES} docNumber="104008308" kind="A" datePublication="20140827">
<business:BibliographicData>
<business:ApplicationReference dataFormat="original"><base:DocumentID><base:DocNumber>201410264351.3</base:DocNumber>
<base:Date>20140612</base:Date></base:DocumentID></business:ApplicationReference>
<business:ClassificationIPCRDetails><business:ClassificationIPCR><business:Section>G</business:Section>
<business:MainClass>06</business:MainClass><business:Subclass>F</business:Subclass><business:MainGroup>17</business:MainGroup>
<business:Subgroup>27</business:Subgroup></business:ClassificationIPCR></business:ClassificationIPCRDetails>
<business:InventionTitle>{title}</business:InventionTitle>
<business:Parties><business:ApplicantDetails><business:Applicant><base:AddressBook><base:Name>鞍山大学</base:Name>
<base:Address><base:Text>114000 辽宁省鞍山市铁西区</base:Text></base:Address></base:AddressBook></business:Applicant>
</business:ApplicantDetails><business:InventorDetails><business:Inventor><base:AddressBook><base:Name>张三</base:Name>
</base:AddressBook></business:Inventor></business:InventorDetails></business:Parties>
<business:ReferencesCited><business:PatentCitation><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
<base:DocNumber>101000001</base:DocNumber><base:Kind>A</base:Kind></base:DocumentID></business:PatentCitation>
</business:ReferencesCited></business:BibliographicData>
<business:Abstract><base:Paragraphs>本发明公开了一种方法。</base:Paragraphs></business:Abstract>
<business:Drawings><base:Figure figureLabels="图1"><base:Image file="F1.TIF"/></base:Figure></business:Drawings>
<business:Claims><business:Claim><business:ClaimText>1.一种方法，</business:ClaimText><business:ClaimText>其特征在于简单。</business:ClaimText></business:Claim>
<business:Claim><business:ClaimText>2.如权利要求1所述的方法。</business:ClaimText></business:Claim></business:Claims>
</business:PatentDocumentAndRelated>"""


def tiff(size=(40, 30)):
    out = BytesIO()
    Image.new("1", size, 1).save(out, "TIFF")
    return out.getvalue()


def archive(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(f"doc/{name.replace('_', '.')}", content)
    return path


def test_a_cnipa_document_brings_claims_citations_and_drawings_as_png(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"

    report = load(archive(tmp_path / "a.zip", A_XML=document(), F1_TIF=tiff()))

    right = Right.objects.get()
    assert (report.format, right.slug, right.status, right.main_class) == (
        "cnipa-xml",
        "cn-patent-201410264351.3",
        "pending",
        "G06F 17/27",
    )
    assert right.text.claims == ["1.一种方法，\n其特征在于简单。", "2.如权利要求1所述的方法。"]
    assert (right.text.abstract, right.text.citations) == ("本发明公开了一种方法。", ["CN101000001A"])
    drawing = RightDrawing.objects.get()
    assert (drawing.label, drawing.width, drawing.height) == ("图1", 40, 30)
    assert drawing.file.read(8) == b"\x89PNG\r\n\x1a\n"
    load(archive(tmp_path / "b.zip", A_XML=document(), F1_TIF=tiff()))
    assert RightDrawing.objects.count() == 1


@pytest.mark.parametrize(
    ("doctype", "title"),
    [
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ('<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>', "&c;"),
        ('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', "x"),
    ],
    ids=["file entity", "billion laughs", "parameter entity"],
)
@pytest.mark.attack
def test_a_document_with_entities_is_refused_and_nothing_is_fetched(tmp_path, monkeypatch, doctype, title):
    monkeypatch.setattr("socket.socket.connect", lambda *args: pytest.fail("the parser went outside"))

    report = load(archive(tmp_path / "a.zip", A_XML=document(doctype, title), F1_TIF=tiff()))

    assert (report.counts.rights_added, report.counts.rows_refused) == (0, 1)
    assert "实体" in report.errors_path.read_text("utf-8-sig")


@pytest.mark.parametrize(("content", "code"), [(b"II*\x00garbage", "drawing_unfit"), (None, "drawing_missing")])
def test_a_document_whose_drawing_cannot_be_read_is_an_error(tmp_path, content, code):
    members = {"A_XML": document()} | ({"F1_TIF": content} if content else {"G_TIF": tiff()})

    _name, (error,) = read(archive(tmp_path / "a.zip", **members))

    assert (error.code, error.value) == (code, "F1.TIF")


def test_an_unknown_format_is_refused_with_its_first_line(tmp_path):
    with pytest.raises(FileRefused) as refused:
        open_import(write(tmp_path, "a.csv", "colour,taste", "red,sweet"))

    assert refused.value.code == "unknown_table"
    assert refused.value.facts["line"] == "colour,taste"


def test_a_format_named_wrongly_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="wrong_format"):
        open_import(write(tmp_path, "a.csv", TIDY, tidy()), format_name="nasa-csv")


@pytest.mark.data
def test_the_sample_documents_of_cnipa_come_in_whole(data_dir, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    for path in sorted((data_dir / "cnipa-xml").glob("*.zip")):
        load(path)

    found = {right.slug: (len(right.text.claims), right.drawings.count()) for right in Right.objects.all()}
    assert found == {
        "cn-patent-200910190429.0": (found["cn-patent-200910190429.0"][0], 5),
        "cn-patent-201910302430.1": (found["cn-patent-201910302430.1"][0], 3),
    }
    assert min(claims for claims, _drawings in found.values()) >= 1
    assert RightEvent.objects.count() == 2


@pytest.mark.data
def test_the_patsnap_export_comes_in_with_four_numbers_refused(data_dir):
    report = load(data_dir / "patsnap-export-aviation" / "patsnap_export.xlsx")

    assert (report.counts.rows_read, report.counts.rows_refused) == (1254, 4)
    before = state()
    assert load(data_dir / "patsnap-export-aviation" / "patsnap_export.xlsx").counts.events_added == 0
    assert state() == before
