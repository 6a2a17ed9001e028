"""Numbers of other offices: United States patents, applications and publications, EP, WO, PCT and more."""

import re

from .base import (
    DESIGN,
    FOREIGN_APPLICATION,
    FOREIGN_PUBLICATION,
    FOREIGN_REGISTRATION,
    FOREIGN_TRADEMARK,
    INVENTION,
    PCT_APPLICATION,
    SOURCE_RECORD,
    US_APPLICATION,
    US_PATENT,
    US_PUBLICATION,
    Identifier,
    InvalidIdentifier,
)

_US_PUBLICATION = re.compile(r"US(20[0-9]{2})/?([0-9]{6,7})(?:A[1-9]|P1)?")
_US_APPLICATION = re.compile(r"(?:US|USSN)?([0-9]{2})/([0-9]{1,6})")
_US_PATENT = re.compile(r"US(D|RE|PP|H|T)?([0-9]{1,8})(?:B[1-9]|A|S1?|E1?|P[1-3]?|H1?)?")
_US_KINDS = {"": INVENTION, "RE": INVENTION, "H": INVENTION, "T": INVENTION, "D": DESIGN, "PP": "plant"}
_EP = re.compile(r"EP([0-9]{1,7})(?:[AB][1-9]?|T[1-9])?")
_WO = re.compile(r"WO([0-9]{4}|[0-9]{2})/?([0-9]{5,6})(?:A[1-9])?")
_PCT = re.compile(r"PCT/?([A-Z]{2})((?:19|20)[0-9]{2}|[0-9]{2})/?([0-9]{5,6})")
_IN_APPLICATION = re.compile(r"(?:IN)?([0-9]{1,6})/([A-Z]{3,6})/((?:19|20)[0-9]{2})")
_EM_MARK = re.compile(r"(?:EUTM|EM)([0-9]{9})")
_EM_DESIGN = re.compile(r"(?:RCD|EM)?([0-9]{9})-([0-9]{4})")
_SLUG_PARTS = {
    "in-patent": re.compile(r"[0-9]{5,6}"),
    "in-application": re.compile(r"[0-9]{1,6}-[A-Z]{3,6}-[0-9]{4}|[0-9]{12}|IN-PCT-[0-9]{4}-[0-9]{1,5}-[A-Z]{3}"),
    "ep-application": re.compile(r"[0-9]{8}"),
    "em-tm": re.compile(r"[0-9]{9}"),
    "us-tm": re.compile(r"[0-9]{5,8}"),
    "em-design": re.compile(r"[0-9]{9}-[0-9]{4}"),
}
# Offices whose documents are taken as printed, with the kind code, without a rule of their own. Letters may stand
# before or within the number: JPWO2017203590A1 and IN1604DELNP2013A are real.
_OFFICE = (
    "A[MRTU]|B[EGRY]|C[AHLOZ]|D[DEKZ]|E[AEGS]|F[IR]|G[BCER]|H[KRU]|I[DELNST]|JP|K[RZ]|L[TUV]|M[ADXY]|N[LOZ]|OA|"
    "P[EHLT]|R[OSU]|S[AEGIKU]|T[HNRW]|U[AYZ]|VN|ZA"
)
_OTHER = re.compile(rf"({_OFFICE})((?:WO)?[0-9]{{3,13}}(?:[A-Z]{{3,6}}[0-9]{{4}})?)([A-Z][0-9]?)?")


def us_patent(number: str) -> Identifier:
    """A granted United States patent by its number without US and kind code: 7767305, D654321, RE45678."""
    found = re.fullmatch(r"(D|RE|PP|H|T)?([0-9]{1,8})", number)
    if not found or not found[2].lstrip("0"):
        raise InvalidIdentifier("foreign_number", office="US", found=number)
    series, digits = found[1] or "", found[2].lstrip("0")
    printed = f"{series}{int(digits):,}"
    return Identifier(
        US_PATENT, f"US{series}{digits}", f"us-patent-{series}{digits}", "US", _US_KINDS[series], f"US {printed}"
    )


def us_application(series: str, serial: str) -> Identifier:
    """A United States application by series code and serial number: 10 and 758611."""
    digits = f"{series}{serial:0>6}"
    kind = DESIGN if series == "29" else INVENTION
    printed = f"US {series}/{digits[2:5]},{digits[5:]}"
    return Identifier(US_APPLICATION, f"US{series}/{digits[2:]}", f"us-application-{digits}", "US", kind, printed)


def us_publication(year: str, serial: str) -> Identifier:
    """A United States application as published, by year and serial number of seven digits."""
    digits = f"{year}{serial:0>7}"
    printed = f"US {year}/{digits[4:]}"
    return Identifier(US_PUBLICATION, f"US{digits}", f"us-publication-{digits}", "US", None, printed)


def wo_publication(year: str, serial: str) -> Identifier:
    """An international publication; years were of two digits until 2002 and serials of five until 2003."""
    full = _full_year(year)
    digits = f"{full}{serial:0>6}"
    return Identifier(
        FOREIGN_PUBLICATION, f"WO{digits}", f"wo-publication-{digits}", "WO", None, f"WO {full}/{digits[4:]}"
    )


