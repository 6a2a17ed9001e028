"""Chinese patents with their abstracts, one JSON object a line, and lists of titles with IPC subclasses as CSV."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..classification import IPC
from ..identifiers import CN_APPLICATION, CN_PUBLICATION, INVENTION, Identifier, InvalidIdentifier, candidates
from . import cells, json_text
from .base import BadRow, EventRecord, FileRefused, Read, RightRecord, RowError, Sample, TextRecord
from .opening import Source, looks_like_json
from .tables import Convert, refuse_formula, walk

SOURCE = "cn-abstracts"
MOST_TEXT = 50_000
_KEYS = frozenset({"app_no", "pub_no", "title", "abstract", "claim1", "ipc"})
_COLUMNS = ("publication_numbers", "title", "ipc_subclasses")
# What the source's own tools left at the end of abstracts.
_TAIL = re.compile(r"[\s$＃#]+[!！]?$")


class CnAbstracts:
    """Most rows have no day of their own: the file's is said by --as-of or by its name. No state is claimed."""

    name = "cn-abstracts"
    label = _("Chinese patents with abstracts, JSON lines, or titles with IPC subclasses, CSV")

    def sniff(self, sample: Sample) -> float:
        if all(name in sample.header for name in _COLUMNS):
            return 0.9
        return 0.9 if json_text.first_keys(sample) >= _KEYS else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        with source.open("" if not source.members else source.members[0]) as stream:
            is_json = looks_like_json(stream.read(64))
        if not is_json:
            if source.as_of is None:
                raise FileRefused("no_day")
            yield from walk(source, start, lambda header: _converter(header, source.as_of))
            return
        for position, found in enumerate(json_text.lines(source), start=1):
            if position > start:
                yield position, _converted(found, source.as_of)


def _converted(found: dict[str, Any] | BadRow, as_of: date | None) -> RightRecord | RowError:
    if isinstance(found, BadRow):
        return found.error
    try:
        return _record(found, as_of)
    except BadRow as bad:
        return bad.error


def _record(row: dict[str, Any], as_of: date | None) -> RightRecord:
    numbers = _numbers(row)
    published_on = cells.optional_day("pub_date", json_text.words(row, "pub_date"))
    told_on = published_on or as_of
    if told_on is None:
        raise BadRow("pub_date", "", "no_day")
    filing_on = cells.optional_day("filing_date", json_text.words(row, "filing_date"))
    if filing_on and filing_on > told_on:
        raise BadRow("filing_date", filing_on, "filed_after", published=told_on.isoformat())
    owners = cells.names(json_text.words(row, "applicant"))
    symbols = json_text.listed(row, "ipc") or [symbol[:4] for symbol in json_text.listed(row, "cpc")]
    classes = cells.symbols("ipc", ";".join(symbols), IPC)
    claim = json_text.words(row, "claim1")[:MOST_TEXT]
    return RightRecord(
        kind=next((number.kind for number in numbers if number.kind), INVENTION),
        jurisdiction="CN",
        numbers=numbers,
        title=cells.title("title", json_text.words(row, "title")),
        events=[_event(numbers[-1], published_on, told_on, owners)],
        source=SOURCE,
        as_of=told_on,
        filing_on=filing_on,
        main_class=classes[0] if classes else "",
        classes=classes,
        text=TextRecord(
            abstract=_TAIL.sub("", json_text.words(row, "abstract"))[:MOST_TEXT], claims=(claim,) if claim else ()
        ),
    )


def _event(number: Identifier, published_on: date | None, told_on: date, owners: list[str]) -> EventRecord:
    """A publication or grant on its day; without one only that the source knows the right."""
    named: dict[str, Any] = {"owners": owners} if owners else {}
    if published_on is None:
        return EventRecord(codes.STATED, told_on, named)
    code = codes.PUBLISHED if number.canonical[-1:] == "A" else codes.GRANTED
    return EventRecord(code, published_on, {"number": number.canonical, **named})


def _numbers(row: dict[str, Any]) -> list[Identifier]:
    found = []
    if application := json_text.words(row, "app_no"):
        found.append(cells.number("app_no", application, CN_APPLICATION))
    if publication := json_text.words(row, "pub_no"):
        found.append(_publication("pub_no", publication))
    if not found:
        raise BadRow("app_no", json_text.words(row, "id"), "no_number")
    return found


def _publication(name: str, text: str) -> Identifier:
    """A number without its letter is that of the application's publication, which every grant had before."""
    try:
        return candidates(refuse_formula(name, text), kind=CN_PUBLICATION)[0]
    except InvalidIdentifier as error:
        raise BadRow(name, text, error.code, **error.facts) from error


def _converter(header: tuple[str, ...], as_of: date | None) -> Convert:
    if as_of is None or any(name not in header for name in _COLUMNS):
        raise BadRow("", ",".join(header), "header")
    numbers_at, title_at, classes_at = (header.index(name) for name in _COLUMNS)

    def convert(row: list[str]) -> RightRecord:
        numbers = [_publication(_COLUMNS[0], text) for text in row[numbers_at].split("|") if text.strip()]
        if not numbers:
            raise BadRow(_COLUMNS[0], row[numbers_at], "no_number")
        if len({number.kind for number in numbers}) > 1:
            raise BadRow(_COLUMNS[0], row[numbers_at], "kinds_differ", other=numbers[0].canonical)
        classes = cells.symbols(_COLUMNS[2], row[classes_at].replace("|", ";"), IPC)
        return RightRecord(
            kind=numbers[0].kind or INVENTION,
            jurisdiction="CN",
            numbers=numbers,
            title=cells.title("title", row[title_at]),
            events=[EventRecord(codes.STATED, as_of, {})],
            source=SOURCE,
            as_of=as_of,
            main_class=classes[0] if classes else "",
            classes=classes,
        )

    return convert
