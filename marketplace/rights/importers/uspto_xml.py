"""United States patents and published applications as the office publishes them, in every XML shape since 2001."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..classification import IPC
from ..identifiers import DESIGN, INVENTION
from . import cells
from .base import BadRow, EventRecord, Read, RightRecord, Sample, TextRecord
from .opening import Source
from .uspto import (
    LONGEST_ABSTRACT,
    MOST_CITATIONS,
    PLANT,
    SOURCE,
    application_number,
    application_publication,
    claims_of,
    granted_number,
    locarno,
    old_ipc,
    person,
)
from .uspto_old import OLD_APPLICATION, OLD_GRANT, old_record
from .xml_stream import has_mark, pick, prose, read_picked, text_at

GRANT, APPLICATION = "us-patent-grant", "us-patent-application"
WANTED = frozenset({GRANT, APPLICATION, OLD_APPLICATION, OLD_GRANT})
_KINDS = {"design": DESIGN, "plant": PLANT}


class UsptoXml:
    """One document a right, or a week's file of thousands; later documents of one application join the first."""

    name = "uspto-xml"
    label = _("USPTO patents and published applications, XML")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if has_mark(sample, *(f"<{name}".encode() for name in WANTED)) else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        return read_picked(pick(source, WANTED), start, lambda element, _notes: _record(element))


def _record(root: Element) -> RightRecord:
    if root.tag in (OLD_GRANT, OLD_APPLICATION):
        return old_record(root)
    found = root.find("us-bibliographic-data-grant")
    is_grant = found is not None
    if found is None and (found := root.find("us-bibliographic-data-application")) is None:
        raise BadRow("us-bibliographic-data", "", "xml_missing", part="us-bibliographic-data")
    number = text_at(found, "publication-reference/document-id/doc-number")
    published_on = cells.day("date", text_at(found, "publication-reference/document-id/date"))
    publication = granted_number(number) if is_grant else application_publication(number)
    reference = found.find("application-reference")
    kind = _KINDS.get(reference.get("appl-type", "") if reference is not None else "", INVENTION)
    application = application_number(text_at(reference, "document-id/doc-number"))
    owners = _owners(found)
    facts = {"number": publication.canonical, "owners": owners}
    events = [EventRecord(codes.GRANTED if is_grant else codes.PUBLISHED, published_on, facts)]
    if days := text_at(found, "us-term-of-grant/us-term-extension"):
        events += _extension(days, published_on)
    classes = _classes(found, kind)
    title = cells.title("invention-title", text_at(found, "invention-title"))
    return RightRecord(
        kind=kind,
        jurisdiction="US",
        numbers=[publication, application] if application else [publication],
        title=title,
        title_en=title,
        events=events,
        source=SOURCE,
        as_of=published_on,
        filing_on=cells.optional_day("date", text_at(reference, "document-id/date")),
        main_class=classes[0] if classes else "",
        classes=classes,
        inventors=_inventors(found),
        text=TextRecord(
            abstract_en=prose(root.find("abstract"))[:LONGEST_ABSTRACT],
            claims=claims_of(root.findall("claims/claim")),
            citations=_citations(found),
        ),
    )


def _extension(text: str, on: object) -> list[EventRecord]:
    """Days added for the office's delays (35 U.S.C. 154(b))."""
    days = int(text) if text.isdecimal() and len(text) < 5 else 0
    return [EventRecord(codes.TERM_COMPENSATED, on, {"days": days})] if days else []  # type: ignore[arg-type]


def _owners(found: Element) -> list[str]:
    """The assignees, else the applicants; where only inventors applied, they hold the right."""
    paths = ("assignees/assignee", "parties/us-applicants/us-applicant", "us-parties/us-applicants/us-applicant")
    for path in (*paths, "parties/applicants/applicant"):
        names = [name for each in found.findall(path) if (name := _party(each))]
        if names:
            return list(dict.fromkeys(names))
    return []


def _party(element: Element) -> str:
    book = element if element.find("addressbook") is None else element.find("addressbook")
    if name := text_at(book, "orgname", "name"):
        return name[: cells.LONGEST_NAME]
    given = " ".join(filter(None, (text_at(book, "first-name"), text_at(book, "middle-name"))))
    return person(given, text_at(book, "last-name"))[: cells.LONGEST_NAME]


def _inventors(found: Element) -> list[str]:
    """Since 2013 they stand apart; before, those applicants invented who are marked so."""
    elements = [
        *found.findall("us-parties/inventors/inventor"),
        *found.findall("parties/inventors/inventor"),
        *(each for each in found.findall("parties/applicants/applicant") if "inventor" in each.get("app-type", "")),
    ]
    names = []
    for element in elements:
        book = element.find("addressbook")
        parts = (text_at(book, name) for name in ("first-name", "middle-name", "last-name"))
        names.append(" ".join(filter(None, parts))[: cells.LONGEST_NAME])
    return list(dict.fromkeys(filter(None, names)))


def _classes(found: Element, kind: str) -> list[str]:
    if kind == DESIGN:
        texts = [prose(each) for each in found.findall("classification-locarno/main-classification")]
        return list(dict.fromkeys(symbol for text in texts for symbol in locarno(text)))
    classes: list[str] = []
    for each in found.findall("classifications-ipcr/classification-ipcr"):
        section, main, subclass, group, subgroup = (
            text_at(each, name) for name in ("section", "class", "subclass", "main-group", "subgroup")
        )
        classes += cells.symbols("classification-ipcr", f"{section}{main}{subclass}{group}/{subgroup}", IPC)
    ipc = found.find("classification-ipc")
    for each in (
        [*ipc.findall("main-classification"), *ipc.findall("further-classification")] if ipc is not None else []
    ):
        classes += old_ipc("".join(each.itertext()))
    return list(dict.fromkeys(classes))


def _citations(found: Element) -> tuple[str, ...]:
    cited: dict[str, None] = {}
    for path in ("references-cited", "us-references-cited"):
        for each in found.findall(f"{path}/citation") + found.findall(f"{path}/us-citation"):
            parts = [text_at(each, f"patcit/document-id/{name}") for name in ("country", "doc-number", "kind")]
            text = "".join(parts) if parts[1] else prose(each.find("nplcit/othercit"))
            if text:
                cited[text[:500]] = None
    return tuple(list(cited)[:MOST_CITATIONS])
