"""Numbers of other offices: United States patents, applications and publications, EP, WO, PCT and more."""

import re

from .base import (
    DESIGN,
    FOREIGN_PUBLICATION,
    INVENTION,
    PCT_APPLICATION,
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


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return ("19" if year >= "78" else "20") + year


def read(compact: str) -> Identifier | None:
    """None where the text is no number of another office that we know."""
    text = compact.replace(",", "").replace("U.S.", "US")
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
