"""Files made to harm: each is refused with a reason in the reader's language, and nothing is written."""

import gzip
import os
import random
import stat
import struct
import time
import tracemalloc
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from marketplace.core.models import Event
from marketplace.rights.importers import opening, workbooks
from marketplace.rights.importers.opening import MEGABYTE
from marketplace.rights.models import ImportBatch, Right, RightEvent
from marketplace.rights.register_refusals import ImportRefused
from tests.rights.importing import TIDY, load, repacked, tidy, workbook, write

pytestmark = [pytest.mark.attack, pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

TABLE = f"{TIDY}\n{tidy()}\n".encode()
HEADING = ["公开(公告)号", "法律状态/事件", "标题", "公开(公告)日"]
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def refused(path, **options):
    """The code of the refusal, after its two sentences and the empty database were looked at."""
    sentences = []
    for language in ("en", "zh-hans"):
        with override(language), pytest.raises(ImportRefused) as caught:
            load(path, **options)
        with override(language):
            sentences.append(str(caught.value))
    english, chinese = sentences
    assert english.isprintable()
    assert "%(" not in english + chinese
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese), chinese
    assert [model.objects.count() for model in (Right, RightEvent, ImportBatch, Event)] == [0, 0, 0, 0]
    return caught.value.facts["code"]


def plain(folder, content):
    path = folder / "a.csv"
    path.write_bytes(content)
    return path


def packed(folder, *members, method=zipfile.ZIP_DEFLATED):
    """An archive of (name or ZipInfo, bytes)."""
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return path


def sheet(folder, **parts):
    return repacked(workbook(folder / "a.xlsx", HEADING, ["CN203264282U", "授权", "机", "2013-11-06"]), **parts)


# what is no file


def test_a_missing_path(tmp_path):
    assert refused(tmp_path / "none.csv") == "missing"


def test_a_folder(tmp_path):
    assert refused(tmp_path) == "not_a_file"


def test_a_pipe_that_nobody_writes_to(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")

    assert refused(tmp_path / "pipe.csv") == "not_a_file"


def test_a_name_too_long_to_open(tmp_path):
    assert refused(tmp_path / ("n" * 300)) == "unreadable"


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18], ids=["plain", "zip"])
def test_an_empty_file(tmp_path, content):
    assert refused(plain(tmp_path, content)) == "empty_file"


# archives


@pytest.mark.parametrize("magic", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh91AY", b"\xfd7zXZ\0"])
def test_an_archive_of_another_kind(tmp_path, magic):
    assert refused(plain(tmp_path, magic + b"\0" * 64)) == "archive_kind"


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv.zip"])
@pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
def test_a_file_cut_off(tmp_path, name, share):
    rows = [tidy(title=f"{random.Random(number).getrandbits(400):x}") for number in range(500)]
    path = write(tmp_path, name, TIDY, *rows)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    assert refused(path) == "truncated"


def test_a_member_whose_bytes_were_changed(tmp_path):
    path = packed(tmp_path, ("a.csv", TABLE), method=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)

    assert refused(path) == "truncated"


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv.zip"])
def test_a_bomb(tmp_path, name):
    content = TABLE + (b"0" * 99 + b"\n") * 640_000
    path = tmp_path / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(content, 9))
    else:
        path = packed(tmp_path, ("a.csv", content))

    assert refused(path) == "bomb"


def test_a_bomb_whose_directory_lies_about_its_size(tmp_path):
    path = packed(tmp_path, ("a.csv", TABLE + b"0" * 64 * MEGABYTE))
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, entry + 24, len(TABLE) + 100)
    path.write_bytes(content)

    assert refused(path) == "truncated"


def test_an_archive_larger_in_all_than_it_may_be(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 3 * MEGABYTE)
    noise = random.Random(7).randbytes(MEGABYTE).hex().encode()

    assert refused(packed(tmp_path, ("a.csv", noise), ("b.csv", noise))) == "too_large"


def test_an_archive_of_very_many_files_in_little_time(tmp_path):
    many = [(f"{number}.csv", b"") for number in range(opening.MOST_MEMBERS + 1)]

    assert refused(packed(tmp_path, *many, method=zipfile.ZIP_STORED)) == "too_many_members"


