"""The office's older shapes: grants of 2001 to 2004 by INID codes (ST.32), applications of 2001 to 2004 by words."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from .. import codes
from ..identifiers import DESIGN, INVENTION, Identifier
from . import cells, uspto
from .base import EventRecord, RightRecord, TextRecord
from .xml_stream import prose, text_at

OLD_APPLICATION, OLD_GRANT = "patent-application-publication", "PATDOC"


def old_record(root: Element) -> RightRecord:
    """A document of either older shape. Raises BadRow."""
    return _grant(root) if root.tag == OLD_GRANT else _application(root)


def _application(root: Element) -> RightRecord:
    found = root.find("subdoc-bibliographic-information")
    publication = uspto.application_publication(text_at(found, "document-id/doc-number"))
    technical = found.find("technical-information") if found is not None else None
    texts = ["".join(each.itertext()) for each in technical.iter("ipc")] if technical is not None else []
    inventors, people = _inventors(found)
    assignees = found.findall("assignee") if found is not None else []
    owners = [name for each in assignees if (name := text_at(each, "organization-name") or _name(each.find("name")))]
    return _whole(
        kind=INVENTION,
        publication=publication,
        code=codes.PUBLISHED,
        published=text_at(found, "document-id/document-date"),
        application=text_at(found, "domestic-filing-data/application-number/doc-number"),
        filed=text_at(found, "domestic-filing-data/filing-date"),
        title=text_at(technical, "title-of-invention"),
        classes=[symbol for text in texts for symbol in uspto.old_ipc(text)],
        people=(owners or people, inventors),
        text=TextRecord(
            abstract_en=" ".join(prose(each) for each in root.findall("subdoc-abstract/paragraph"))[
                : uspto.LONGEST_ABSTRACT
            ],
            claims=uspto.claims_of(root.findall("subdoc-claims/claim")),
        ),
    )


def _inventors(found: Element | None) -> tuple[list[str], list[str]]:
    """Every inventor twice: as a name, and as an owner is written."""
    listed = found.find("inventors") if found is not None else None
    names, people = [], []
    for each in listed if listed is not None else []:
        name = each.find("name")
        given = " ".join(filter(None, (text_at(name, "given-name"), text_at(name, "middle-name"))))
        family = text_at(name, "family-name")
        names.append(f"{given} {family}".strip()[: cells.LONGEST_NAME])
        people.append(uspto.person(given, family)[: cells.LONGEST_NAME])
    return _once(names), _once(people)


def _name(element: Element | None) -> str:
    return uspto.person(text_at(element, "given-name"), text_at(element, "family-name"))[: cells.LONGEST_NAME]


def _grant(root: Element) -> RightRecord:
    """INID codes: 110 number, 140 day, 210 and 220 application, 511 classes, 540 title, 72x inventors, 73x owners."""
    found = root.find("SDOBI")
    number = uspto.granted_number(text_at(found, "B100/B110"))
    kind = {"D": DESIGN, "PP": uspto.PLANT}.get(number.canonical[2:].rstrip("0123456789"), INVENTION)
    texts = ["".join(each.itertext()) for tag in ("B511", "B512") for each in root.iter(tag)]
    convert = uspto.locarno if kind == DESIGN else uspto.old_ipc
    inventors, people = [], []
    for each in found.findall("B700/B720/B721/PARTY-US") if found is not None else []:
        given, family = text_at(each, "NAM/FNM"), text_at(each, "NAM/SNM")
        inventors.append(f"{given} {family}".strip()[: cells.LONGEST_NAME])
        people.append(uspto.person(given, family)[: cells.LONGEST_NAME])
    owners = [
        text_at(each, "NAM/ONM")[: cells.LONGEST_NAME]
        or uspto.person(text_at(each, "NAM/FNM"), text_at(each, "NAM/SNM"))
        for each in (found.findall("B700/B730/B731/PARTY-US") if found is not None else [])
    ]
    return _whole(
        kind=kind,
        publication=number,
        code=codes.GRANTED,
        published=text_at(found, "B100/B140"),
        application=text_at(found, "B200/B210"),
        filed=text_at(found, "B200/B220"),
        title=text_at(found, "B500/B540"),
        classes=[symbol for text in texts if text.strip() for symbol in convert(text)],
        people=(_once(owners) or _once(people), _once(inventors)),
        text=TextRecord(
            abstract_en=prose(root.find("SDOAB"))[: uspto.LONGEST_ABSTRACT],
            claims=uspto.claims_of(list(root.iter("CLM"))),
            citations=tuple(_once(_citations(found))),
        ),
    )


def _citations(found: Element | None) -> Iterable[str]:
    for each in found.iter("PCIT") if found is not None else []:
        if number := text_at(each, "DOC/DNUM"):
            yield (text_at(each, "DOC/CTRY") or "US") + number + text_at(each, "DOC/KIND")


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))


def _whole(
    *,
    kind: str,
    publication: Identifier,
    code: str,
    published: str,
    application: str,
    filed: str,
    title: str,
    classes: list[str],
    people: tuple[list[str], list[str]],
    text: TextRecord,
) -> RightRecord:
    published_on = cells.day("date", published)
    owners, inventors = people
    number = uspto.application_number(application)
    symbols = _once(classes)
    words = cells.title("title", title)
    return RightRecord(
        kind=kind,
        jurisdiction="US",
        numbers=[publication, number] if number else [publication],
        title=words,
        title_en=words,
        events=[EventRecord(code, published_on, {"number": publication.canonical, "owners": owners})],
        source=uspto.SOURCE,
        as_of=published_on,
        filing_on=cells.optional_day("filing date", filed),
        main_class=symbols[0] if symbols else "",
        classes=symbols,
        inventors=inventors,
        text=text,
    )
