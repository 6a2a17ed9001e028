"""CNIPA's standardised XML (V2.2.1): whole documents with claims and drawings, bare or in a zip."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import InvalidInput
from marketplace.core.pictures import clean_picture

from .. import codes
from ..classification import IPC, LOCARNO
from ..identifiers import CN_APPLICATION, CN_PUBLICATION, DESIGN
from ..regions import place_of
from . import cells
from .base import BadRow, DrawingRecord, EventRecord, FileRefused, Read, RightRecord, Sample, TextRecord
from .opening import MEGABYTE, ZIP, Source

SOURCE = "cnipa-xml"
MOST_XML = 32 * MEGABYTE
MOST_TAGS = 1_000_000
MOST_PICTURE = 15 * MEGABYTE
MOST_DRAWINGS = 60
LONGEST_CLAIM = 20_000
PICTURES = ("TIFF", "PNG", "JPEG", "GIF")

_MARK = b"PatentDocumentAndRelated"
_NS = {"base": "http://www.sipo.gov.cn/XMLSchema/base", "b": "http://www.sipo.gov.cn/XMLSchema/business"}
_BIBLIOGRAPHY = "b:BibliographicData"


class CnipaXml:
    """One document a right; entities are never resolved and nothing outside the file is fetched."""

    name = "cnipa-xml"
    label = _("CNIPA patent document, XML")

    def sniff(self, sample: Sample) -> float:
        if _MARK in sample.head.replace(b"\0", b""):
            return 0.95
        return 0.3 if any(name.lower().endswith(".xml") for name in sample.members) else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        entries = {PurePosixPath(name): name for name in source.members}
        for position, member in enumerate(_documents(source), start=1):
            if position <= start:
                continue
            try:
                yield position, _record(source, member, entries)
            except BadRow as bad:
                yield position, bad.error


def _documents(source: Source) -> list[str]:
    if source.shape != ZIP:
        return [""]
    return [member for member in source.members if member.lower().endswith(".xml")]


def parse(content: bytes) -> Element:
    """The document's root.

    Raises BadRow for entities (XXE, billion laughs), too many tags, and XML that is not whole.
    """
    if content.count(b"<") > MOST_TAGS:
        raise BadRow("", "", "xml_elements", most=MOST_TAGS)
    try:
        root: Element = fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise BadRow("", "", "xml_entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise BadRow("", str(error), "xml_broken") from error
    return root


def _content(source: Source, member: str) -> bytes:
    """A document's bytes; one that is too large is left out, the others of the archive are read."""
    try:
        return source.read_member(member, MOST_XML)
    except FileRefused as error:
        if error.code != "member_too_large":
            raise
        raise BadRow("", member, error.code, **error.facts) from error


def _record(source: Source, member: str, entries: Mapping[PurePosixPath, str]) -> RightRecord:
    root = parse(_content(source, member))
    if root.tag != f"{{{_NS['b']}}}PatentDocumentAndRelated" or (found := root.find(_BIBLIOGRAPHY, _NS)) is None:
        raise BadRow("", root.tag[:80], "xml_other")
    serial, letter = root.get("docNumber", ""), root.get("kind", "")
    publication = cells.number("docNumber", f"CN{serial}{letter}", CN_PUBLICATION)
    published_on = cells.day("datePublication", root.get("datePublication", ""))
    application_path = "b:ApplicationReference[@dataFormat='original']/base:DocumentID/base:"
    application_text = _text(found, application_path + "DocNumber")
    application = cells.number("DocNumber", application_text, CN_APPLICATION) if application_text else None
    parties = found.find("b:Parties", _NS)
    owners = _owners(parties)
    classes = _classes(found, publication.kind or "")
    province, city = place_of(_text(parties, ".//b:Applicant/base:AddressBook/base:Address/base:Text"))
    code = codes.PUBLISHED if letter.startswith("A") else codes.GRANTED
    return RightRecord(
        kind=publication.kind or "",
        jurisdiction="CN",
        numbers=[application, publication] if application else [publication],
        title=cells.title("InventionTitle", _text(found, "b:InventionTitle") or _text(found, "b:DesignTitle")),
        events=[EventRecord(code, published_on, {"number": publication.canonical, "owners": owners})],
        source=SOURCE,
        as_of=published_on,
        filing_on=cells.optional_day("Date", _text(found, application_path + "Date")),
        main_class=classes[0] if classes else "",
        classes=classes,
        inventors=_names(parties, ".//b:Inventor/base:AddressBook/base:Name"),
        province=province,
        city=city,
        text=TextRecord(
            abstract="\n".join(filter(None, map(_whole, root.findall("b:Abstract/base:Paragraphs", _NS)))),
            claims=tuple(_claims(root)),
            citations=tuple(_citations(root)),
        ),
        drawings=list(_drawings(source, member, root, entries)),
    )