def test_the_directory_of_an_archive_is_read_once_however_many_files_it_lists(tmp_path, monkeypatch):
    read = []
    original = zipfile.ZipFile._RealGetContents
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", lambda self: (read.append(1), original(self)))
    members = [
        (f"{number}.csv", f"{TIDY}\n{tidy(pub_no=f'CN{104_000_000 + number}B', app_no='')}\n") for number in range(40)
    ]

    report = load(packed(tmp_path, *members))

    assert (report.counts.rights_added, len(read)) == (40, 1)


def test_an_archive_in_an_archive_by_name_and_by_content(tmp_path):
    inner = packed(tmp_path, ("b.csv", TABLE)).read_bytes()

    assert refused(packed(tmp_path, ("inner.zip", inner))) == "nested"
    assert refused(packed(tmp_path, ("a.csv", TABLE), ("innocent.csv", inner))) == "nested"
    assert refused(plain(tmp_path, gzip.compress(gzip.compress(TABLE)))) == "nested"


@pytest.mark.parametrize("name", ["../a.csv", "x/../../a.csv", "/etc/a.csv", "..\\a.csv", "C:\\a.csv"])
def test_a_member_whose_name_leads_elsewhere(tmp_path, name):
    assert refused(packed(tmp_path, (name, TABLE))) == "member_name"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR], ids=["link", "pipe", "device"])
def test_a_member_that_is_no_file(tmp_path, kind):
    info = zipfile.ZipInfo("a.csv")
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16

    assert refused(packed(tmp_path, (info, "/etc/passwd"))) == "member_link"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name(tmp_path):
    assert refused(packed(tmp_path, ("a.csv", TABLE), ("a.csv", TABLE))) == "member_twice"


def test_a_member_packed_in_a_way_that_takes_memory(tmp_path):
    assert refused(packed(tmp_path, ("a.csv", TABLE), method=zipfile.ZIP_LZMA)) == "archive_kind"


def test_a_locked_archive(tmp_path):
    path = packed(tmp_path, ("a.csv", TABLE))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    assert refused(path) == "encrypted"


def test_an_archive_whose_files_have_different_headings(tmp_path):
    assert refused(packed(tmp_path, ("a.csv", TABLE), ("b.csv", b"colour,taste\nred,sweet\n"))) == "member_differs"


# encodings


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (TABLE + tidy(title="矿山机械设备制造").encode("gb18030"), "mixed_encoding"),
        (TABLE.decode().encode("gb18030") + tidy(title="矿山机械设备制造").encode() + b"\n", "mixed_encoding"),
        (TABLE + b"\xff\xfe\xfd", "mixed_encoding"),
        (TABLE.decode().encode("utf-16-le"), "nul"),
        (TABLE + b"\0", "nul"),
        (b"\x00\x01\x02" * 99, "nul"),
        (f"{TIDY}\n".encode() + b"caf\xe9,\xff\xff\n", "unknown_encoding"),
    ],
    ids=["utf8 then gb", "gb then utf8", "damaged", "utf16 unmarked", "nul", "binary", "latin"],
)
def test_a_wrong_or_mixed_encoding(tmp_path, content, code):
    assert refused(plain(tmp_path, content)) == code


def test_two_encodings_in_one_archive(tmp_path):
    assert (
        refused(packed(tmp_path, ("a.csv", TABLE), ("b.csv", TABLE.decode().encode("gb18030")))) == "encodings_differ"
    )


# cells beyond all measure


