"""Any table of rights, CSV or XLSX, read by a mapping from its headings to our fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock

from .. import codes
from ..classification import IPC, LOCARNO, NICE
from ..identifiers import (
    DESIGN,
    INVENTION,
    PATENT,
    TRADEMARK,
    UTILITY_MODEL,
    Identifier,
    InvalidIdentifier,
    candidates,
)
from ..regions import place_of
from . import cells, headings
from .base import BadRow, EventRecord, FileRefused, Read, RightRecord, RowError, Sample, TextRecord
from .marks import status_in
from .opening import XLSX, Source
from .tables import refuse_formula, text_rows
from .workbooks import sheet_rows

SOURCE = "table"
MOST_HEADINGS = 400
LONGEST_SHOWN = 200
LONGEST_TEXT = 50_000
LEAST_SURE = headings.LIKELY

_KINDS = (
    (("实用新型", "utility"), UTILITY_MODEL),
    (("外观", "design"), DESIGN),
    (("商标", "trademark", "trade mark"), TRADEMARK),
    (("发明", "invention", "patent"), INVENTION),
)
_STATES = (
    (("未缴年费", "权利终止", "lapsed", "ceased"), "terminated"),
    (("届满", "到期", "expired"), "expired"),
    (("撤回", "驳回", "withdrawn", "refused", "rejected"), "refused"),
    (("放弃", "abandoned"), "abandoned"),
    (("注销", "撤销", "cancelled", "canceled"), "cancelled"),
    (("无效", "invalid"), "invalidated"),
    (("授权", "有效", "注册", "granted", "registered", "in force", "active", "valid"), "in_force"),
    (("公开", "实质审查", "审中", "申请", "pending", "published", "examination"), "pending"),
)
_SCHEMES = {TRADEMARK: NICE, DESIGN: LOCARNO}


class PreviewRow(NamedTuple):
    """A row as it stands, and as it would be understood or why it would be refused."""

    position: int
    raw: tuple[str, ...]
    understood: dict[str, object] | None
    error: RowError | None


@dataclass(frozen=True)
class Preview:
    """The first rows of a table under a mapping; `problems` says what keeps the mapping from being used."""

    headings: tuple[str, ...]
    mapping: dict[str, str]
    problems: list[tuple[str, str]]
    rows: list[PreviewRow]


class GenericTable:
    """Without a mapping, what the headings surely mean; a table whose number or title is not found is refused."""

    name = "generic"
    label = _("Any table with headings, CSV or XLSX")

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self.mapping = dict(mapping) if mapping is not None else None

    def sniff(self, sample: Sample) -> float:
        return 0.1 if is_table(sample) else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        if source.as_of is None:
            raise FileRefused("no_day")
        found, rows = table(source)
        mapping = self.mapping if self.mapping is not None else sure_mapping(found)
        if wrong := headings.problems(mapping, found):
            raise FileRefused(wrong[0][0], name=wrong[0][1][:80], headings=", ".join(found)[:400])
        for position, row in enumerate(rows, start=1):
            if position > start and any(row):
                yield position, _converted(row, found, mapping, source.as_of)


def is_table(sample: Sample) -> bool:
    """Whether a file can be read as a table with headings: two at least, most of them words."""
    header = _trimmed(sample.header)
    words = [heading for heading in header if heading and not heading.replace(".", "").isdigit()]
    return len(words) >= 2 and len(words) * 2 > len(header) and not header[0].startswith(("<", "{", "["))


def sure_mapping(found: Sequence[str]) -> dict[str, str]:
    """The suggestions that need nobody's eye."""
    suggested = headings.suggest(found)
    return {heading: each.field for heading, each in suggested.items() if each.confidence >= LEAST_SURE}


def preview(source: Source, mapping: Mapping[str, str] | None = None, rows: int = 20) -> Preview:
    """The first rows raw and as they would be understood, with their errors. Raises FileRefused.

    Without a mapping the suggested one is used, also what is only possible: somebody looks at it.
    """
    found, body = table(source)
    chosen = dict(mapping) if mapping is not None else {k: v.field for k, v in headings.suggest(found).items()}
    wrong = headings.problems(chosen, found)
    shown: list[PreviewRow] = []
    for position, row in enumerate(body, start=1):
        if len(shown) >= rows:
            break
        if any(row):
            result = None if wrong else _converted(row, found, chosen, source.as_of or clock.today())
            shown.append(_preview_row(position, row, result))
    return Preview(found, chosen, wrong, shown)


def _preview_row(position: int, row: Sequence[str], result: RightRecord | RowError | None) -> PreviewRow:
    raw = tuple(cell[:LONGEST_SHOWN] for cell in row)
    if isinstance(result, RightRecord):
        return PreviewRow(position, raw, _understood(result), None)
    return PreviewRow(position, raw, None, result)


def _understood(record: RightRecord) -> dict[str, object]:
    owners = [name for event in record.events for name in event.facts.get("owners", ())]
    return {
        "numbers": [number.display for number in record.numbers],
        "kind": record.kind,
        "jurisdiction": record.jurisdiction,
        "title": record.title,
        "owners": list(dict.fromkeys(owners)),
        "classes": record.classes,
        "filing_date": record.filing_on,
        "events": [(event.code, event.on) for event in record.events],
    }


def table(source: Source) -> tuple[tuple[str, ...], Iterator[tuple[str, ...]]]:
    """A table's headings as they stand and its rows, trimmed. Raises FileRefused."""
    rows = sheet_rows(source) if source.shape == XLSX else text_rows(source)
    found = next(rows, ())
    found = _trimmed(found)
    if not found or len(found) > MOST_HEADINGS:
        raise FileRefused("no_headings")
    width = len(found)
    return found, (row if len(row) == width else _trimmed(row, width) for row in rows)


