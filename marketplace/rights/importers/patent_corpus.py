"""A collection of United States, European and international documents, one JSON object a line."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..classification import IPC
from ..identifiers import INVENTION, PATENT, Identifier, InvalidIdentifier, parse_number
from ..identifiers.foreign import ep_application, us_application
from . import cells, json_text
from .base import BadRow, EventRecord, Read, RightRecord, RowError, Sample, TextRecord
from .opening import Source

SOURCE = "patent-corpus"
MOST_TEXT = 50_000
_KEYS = frozenset({"id", "app_no", "kind", "title", "abstract", "filing_date", "pub_date", "ipc_primary", "assignees"})
_ADDRESS = re.compile(r" *\[IID:.*$", re.DOTALL)
_HAN = re.compile("[\u4e00-\u9fff]")
_EP_APPLICATION = re.compile(r"EP(?:19|20)([0-9]{2})([0-9]{6})[0-9]?")
_US_APPLICATION = re.compile(r"US([0-9]{2})/?([0-9]{6})")
_REISSUE = re.compile(r"USR(?=[0-9])")


class PatentCorpus:
    """One line a document; abstracts may hold two languages with a bar between them."""

    name = "patent-corpus"
    label = _("Patent collection (US, EP, WO), JSON lines")

    def sniff(self, sample: Sample) -> float:
        return 0.9 if json_text.first_keys(sample) >= _KEYS else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        for position, found in enumerate(json_text.lines(source), start=1):
            if position > start:
                yield position, _converted(found)


def _converted(found: dict[str, Any] | BadRow) -> RightRecord | RowError:
    if isinstance(found, BadRow):
        return found.error
    try:
        return _record(found)
    except BadRow as bad:
        return bad.error


def _record(row: dict[str, Any]) -> RightRecord:
    text = _REISSUE.sub("USRE", json_text.words(row, "id"))
    publication = cells.number("id", text, PATENT)
    application = _application(json_text.words(row, "app_no"))
    published_on = cells.day("pub_date", json_text.words(row, "pub_date"))
    filing_on = cells.optional_day("filing_date", json_text.words(row, "filing_date"))
    if filing_on and filing_on > published_on:
        raise BadRow("filing_date", filing_on, "filed_after", published=published_on.isoformat())
    owners = [
        name for each in json_text.listed(row, "assignees") if (name := _ADDRESS.sub("", each)[: cells.LONGEST_NAME])
    ]
    classes = cells.symbols("ipc", ";".join(symbol.rstrip("/") for symbol in json_text.listed(row, "ipc")), IPC)
    main = cells.symbols("ipc_primary", json_text.words(row, "ipc_primary").rstrip("/"), IPC) or classes[:1]
    parts = json_text.words(row, "abstract")[:MOST_TEXT].split(" | ")
    title = cells.title("title", json_text.words(row, "title"))
    letter = json_text.words(row, "kind")
    is_grant = publication.scheme == "us-patent" or letter[:1] in ("B", "C", "U")
    number = publication.canonical if publication.canonical.endswith(letter) else publication.canonical + letter
    facts = {"number": number, "owners": list(dict.fromkeys(owners))}
    return RightRecord(
        kind=publication.kind or INVENTION,
        jurisdiction=publication.jurisdiction,
        numbers=[publication, application] if application else [publication],
        title=title,
        title_en=title,
        events=[EventRecord(codes.GRANTED if is_grant else codes.PUBLISHED, published_on, facts)],
        source=SOURCE,
        as_of=published_on,
        filing_on=filing_on,
        main_class=main[0] if main else "",
        classes=classes,
        text=TextRecord(
            abstract=next((part.strip() for part in parts if _HAN.search(part)), ""),
            abstract_en=next((part.strip() for part in parts if not _HAN.search(part)), ""),
            citations=tuple(json_text.listed(row, "cites")),
        ),
    )


def _application(text: str) -> Identifier | None:
    """A number that the collection rewrote in a way we do not know is left out, never guessed."""
    if found := _EP_APPLICATION.fullmatch(text):
        return ep_application(found[1] + found[2])
    if found := _US_APPLICATION.fullmatch(text):
        return us_application(found[1], found[2])
    if text.startswith("PCT/"):
        try:
            return parse_number(text, kind=PATENT)
        except InvalidIdentifier:
            return None
    return None
