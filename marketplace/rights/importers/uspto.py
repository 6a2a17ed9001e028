"""What the United States office's documents of every shape and year have in common."""

from xml.etree.ElementTree import Element

from ..classification import IPC, LOCARNO
from ..identifiers import Identifier, InvalidIdentifier
from ..identifiers.foreign import us_application, us_patent, us_publication
from . import cells
from .base import BadRow
from .xml_stream import prose

SOURCE = "uspto-xml"
PLANT = "plant_variety"
LONGEST_CLAIM = 20_000
LONGEST_ABSTRACT = 20_000
MOST_CLAIMS, MOST_CITATIONS = 500, 1000


def granted_number(text: str) -> Identifier:
    """A patent's number as documents print it: 08613112, D0654321, RE045678. Raises BadRow."""
    series = text.rstrip("0123456789")
    try:
        return us_patent(series + text[len(series) :].lstrip("0"))
    except InvalidIdentifier as error:
        raise BadRow("doc-number", text, error.code, **error.facts) from error


def application_publication(text: str) -> Identifier:
    """A published application's number, year first: 20010000044. Raises BadRow."""
    if not (len(text) in (10, 11) and text.isdecimal() and text.isascii() and text.startswith("20")):
        raise BadRow("doc-number", text, "foreign_number", office="US", found=text[:40])
    return us_publication(text[:4], text[4:])


def application_number(text: str) -> Identifier | None:
    """Series and serial number in eight digits; an older or international one beside a patent's is left out."""
    digits = text.replace("/", "").replace(",", "")
    return us_application(digits[:2], digits[2:]) if len(digits) == 8 and digits.isdecimal() else None


def claims_of(elements: list[Element]) -> tuple[str, ...]:
    """Claims as plain text."""
    texts = (prose(element)[:LONGEST_CLAIM] for element in elements[:MOST_CLAIMS])
    return tuple(text for text in texts if text)


def person(first: str, last: str) -> str:
    """A person as offices print one in a list of owners: family name, comma, given names."""
    return f"{last}, {first}" if first and last else last or first


def locarno(text: str) -> list[str]:
    """A Locarno class as the office writes it: 0403 or 04-03. Raises BadRow."""
    compact = text.replace(" ", "")
    spelled = f"{compact[:2]}-{compact[2:]}" if compact.isdigit() and len(compact) == 4 else compact
    return cells.symbols("classification-locarno", spelled, LOCARNO)


def old_ipc(text: str) -> list[str]:
    """Seventh edition, in fixed places and without its stroke: `G06F 1730`, `G06F017/00`, `G06F  5/00`."""
    body = text.strip()
    if "/" not in body and len(body) > 7:
        body = f"{body[:4]}{body[4:7].strip()}/{body[7:].strip()}"
    return cells.symbols("classification-ipc", body.replace(" ", ""), IPC) if body else []
