"""Trade marks and designs of the European Union as EUIPO opens them, one transaction a right."""

from collections.abc import Mapping
from datetime import date
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..classification import LOCARNO
from ..identifiers import DESIGN
from ..identifiers.foreign import em_design, foreign_mark
from . import cells
from .base import BadRow, EventRecord, Read, RightRecord, Sample
from .marks import Mark, Pictures, day_or_none, record_of, status_in
from .opening import Source
from .xml_stream import has_mark, pick, prose, read_picked, text_at

SOURCE = "euipo-open-data"
_MADE = "RequestProducerDateTime"
_WANTED = frozenset({"TradeMark", "Design"})
_LANGUAGES = ("en", "zh")
MARK_STATES = (
    (("cancellation pending",), "in_force"),
    (("withdrawn", "refused"), "refused"),
    (("surrender", "cancel"), "cancelled"),
    (("invalid",), "invalidated"),
    (("expired",), "expired"),
)
_DESIGN_STATES = (
    (("lapsed", "expired"), "expired"),
    (("surrender",), "cancelled"),
    (("invalid",), "invalidated"),
    (("withdrawn", "refused"), "refused"),
)


class EuipoXml:
    """Owners stand in these files by the office's own keys only, so they stay unknown; so mostly do pictures."""

    name = "euipo-xml"
    label = _("EUIPO trade marks and designs, XML")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if has_mark(sample, b"euipo.europa.eu/trademark/data", b"euipo.europa.eu/design/data") else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        pictures = Pictures(source)

        def convert(element: Element, notes: Mapping[str, str]) -> RightRecord:
            made_on = source.as_of or day_or_none(_MADE, notes.get(_MADE, ""))
            make = _mark if element.tag == "TradeMark" else _design
            return make(element, made_on, pictures)

        return read_picked(pick(source, _WANTED, frozenset({_MADE})), start, convert)


def _mark(element: Element, made_on: date | None, pictures: Pictures) -> RightRecord:
    number = text_at(element, "ApplicationNumber")
    if not (len(number) == 9 and number.isdecimal() and number.isascii()):
        raise BadRow("ApplicationNumber", number, "foreign_number", office="EM", found=number[:40])
    status_on = day_or_none("MarkCurrentStatusDate", text_at(element, "MarkCurrentStatusDate"))
    as_of = made_on or status_on
    if as_of is None:
        raise BadRow("MarkCurrentStatusDate", "", "day")
    uris = [prose(each) for each in element.findall("MarkImageDetails/MarkImage/MarkImageURI")]
    published = [prose(each) for each in element.findall("PublicationDetails/Publication/PublicationDate")]
    mark = Mark(
        numbers=[foreign_mark("EM", number)],
        words=text_at(element, "WordMarkSpecification/MarkVerbalElementText"),
        feature=text_at(element, "MarkFeature"),
        as_of=as_of,
        filed_on=day_or_none("ApplicationDate", text_at(element, "ApplicationDate")),
        published_on=min(filter(None, (day_or_none("PublicationDate", text) for text in published)), default=None),
        registered_on=day_or_none("RegistrationDate", text_at(element, "RegistrationDate")),
        expires_on=day_or_none("ExpiryDate", text_at(element, "ExpiryDate")),
        status=status_in(text_at(element, "MarkCurrentStatusCode"), MARK_STATES),
        status_on=status_on,
        goods=_goods(element),
        design_codes=[prose(each) for each in element.iter("CategoryCode")][:60],
        owners=_names(element.find("ApplicantDetails")),
        drawings=pictures.named(uris),
    )
    return record_of(mark, SOURCE)


def _goods(element: Element) -> dict[str, str]:
    """Class to its goods in English where there are, else Chinese, else the first language."""
    goods: dict[str, str] = {}
    for each in element.iter("ClassDescription"):
        texts = {text.get("languageCode", ""): prose(text) for text in each.findall("GoodsServicesDescription")}
        best = next((texts[language] for language in _LANGUAGES if language in texts), None)
        goods[text_at(each, "ClassNumber")] = best if best is not None else next(iter(texts.values()), "")
    return goods


def _names(element: Element | None) -> list[str]:
    """Owners' names, where a file carries them."""
    if element is None:
        return []
    tags = ("OrganizationName", "LastName", "FreeFormatNameLine")
    found = [prose(each)[: cells.LONGEST_NAME] for tag in tags for each in element.iter(tag)]
    return list(dict.fromkeys(filter(None, found)))


def _design(element: Element, made_on: date | None, pictures: Pictures) -> RightRecord:
    number = text_at(element, "DesignIdentifier")
    if len(number) != 14 or number[9] != "-" or not number.replace("-", "", 1).isdecimal() or not number.isascii():
        raise BadRow("DesignIdentifier", number, "foreign_number", office="EM", found=number[:40])
    status_on = day_or_none("DesignCurrentStatusDate", text_at(element, "DesignCurrentStatusDate"))
    as_of = made_on or status_on
    if as_of is None:
        raise BadRow("DesignCurrentStatusDate", "", "day")
    names = {each.get("languageCode", ""): prose(each) for each in element.iter("IndicationProduct")}
    title_en = names.get("en", "")
    texts = [text.replace(".", "-") for each in element.iter("ClassNumber") if (text := prose(each))]
    classes = list(dict.fromkeys(symbol for text in texts for symbol in cells.symbols("ClassNumber", text, LOCARNO)))
    uris = [prose(each) for each in element.iter("ViewURI")]
    return RightRecord(
        kind=DESIGN,
        jurisdiction="EM",
        numbers=[em_design(number)],
        title=cells.title("IndicationProduct", names.get("zh") or title_en or next(iter(names.values()), "")),
        title_en=title_en[:500],
        events=_design_events(element, number, as_of, status_on),
        source=SOURCE,
        as_of=as_of,
        filing_on=day_or_none("ApplicationDate", text_at(element, "ApplicationDate")),
        main_class=classes[0] if classes else "",
        classes=classes,
        drawings=pictures.named(uris),
    )


def _design_events(element: Element, number: str, as_of: date, status_on: date | None) -> list[EventRecord]:
    registered_on = day_or_none("RegistrationDate", text_at(element, "RegistrationDate"))
    expires_on = day_or_none("ExpiryDate", text_at(element, "ExpiryDate"))
    owners = _names(element.find("ApplicantDetails"))
    events = []
    if registered_on:
        facts = {"number": f"EM{number}", **({"owners": owners} if owners else {})}
        events.append(EventRecord(codes.GRANTED, registered_on, facts))
        if expires_on:
            stated = {"expires_on": expires_on.isoformat()}
            events.append(EventRecord(codes.TERM_STATED, registered_on, stated))
    status = status_in(text_at(element, "DesignCurrentStatusCode"), _DESIGN_STATES)
    if status or not events:
        state = {"status": status} if status else {}
        events.append(EventRecord(codes.STATED, status_on or as_of, state))
    return events
