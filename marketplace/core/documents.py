"""Documents made safe: content that matches its name, nothing that runs, scans re-encoded; knows nothing of HTTP."""

import hashlib
import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from .pictures import clean_picture, refuse, rendition

MOST_DOCUMENT_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_PARTS = 2000
OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
OFFICE_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
ACTIVE_PART = re.compile(r"vbaproject|vbadata|macrosheets|activex|/embeddings/.*\.bin$|/ctrlprops/", re.IGNORECASE)
ACTIVE_RELATION = re.compile(rb"attachedTemplate|oleObject|/frame\"", re.IGNORECASE)
PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA|EmbeddedFile)\b")
PDF_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
PDF_OBJECT_STREAM = re.compile(rb"/ObjStm[^\x00]{0,300}?stream\r?\n")
PDF_ESCAPE = re.compile(rb"#([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class CleanDocument:
    """A document whose content matches its name and holds nothing that runs."""

    content: bytes
    name: str
    media_type: str
    digest: str


def clean_document(content: bytes, name: str) -> CleanDocument:
    """Check a PDF, Word, Excel, PNG or JPEG file by name and content. Raises InvalidInput."""
    if len(content) > MOST_DOCUMENT_BYTES:
        raise refuse(_("The document is larger than 20 MB. Make it smaller or split it."))
    plain = PurePath(name.replace("\\", "/")).name
    suffix = plain.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if suffix in ("doc", "xls", "ppt", "docm", "xlsm", "dotm", "xlsb"):
        raise refuse(_("Old or macro-carrying Office files are not taken. Save it as PDF, DOCX or XLSX."))
    if suffix not in MEDIA_TYPES:
        raise refuse(_("Only PDF, DOCX, XLSX, PNG and JPEG documents are taken."))
    if suffix in OFFICE_PART:
        _check_office(content, OFFICE_PART[suffix])
    elif suffix == "pdf":
        _check_pdf(content)
    else:
        content = _cleaned_scan(content, suffix)
    return CleanDocument(content, _safe_name(plain), MEDIA_TYPES[suffix], hashlib.sha256(content).hexdigest())


def _safe_name(name: str) -> str:
    stem, _dot, suffix = name.rpartition(".")
    stem = "".join(sign if sign.isprintable() and sign not in '<>:"/\\|?*' else "_" for sign in stem).strip(". ")
    return f"{stem[:100] or 'document'}.{suffix.lower()}"


def _mismatch() -> Exception:
    return refuse(_("The file's content is not what its name says. Save it again in the right format."))


def _cleaned_scan(content: bytes, suffix: str) -> bytes:
    """A scanned paper re-encoded, so that neither GPS nor anything hidden behind the picture remains."""
    wanted = {"png": "PNG", "jpg": "JPEG"}[suffix]
    picture = clean_picture(content, accepted=(wanted,), photograph="JPEG")
    if picture.format == {"png": "png", "jpg": "jpeg"}[suffix]:
        return picture.content
    return rendition(picture.content, width=picture.width, name=wanted)


def _check_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise _mismatch()
    # Compressed data can spell any name by chance, so only what a reader parses is looked at.
    if any(_is_active(part) for part in (PDF_STREAM.sub(b"", content), *_object_streams(content))):
        raise refuse(_("The PDF carries scripts or embedded files. Print it to a new PDF and choose that."))


def _is_active(part: bytes) -> bool:
    return PDF_ACTIVE.search(PDF_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), part)) is not None


def _object_streams(content: bytes) -> list[bytes]:
    """The unpacked object streams of a PDF, within a bound: names can hide there."""
    streams, left = [], 32 * 1024 * 1024
    for match in PDF_OBJECT_STREAM.finditer(content):
        try:
            data = zlib.decompressobj().decompress(content[match.end() :], max(left, 1))
        except zlib.error:
            continue
        left -= len(data)
        if left <= 0:
            raise refuse(_("The PDF unpacks to more than we can check. Print it to a new PDF and choose that."))
        streams.append(data)
    return streams


def _check_office(content: bytes, main_part: str) -> None:
    active = refuse(_("The document carries macros or embedded programs. Save it without them."))
    if not content.startswith(b"PK\x03\x04"):
        raise _mismatch()
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            if "[Content_Types].xml" not in names or main_part not in names:
                raise _mismatch()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                raise refuse(_("The document unpacks to more than we can check. Make it smaller."))
            if any(ACTIVE_PART.search(name) for name in names) or len(set(names)) != len(names):
                raise active
            for part in parts:
                if part.filename.endswith(".rels") or part.filename == "[Content_Types].xml":
                    text = archive.read(part)
                    if b"macroEnabled" in text or ACTIVE_RELATION.search(text):
                        raise active
    except (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        raise refuse(_("The document is damaged or locked with a password. Save it again.")) from error
