"""United States trade marks as the office's status service tells them: ST.96 XML of three years' schemas, or JSON."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from marketplace.core.calendar import add_years

from ..identifiers import Identifier, InvalidIdentifier
from ..identifiers.foreign import foreign_mark
from . import cells, json_text
from .base import BadRow, Read, RightRecord, RowError, Sample
from .marks import Mark, Pictures, day_or_none, record_of, status_in
from .opening import ZIP, Source, looks_like_json
from .uspto import person
from .xml_stream import Found, has_mark, pick_from, prose, text_at

SOURCE = "uspto-tsdr"
RENEWED_YEARS = 10  # 15 U.S.C. 1059
INDIVIDUAL = "1"
_REGISTRANT = 30
# The first digit of the office's mark drawing codes.
_FEATURES = {"1": "Word", "2": "Figurative", "3": "Combined", "4": "Word", "5": "Combined", "6": "Other"}
_WANTED = frozenset({"Trademark"})
_STATES = (
    (("cancellation pending", "pending cancellation"), "in_force"),
    (("abandoned", "withdrawn"), "abandoned"),
    (("cancelled", "canceled"), "cancelled"),
    (("expired",), "expired"),
    (("invalidated",), "invalidated"),
)


class UsptoTsdr:
    """One document a mark, XML and JSON also mixed in one archive."""

    name = "uspto-tsdr"
    label = _("USPTO trademark status records (TSDR), ST.96 XML or JSON")

    def sniff(self, sample: Sample) -> float:
        if has_mark(sample, b"/XMLSchema/ST96/Trademark", b"/XMLSchema/Trademark/1") and has_mark(sample, b"<"):
            return 0.95
        return 0.9 if has_mark(sample, b'"trademarks"') and has_mark(sample, b'"serialNumber"', b'"gsList"') else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        pictures = Pictures(source)
        for position, found in enumerate(_found(source), start=1):
            if position > start:
                yield position, _converted(found, source.as_of, pictures)


def _found(source: Source) -> Iterator[Found | BadRow | dict[str, Any]]:
    members = source.members if source.shape == ZIP else ("",)
    for member in members:
        lowered = member.lower()
        if source.shape == ZIP and not lowered.endswith((".xml", ".json")):
            continue
        with source.open(member) as stream:
            is_json = looks_like_json(stream.peek(64)[:64])  # type: ignore[attr-defined]
            if not is_json:
                yield from pick_from(stream, _WANTED)
        if is_json:
            try:
                marks = json_text.objects(json_text.whole(source, member), "trademarks")
                yield from marks
                if not marks:
                    yield BadRow("trademarks", "", "json_nothing")
            except BadRow as bad:
                yield bad


def _converted(found: Any, as_of: date | None, pictures: Pictures) -> RightRecord | RowError:
    if isinstance(found, BadRow):
        return found.error
    try:
        if isinstance(found, dict):
            return record_of(_from_json(found, as_of), SOURCE)
        return record_of(_from_xml(found[0], as_of, pictures), SOURCE)
    except BadRow as bad:
        return bad.error
    except InvalidIdentifier as invalid:
        return RowError("", "", invalid.code, dict(invalid.facts))


def _numbers(serial: str, registration: str) -> list[Identifier]:
    if not (len(serial) == 8 and serial.isdecimal() and serial.isascii()):
        raise BadRow("ApplicationNumberText", serial, "foreign_number", office="US", found=serial[:40])
    numbers = [foreign_mark("US", serial)]
    digits = registration.lstrip("0")
    if digits.isdecimal() and digits.isascii() and 5 <= len(digits) <= 7:
        numbers.append(foreign_mark("US", digits))
    return numbers


def _from_xml(element: Element, as_of: date | None, pictures: Pictures) -> Mark:
    look = element.find("MarkRepresentation")
    words = look.find("MarkReproduction/WordMarkSpecification") if look is not None else None
    national = element.find("NationalTrademarkInformation")
    status_on = day_or_none("MarkCurrentStatusDate", text_at(element, "MarkCurrentStatusDate"))
    renewed_on = day_or_none("RenewalDate", next(map(prose, element.iter("RenewalDate")), ""))
    groups = _owner_groups(element)
    text = text_at(national, "MarkCurrentStatusExternalDescriptionText") or next(
        map(prose, element.iter("MarkCurrentStatusExternalDescriptionText")), ""
    )
    names = [prose(each) for tag in ("FileName", "ImageFileName") for each in element.iter(tag)]
    published = next(map(prose, element.iter("PublicationDate")), "")
    return Mark(
        numbers=_numbers(
            text_at(element, "ApplicationNumber/ApplicationNumberText"), text_at(element, "RegistrationNumber")
        ),
        words=text_at(words, "MarkVerbalElementText"),
        feature=_FEATURES.get(next(map(prose, element.iter("MarkFeatureCode")), ""), ""),
        as_of=_as_of(as_of, status_on),
        filed_on=day_or_none("ApplicationDate", text_at(element, "ApplicationDate")),
        published_on=day_or_none("PublicationDate", published),
        registered_on=day_or_none("RegistrationDate", text_at(element, "RegistrationDate")),
        renewed_until=(renewed_on, add_years(renewed_on, RENEWED_YEARS)) if renewed_on else None,
        status=status_in(text, _STATES),
        status_on=status_on,
        goods=_goods(element),
        design_codes=[prose(each) for each in element.iter("NationalDesignCode")][:60],
        owners=_latest(groups),
        first_owners=groups.get(_REGISTRANT) or groups.get(min(groups, default=0), []),
        drawings=pictures.named(names),
    )


def _as_of(as_of: date | None, status_on: date | None) -> date:
    if as_of is None and status_on is None:
        raise BadRow("MarkCurrentStatusDate", "", "day")
    return as_of or status_on or date.min


def _goods(element: Element) -> dict[str, str]:
    """International class to goods; marks older than the Nice classes have national ones only, which are left out."""
    goods: dict[str, str] = {}
    for each in element.iter("GoodsServices"):
        classes = [
            text_at(found, "ClassNumber")
            for found in each.iter("GoodsServicesClassification")
            if text_at(found, "ClassificationKindCode") in ("Nice", "Primary")
        ]
        described = {
            text_at(found, "ClassNumber"): text_at(found, "GoodsServicesDescriptionText")
            for found in each.iter("ClassDescription")
        }
        text = next(filter(None, described.values()), "")
        for symbol in dict.fromkeys(classes):
            if symbol.isdecimal() and 1 <= int(symbol[:4]) <= 45:
                goods[symbol] = described.get(symbol) or text
    return goods


def _owner_groups(element: Element) -> dict[int, list[str]]:
    """Owners by their step: 10 applied, 20 at publication, 30 registered, those above follow them."""
    groups: dict[int, list[str]] = {}
    for each in element.findall("ApplicantBag/Applicant"):
        step = each.get("sequenceNumber", "")
        name = each.find("Contact/Name")
        text = text_at(name, "OrganizationName/OrganizationStandardName", "EntityName", "PersonName/PersonFullName")
        if text and step.isdecimal() and len(step) < 4:
            is_person = text_at(each, "NationalLegalEntityCode").lstrip("0") == INDIVIDUAL
            names = groups.setdefault(int(step), [])
            names.append(_owner(text, is_person))
    return {step: list(dict.fromkeys(names)) for step, names in groups.items()}


def _owner(text: str, is_person: bool) -> str:
    if is_person and "," not in text:
        first, _space, last = text.rpartition(" ")
        text = person(first, last)
    return text[: cells.LONGEST_NAME]


def _latest(groups: Mapping[int, list[str]]) -> list[str]:
    return groups[max(groups)] if groups else []


def _from_json(record: dict[str, Any], as_of: date | None) -> Mark:
    status = json_text.child(record, "status")
    groups: dict[int, list[str]] = {}
    for step, people in json_text.child(json_text.child(record, "parties"), "ownerGroups").items():
        for each in people if isinstance(people, list) and step.isdecimal() and len(step) < 4 else []:
            if isinstance(each, dict) and (name := json_text.words(each, "name")):
                is_person = json_text.words(json_text.child(each, "entityType"), "code").lstrip("0") == INDIVIDUAL
                groups.setdefault(int(step), []).append(_owner(name, is_person))
    goods = {
        symbol: json_text.words(each, "description")
        for each in json_text.objects(record, "gsList")
        for found in json_text.objects(each, "internationalClasses")
        if (symbol := json_text.words(found, "code")).isdecimal() and 1 <= int(symbol[:4]) <= 45
    }
    gazettes = json_text.objects(record, "publication", "officialGazettes")
    published = next((text for each in gazettes if (text := json_text.words(each, "date", "publicationDate"))), "")
    status_on = day_or_none("statusDate", json_text.words(status, "statusDate"))
    renewed_on = day_or_none("dateRenewed", json_text.words(status, "dateRenewed", "renewalDate"))
    registered = json_text.words(status, "usRegistrationDate", "registrationDate", "dateRegistered")
    return Mark(
        numbers=_numbers(json_text.words(status, "serialNumber"), json_text.words(status, "usRegistrationNumber")),
        words=json_text.words(status, "markElement"),
        feature=_FEATURES.get(json_text.words(status, "markDrawingCd"), ""),
        as_of=_as_of(as_of, status_on),
        filed_on=day_or_none("filingDate", json_text.words(status, "filingDate")),
        published_on=day_or_none("date", published),
        registered_on=day_or_none("usRegistrationDate", registered),
        renewed_until=(renewed_on, add_years(renewed_on, RENEWED_YEARS)) if renewed_on else None,
        status=status_in(json_text.words(status, "extStatusDesc"), _STATES),
        status_on=status_on,
        goods=goods,
        owners=_latest(groups),
        first_owners=groups.get(_REGISTRANT) or groups.get(min(groups, default=0), []),
    )