def pct_application(office: str, year: str, serial: str) -> Identifier:
    """An international application by receiving office, year and serial number: CN, 2019, 123456."""
    full = _full_year(year)
    canonical = f"PCT/{office}{full}/{serial:0>6}"
    slug = f"pct-application-{office}{full}{serial:0>6}"
    return Identifier(PCT_APPLICATION, canonical, slug, "WO", None, canonical, int(full))


def other_publication(office: str, number: str, kind_code: str) -> Identifier:
    """A document of an office without a rule of ours, kept as printed."""
    rest = f"{number}{kind_code}"
    printed = f"{office} {number} {kind_code}".rstrip()
    return Identifier(FOREIGN_PUBLICATION, office + rest, f"{office.lower()}-publication-{rest}", office, None, printed)


def in_patent(number: str) -> Identifier:
    """A granted Indian patent by its number."""
    digits = number.lstrip("0")
    return Identifier(FOREIGN_REGISTRATION, f"IN{digits}", f"in-patent-{digits}", "IN", INVENTION, f"IN {digits}")


def in_application(number: str) -> Identifier:
    """An Indian application: 10300/DELNP/2012, or of twelve digits since 2016."""
    rest = number.replace("/", "-")
    return Identifier(FOREIGN_APPLICATION, f"IN{number}", f"in-application-{rest}", "IN", INVENTION, f"IN {number}")


def ep_application(number: str) -> Identifier:
    """A European application by its eight digits, without the check digit."""
    printed = f"EP {number[:2]} {number[2:]}"
    return Identifier(FOREIGN_APPLICATION, f"EP{number}A", f"ep-application-{number}", "EP", INVENTION, printed)


def foreign_mark(office: str, number: str) -> Identifier:
    """A mark of EM (European Union) or US: there a serial number of eight digits, a registration number of fewer."""
    slug = f"{office.lower()}-tm-{number}"
    return Identifier(FOREIGN_TRADEMARK, f"{office}{number}", slug, office, None, f"{office} {number}")


def em_design(number: str) -> Identifier:
    """A registered design of the European Union: 001063002-0001."""
    return Identifier(FOREIGN_REGISTRATION, f"EM{number}", f"em-design-{number}", "EM", DESIGN, f"EM {number}")


def source_record(office: str, key: str) -> Identifier:
    """What a source names by a key of its own because it gives no number; it proves none."""
    name = key.upper()
    return Identifier(SOURCE_RECORD, name, f"{office.lower()}-record-{name}", office, None, name)


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return ("19" if year >= "78" else "20") + year


def read(compact: str) -> Identifier | None:
    """None where the text is no number of another office that we know."""
    text = compact.replace(",", "").replace("U.S.", "US")
    if found := _IN_APPLICATION.fullmatch(text):
        return in_application("/".join(found.groups()))
    if found := _EM_DESIGN.fullmatch(text):
        return em_design(f"{found[1]}-{found[2]}")
    if found := _EM_MARK.fullmatch(text):
        return foreign_mark("EM", found[1])
    if found := _US_PUBLICATION.fullmatch(text):
        return us_publication(found[1], found[2])
    if found := _US_APPLICATION.fullmatch(text):
        return us_application(found[1], found[2])
    if found := _US_PATENT.fullmatch(text):
        return us_patent((found[1] or "") + found[2])
    text = text.replace("-", "").replace(".", "")
    if found := _EP.fullmatch(text):
        digits = f"{found[1]:0>7}"
        return Identifier(
            FOREIGN_PUBLICATION, f"EP{digits}", f"ep-publication-{digits}", "EP", INVENTION, f"EP {digits}"
        )
    if found := _WO.fullmatch(text):
        return wo_publication(found[1], found[2])
    if found := _PCT.fullmatch(text):
        return pct_application(found[1], found[2], found[3])
    if found := _OTHER.fullmatch(text.replace("/", "")):
        return other_publication(found[1], found[2], found[3] or "")
    return None


def from_slug(scheme: str, rest: str) -> Identifier | None:
    """The identifier of a slug's two halves (`us-patent`, `7767305`), None where they fit no office."""
    office = scheme[:2].upper()
    if scheme in _SLUG_PARTS:
        return _registered(scheme, rest) if _SLUG_PARTS[scheme].fullmatch(rest) else None
    if scheme.endswith("-record"):
        return source_record(office, rest) if re.fullmatch(r"[0-9A-F-]{1,40}", rest) else None
    if scheme == "us-patent":
        return us_patent(rest)
    if scheme == "us-application" and re.fullmatch(r"[0-9]{8}", rest):
        return us_application(rest[:2], rest[2:])
    if scheme == "us-publication" and re.fullmatch(r"20[0-9]{9}", rest):
        return us_publication(rest[:4], rest[4:])
    if scheme == "pct-application":
        return read("PCT" + rest)
    if scheme == f"{office.lower()}-publication":
        return read(office + rest)
    return None


def _registered(scheme: str, rest: str) -> Identifier:
    if scheme == "in-patent":
        return in_patent(rest)
    if scheme == "in-application":
        return in_application(rest.replace("-", "/"))
    if scheme == "ep-application":
        return ep_application(rest)
    return em_design(rest) if scheme == "em-design" else foreign_mark(scheme[:2].upper(), rest)