def _trimmed(row: tuple[str, ...], width: int = 0) -> tuple[str, ...]:
    """Without the empty cells behind the last heading, which a sheet adds as it likes."""
    while len(row) > width and not row[-1]:
        row = row[:-1]
    return row


def _converted(
    row: Sequence[str], found: Sequence[str], mapping: Mapping[str, str], as_of: date
) -> RightRecord | RowError:
    if len(row) != len(found):
        return RowError("", ",".join(row)[:120], "columns", {"found": len(row), "expected": len(found)})
    values = dict.fromkeys(headings.FIELDS, "")
    at = {field: heading for heading, field in mapping.items()}
    cells_by_heading = dict(zip(found, row, strict=False))
    for field, heading in at.items():
        text = cells_by_heading.get(heading, "")
        values[field] = "" if text == "-" else text
    try:
        return _record(values, at, as_of)
    except BadRow as bad:
        return bad.error


def _record(values: Mapping[str, str], at: Mapping[str, str], as_of: date) -> RightRecord:
    told_kind = status_in(values[headings.KIND], _KINDS) if values[headings.KIND] else None
    numbers = _numbers(values, at, told_kind)
    kind = TRADEMARK if numbers[0].family == TRADEMARK else numbers[0].kind or told_kind or INVENTION
    if told_kind and kind != told_kind and numbers[0].kind:
        raise BadRow(at[headings.KIND], values[headings.KIND], "kinds_differ", other=numbers[0].canonical)

    def day(field: str) -> date | None:
        return cells.optional_day(at.get(field, field), values[field])

    filing_on, granted_on = day(headings.FILED), day(headings.GRANTED)
    published_on, expires_on = day(headings.PUBLISHED), day(headings.EXPIRES)
    for later in (published_on, granted_on):
        if filing_on and later and filing_on > later:
            raise BadRow(at[headings.FILED], values[headings.FILED], "filed_after", published=later.isoformat())
    classes = _classes(values[headings.CLASSES], at.get(headings.CLASSES, ""), _SCHEMES.get(kind, IPC))
    province, city = place_of(values[headings.ADDRESS])
    text = TextRecord(
        abstract=values[headings.ABSTRACT][:LONGEST_TEXT],
        abstract_en=values[headings.ABSTRACT_EN][:LONGEST_TEXT],
        goods=(values[headings.GOODS][:LONGEST_TEXT],) if values[headings.GOODS] else (),
    )
    days = (published_on, granted_on, expires_on)
    return RightRecord(
        kind=kind,
        jurisdiction=numbers[0].jurisdiction,
        numbers=numbers,
        title=cells.title(at.get(headings.TITLE, "title"), values[headings.TITLE] or values[headings.TITLE_EN]),
        title_en=values[headings.TITLE_EN][:500],
        events=_events(values, kind, days, as_of),
        source=SOURCE,
        as_of=as_of,
        filing_on=filing_on,
        main_class=classes[0] if classes else "",
        classes=classes,
        inventors=cells.names(values[headings.INVENTORS].replace("|", ";")),
        province=province,
        city=city,
        text=text if any(text) else None,
    )


def _events(
    values: Mapping[str, str], kind: str, days: tuple[date | None, date | None, date | None], as_of: date
) -> list[EventRecord]:
    published_on, granted_on, expires_on = days
    owners = cells.names(values[headings.OWNERS].replace("|", ";"))
    named: dict[str, object] = {"owners": owners} if owners else {}
    is_mark = kind == TRADEMARK
    events = []
    if published_on:
        events.append(EventRecord(codes.MARK_PUBLISHED if is_mark else codes.PUBLISHED, published_on, {}))
    if granted_on:
        events.append(EventRecord(codes.MARK_REGISTERED if is_mark else codes.GRANTED, granted_on, named))
    if expires_on:
        events.append(EventRecord(codes.TERM_STATED, as_of, {"expires_on": expires_on.isoformat()}))
    state = status_in(values[headings.STATUS], _STATES) if values[headings.STATUS] else None
    stated = {**named, **({"status": state} if state else {})}
    if stated or not events:
        events.append(EventRecord(codes.STATED, as_of, stated))
    return events


def _classes(text: str, name: str, scheme: str) -> list[str]:
    if scheme == NICE:
        text = text.replace("、", ";").replace(",", ";").replace("，", ";")
    return cells.symbols(name, text.replace("|", ";"), scheme) if text else []


def _numbers(values: Mapping[str, str], at: Mapping[str, str], told_kind: str | None) -> list[Identifier]:
    """Application or registration numbers first. Raises BadRow, also where one number may mean two things."""
    is_mark = told_kind == TRADEMARK
    families = {
        headings.APPLICATION: TRADEMARK if is_mark else PATENT,
        headings.MARK: TRADEMARK,
        headings.NUMBER: TRADEMARK if is_mark else PATENT if told_kind else None,
        headings.PUBLICATION: PATENT,
    }
    numbers: dict[str, Identifier] = {}
    for field, family in families.items():
        if (text := values[field]) and not cells.is_destroyed(text):
            found = _number(at[field], text, family)
            numbers[found.slug] = found
    if not numbers:
        name = next((at[field] for field in families if field in at), "")
        raise BadRow(name, "".join(values[field] for field in families), "no_number")
    return list(numbers.values())


def _number(name: str, text: str, family: str | None) -> Identifier:
    try:
        found = candidates(refuse_formula(name, text), kind=family)
    except InvalidIdentifier as error:
        raise BadRow(name, text, error.code, **error.facts) from error
    if len(found) > 1 and family is None:
        raise BadRow(name, text, "ambiguous_number", one=found[0].display, other=found[1].display)
    return found[0]