def _whole(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _text(element: Element | None, path: str) -> str:
    found = element.find(path, _NS) if element is not None else None
    return _whole(found) if found is not None else ""


def _names(element: Element | None, path: str) -> list[str]:
    found = element.findall(path, _NS) if element is not None else []
    return [name for each in found for name in cells.names(_whole(each))]


def _owners(parties: Element | None) -> list[str]:
    """A granted patent names its holders apart; an application only its applicants."""
    for party in ("Assignee", "PatentHolder", "Applicant"):
        for leaf in ("Name", "OrganizationName"):
            if found := _names(parties, f".//b:{party}/base:AddressBook/base:{leaf}"):
                return found
    return []


def _classes(bibliography: Element, kind: str) -> list[str]:
    found: list[str] = []
    if kind == DESIGN:
        texts = bibliography.findall(".//b:ClassificationLocarno/b:MainClassification", _NS)
        for each in texts:
            found += cells.symbols("ClassificationLocarno", _whole(each), LOCARNO)
    for each in bibliography.findall("b:ClassificationIPCRDetails/b:ClassificationIPCR", _NS):
        parts = [_text(each, f"b:{name}") for name in ("Section", "MainClass", "Subclass", "MainGroup", "Subgroup")]
        section, main, subclass, group, subgroup = parts
        found += cells.symbols("ClassificationIPCR", f"{section}{main}{subclass}{group}/{subgroup}", IPC)
    return list(dict.fromkeys(found))


def _claims(root: Element) -> Iterator[str]:
    for claim in root.findall("b:Claims/b:Claim", _NS):
        lines = [_whole(part) for part in claim.findall("b:ClaimText", _NS)] or [_whole(claim)]
        if text := "\n".join(filter(None, lines)):
            yield text[:LONGEST_CLAIM]


def _citations(root: Element) -> Iterator[str]:
    for cited in root.iter(f"{{{_NS['b']}}}PatentCitation"):
        parts = [_text(cited, f".//base:{name}") for name in ("WIPOST3Code", "DocNumber", "Kind")]
        if parts[1]:
            yield "".join(parts)
    for cited in root.iter(f"{{{_NS['b']}}}NPLCitation"):
        if text := _whole(cited):
            yield text[:500]


def _drawings(
    source: Source, member: str, root: Element, entries: Mapping[PurePosixPath, str]
) -> Iterator[DrawingRecord]:
    """The figures in their order. One that cannot be read safely makes the whole document an error."""
    folder = PurePosixPath(member).parent
    for figure in root.findall("b:Drawings/base:Figure", _NS)[:MOST_DRAWINGS]:
        for image in figure.findall("base:Image", _NS):
            name = image.get("file", "")
            entry = entries.get(folder / PurePosixPath(name).name)
            if entry is None:
                raise BadRow("Image", name, "drawing_missing")
            try:
                picture = clean_picture(source.read_member(entry, MOST_PICTURE), accepted=PICTURES, least_edge=8)
            except InvalidInput as error:
                raise BadRow("Image", name, "drawing_unfit") from error
            except FileRefused as error:
                raise BadRow("Image", name, error.code, **error.facts) from error
            label = (figure.get("figureLabels") or "").strip()[:80]
            yield DrawingRecord(label, picture.content, picture.digest, picture.width, picture.height)