def test_a_hundred_megabytes_in_one_cell_take_little_memory_and_time(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(TABLE + b"CN104008309B,")
        for _ in range(100):
            file.write(b"x" * MEGABYTE)
    tracemalloc.start()
    began = time.process_time()

    code = refused(path)

    seconds = time.process_time() - began
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == "cell_too_long"
    assert peak < 40 * MEGABYTE
    assert seconds < 20


def test_a_quoted_cell_that_swallows_lines_behind_many_good_rows(tmp_path):
    rows = [tidy(pub_no=f"CN{104_000_000 + number}B", app_no="") for number in range(2500)]
    path = write(tmp_path, "a.csv", TIDY, *rows, '"' + "swallowed line\n" * 100_000)

    assert refused(path) == "cell_too_long"


# workbooks


def test_a_workbook_cut_off(tmp_path):
    path = sheet(tmp_path)
    path.write_bytes(path.read_bytes()[:-400])

    assert refused(path) == "truncated"


@pytest.mark.parametrize(
    "doctype",
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'],
    ids=["entity", "external"],
)
@pytest.mark.parametrize("part", ["xl__worksheets__sheet1_xml", "xl__workbook_xml", "xl__sharedStrings_xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_a_document_type(tmp_path, monkeypatch, doctype, part, encoding):
    monkeypatch.setattr("socket.socket.connect", lambda *args: pytest.fail("the parser went outside"))
    content = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<a>&x;</a>'.encode(encoding)

    assert refused(sheet(tmp_path, **{part: content})) == "entities"


def test_a_workbook_that_draws_on_other_files(tmp_path):
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

    assert refused(sheet(tmp_path, xl__externalLinks__externalLink1_xml=link)) == "external_links"


def test_a_workbook_of_endless_texts(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_STRING_COUNT", 50_000)
    strings = b"<sst>" + b"<si><t>a</t></si>" * 50_001 + b"</sst>"

    assert refused(sheet(tmp_path, xl__sharedStrings_xml=strings)) == "workbook_strings"


def test_a_workbook_of_very_long_texts(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_STRINGS", 2 * MEGABYTE)
    noise = random.Random(7).randbytes(3 * MEGABYTE // 2).hex()
    texts = "".join(f"<si><t>{noise[start : start + 1000]}</t></si>" for start in range(0, len(noise), 1000))

    assert refused(sheet(tmp_path, xl__sharedStrings_xml=f"<sst>{texts}</sst>".encode())) == "workbook_strings"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (
            b'<row r="999999999999"><c t="inlineStr"><is><t>a</t></is></c></row></sheetData></worksheet>',
            "workbook_rows",
        ),
        (b"<row>" + b"<c/>" * 300_000 + b"</row></sheetData></worksheet>", "workbook_rows"),
        (b"<row><c><v>" + b"1" * (MEGABYTE + 99) + b"</v></c></row></sheetData></worksheet>", "cell_too_long"),
        (b'<row><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>', "truncated"),
        (b'<row><c t="s"><v>999999</v></c></row></sheetData></worksheet>', "truncated"),
    ],
    ids=["row number", "cells", "cell", "cut off inside", "text that is not there"],
)
def test_a_sheet_beyond_all_measure(tmp_path, rows, code):
    heading = b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % each.encode() for each in HEADING)
    path = sheet(tmp_path, xl__worksheets__sheet1_xml=SHEET + b"<row>" + heading + b"</row>" + rows)

    if b"<v>999999" in rows:
        with pytest.raises(ImportRefused) as caught:
            load(path)
        assert caught.value.facts["code"] == code
        assert (Right.objects.count(), ImportBatch.objects.get().status) == (0, "refused")
    else:
        assert refused(path) == code


# documents


def test_a_document_of_a_million_tags_is_no_document(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(b'<PatentDocumentAndRelated xmlns="x">' + b"<a/>" * 1_000_001 + b"</PatentDocumentAndRelated>")

    with pytest.raises(CommandError, match=r"1 / 1|1 of 1"):
        call_command("import_rights", path)

    assert Right.objects.count() == 0


def test_the_command_fails_where_every_row_was_refused(tmp_path):
    with pytest.raises(CommandError, match="1 of 1 rows were refused"):
        call_command("import_rights", write(tmp_path, "a.csv", TIDY, tidy(title=" ")))


def test_the_command_says_in_one_sentence_why_it_refuses(tmp_path):
    with override("en"), pytest.raises(CommandError, match=r"^a\.csv: The file is empty\.$"):
        call_command("import_rights", plain(tmp_path, b""))
