"""Documents of all offices as the EPO's Open Patent Services answer: exchange documents and the European register."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..classification import IPC
from ..identifiers import INVENTION, PATENT, UTILITY_MODEL, Identifier
from ..identifiers.foreign import ep_application
from . import cells
from .base import BadRow, EventRecord, Read, RightRecord, Sample, TextRecord
from .marks import status_in
from .opening import Source
from .xml_stream import has_mark, pick, prose, read_picked, text_at

SOURCE = "epo-ops"
MOST_CITATIONS = 1000
_WANTED = frozenset({"exchange-document", "register-document"})
_COUNTRY = re.compile(r" *\[[A-Z]{2}\] *$")
_EDITION = re.compile(r"\s+")
_STATES = (
    (("withdrawn", "refused"), "refused"),
    (("revoked",), "invalidated"),
    (("no opposition", "opposition", "granted"), "in_force"),
    (("published", "examination", "grant of patent is intended"), "pending"),
)


class EpoOps:
    """One document a record, those of one application joined; answers without titles hold no right."""

    name = "epo-ops"
    label = _("EPO Open Patent Services, XML")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if has_mark(sample, b"http://ops.epo.org", b"http://www.epo.org/exchange") else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        def convert(element: Element, _notes: Mapping[str, str]) -> RightRecord:
            return _record(element) if element.tag == "exchange-document" else _register(element)

        return read_picked(pick(source, _WANTED), start, convert)


def _record(element: Element) -> RightRecord:
    country, number, letter = (element.get(name, "") for name in ("country", "doc-number", "kind"))
    publication = cells.number("doc-number", f"{country}{number}{letter}", PATENT)
    found = element.find("bibliographic-data")
    published_on = cells.day("date", _first_day(found, "publication-reference/document-id/date"))
    application = _application(found, country)
    owners = _names(found, "parties/applicants/applicant", "applicant-name/name")
    titles = _by_language(found, "invention-title")
    abstracts = _by_language(element, "abstract")
    filed = _first_day(found, "application-reference/document-id/date")
    classes = _classes(prose(each) for each in (found.iter("classification-ipcr") if found is not None else []))
    code = _code(letter, country)
    return RightRecord(
        kind=publication.kind if publication.kind in (INVENTION, UTILITY_MODEL) else INVENTION,
        jurisdiction=publication.jurisdiction,
        numbers=[publication, application] if application else [publication],
        title=cells.title("invention-title", titles.get("zh") or titles.get("en") or next(iter(titles.values()), "")),
        title_en=titles.get("en", "")[:500],
        events=[EventRecord(code, published_on, {"number": _printed(publication, letter), "owners": owners})],
        source=SOURCE,
        as_of=published_on,
        filing_on=cells.optional_day("date", filed),
        main_class=classes[0] if classes else "",
        classes=classes,
        inventors=_names(found, "parties/inventors/inventor", "inventor-name/name"),
        text=TextRecord(
            abstract=abstracts.get("zh", ""), abstract_en=abstracts.get("en", ""), citations=_citations(found)
        ),
    )


def _printed(publication: Identifier, letter: str) -> str:
    """An application and its grant share the European number; the letter tells them apart."""
    return publication.canonical if publication.canonical.endswith(letter) else publication.canonical + letter


def _code(letter: str, country: str) -> str:
    """ST.16: B and C are grants; utility models are U or Y; before 2001 the United States printed grants as A."""
    is_grant = letter[:1] in ("B", "C", "U", "Y") or (country == "US" and letter == "A")
    return codes.GRANTED if is_grant else codes.PUBLISHED


def _application(found: Element | None, country: str) -> Identifier | None:
    """European application numbers are printed whole; those of other offices are rewritten and left out."""
    if country != "EP":
        return None
    digits = text_at(found, "application-reference/document-id/doc-number")
    return ep_application(digits) if len(digits) == 8 and digits.isdecimal() and digits.isascii() else None


def _first_day(found: Element | None, path: str) -> str:
    texts = (prose(each) for each in found.findall(path)) if found is not None else ()
    return next(filter(None, texts), "")


def _names(found: Element | None, path: str, leaf: str) -> list[str]:
    """As filed where the answer has it so, else as normalised; spellings that differ in case only are one."""
    elements = found.findall(path) if found is not None else []
    filed = [each for each in elements if each.get("data-format") == "original"] or elements
    return _once(prose(each.find(leaf)) for each in filed)


def _once(texts: Iterable[str]) -> list[str]:
    names: dict[str, str] = {}
    for text in texts:
        name = _COUNTRY.sub("", text).strip(" ,;")[: cells.LONGEST_NAME]
        if name:
            names.setdefault(name.casefold(), name)
    return list(names.values())


def _by_language(found: Element | None, tag: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for each in found.findall(tag) if found is not None else []:
        texts.setdefault(each.get("lang", ""), prose(each)[:20_000])
    return texts


def _classes(texts: Iterable[str]) -> list[str]:
    """`H04W  84/    20            A I`, and in the register `H04W84/20,  // H04W88/04`."""
    classes: dict[str, None] = {}
    for text in texts:
        for part in re.split(r"[,;]|//", text):
            body = re.match(r"\s*([A-H]\s*[0-9]{2}\s*[A-Z]\s*[0-9]{1,4}\s*/\s*[0-9]{2,6})", part)
            if body:
                classes.update(dict.fromkeys(cells.symbols("classification-ipcr", _EDITION.sub("", body[1]), IPC)))
    return list(classes)


def _citations(found: Element | None) -> tuple[str, ...]:
    cited: dict[str, None] = {}
    for each in found.findall("references-cited/citation") if found is not None else []:
        ids = each.findall("patcit/document-id")
        best = next((one for one in ids if one.get("document-id-type") == "docdb"), ids[0] if ids else None)
        text = "".join(text_at(best, name) for name in ("country", "doc-number", "kind")) or prose(each.find("nplcit"))
        if text:
            cited[text[:500]] = None
    return tuple(list(cited)[:MOST_CITATIONS])


def _register(element: Element) -> RightRecord:
    """An entry of the European register: every publication, and the state on the day of its last change."""
    found = element.find("bibliographic-data")
    digits = text_at(found, "application-reference/document-id/doc-number")
    if not (len(digits) == 8 and digits.isdecimal() and digits.isascii()):
        raise BadRow("application-reference", digits, "foreign_number", office="EP", found=digits[:40])
    applicants = found.find("parties/applicants") if found is not None else None
    owners = _once(text_at(each, "addressbook/name") for each in (applicants if applicants is not None else []))
    events, numbers = _publications(found, owners)
    statuses = element.findall("ep-patent-statuses/ep-patent-status")
    latest = max(statuses, key=lambda each: each.get("change-date", ""), default=None)
    changed_on = cells.optional_day("change-date", latest.get("change-date", "")) if latest is not None else None
    state = status_in(prose(latest), _STATES)
    produced_on = cells.optional_day("date-produced", element.get("date-produced", "")) or changed_on
    days = [event.on for event in events]
    as_of = produced_on or max(days, default=date.min)
    if as_of == date.min:
        raise BadRow("date-produced", "", "day")
    if state or not events:
        stated = {"status": state} if state else {}
        events.append(EventRecord(codes.STATED, changed_on or as_of, {**stated, "owners": owners}))
    titles = _by_language(found, "invention-title")
    inventors = found.find("parties/inventors") if found is not None else None
    texts = [prose(each) for each in (found.iter("classification-ipcr") if found is not None else [])]
    classes = _classes(texts)
    return RightRecord(
        kind=INVENTION,
        jurisdiction="EP",
        numbers=[ep_application(digits), *numbers],
        title=cells.title("invention-title", titles.get("en") or next(iter(titles.values()), "")),
        title_en=titles.get("en", "")[:500],
        events=events,
        source=SOURCE,
        as_of=as_of,
        filing_on=cells.optional_day("date", text_at(found, "application-reference/document-id/date")),
        main_class=classes[0] if classes else "",
        classes=classes,
        inventors=_once(text_at(each, "addressbook/name") for each in (inventors if inventors is not None else [])),
    )


def _publications(found: Element | None, owners: list[str]) -> tuple[list[EventRecord], list[Identifier]]:
    events, numbers = [], {}
    for each in found.findall("publication-reference/document-id") if found is not None else []:
        letter = text_at(each, "kind")
        text = f"{text_at(each, 'country')}{text_at(each, 'doc-number')}{letter}"
        publication = cells.number("publication-reference", text, PATENT)
        numbers[publication.slug] = publication
        facts = {"number": _printed(publication, letter), "owners": owners}
        on = cells.day("date", text_at(each, "date"))
        events.append(EventRecord(_code(letter, publication.jurisdiction), on, facts))
    return events, list(numbers.values())
