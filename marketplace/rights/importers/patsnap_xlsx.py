"""PatSnap's export as XLSX or CSV, headings in Chinese or English, every cell a text, "-" for nothing."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock

from .. import codes
from ..classification import IPC, LOCARNO
from ..identifiers import DESIGN, INVENTION, PATENT, UTILITY_MODEL, Identifier
from . import cells
from .base import BadRow, EventRecord, Read, RightRecord, RowError, Sample, TextRecord
from .opening import XLSX, Source
from .tables import text_rows
from .workbooks import LONGEST_CELL, sheet_rows

SOURCE = "patsnap-export"

_HEADINGS = {
    "number": ("公开(公告)号", "publication number", "publication no.", "publication (announcement) no."),
    "application": ("申请号", "application number", "application no."),
    "status": (
        "法律状态/事件",
        "legal status/event",
        "legal status/events",
        "legal status & events",
        "法律状态",
        "简单法律状态",
        "legal status",
        "simple legal status",
        "current legal status",
    ),
    "owners": (
        "[标]当前申请(专利权)人",
        "当前申请(专利权)人",
        "current assignee",
        "[std] current assignee",
        "[standardized] current assignee",
        "当前专利权人",
        "申请(专利权)人",
        "assignee",
        "assignees",
    ),
    "applicants": ("[标]原始申请(专利权)人", "原始申请(专利权)人", "original assignee", "[std] original assignee"),
    "filed": ("申请日", "application date", "filing date"),
    "published": ("公开(公告)日", "publication date", "publication (announcement) date"),
    "title": (
        "标题(译)(简体中文)",
        "标题",
        "标题(中文)",
        "专利名称",
        "title",
        "title (translated)(simplified chinese)",
    ),
    "title_en": ("标题(译)(english)", "title(english)", "title (translated)(english)"),
    "abstract": ("摘要(译)(简体中文)", "摘要", "abstract", "abstract (translated)(simplified chinese)"),
    "abstract_en": ("摘要(译)(english)", "abstract(english)", "abstract (translated)(english)"),
    "type": ("专利类型", "patent type", "document type"),
    "classes": ("ipc分类号", "ipc", "ipc classification"),
    "main_class": ("ipc主分类号", "main ipc", "ipc main classification"),
    "locarno": ("洛迦诺分类号", "locarno", "locarno classification", "loc"),
    "history": ("inpadoc法律状态", "inpadoc legal status"),
    "inventors": ("发明人", "inventor", "inventors"),
}
_NEEDED = ("number", "title", "published")
LEAST_KNOWN = 7  # headings of an export whose columns were chosen without the state
_STATES = (
    (("未缴年费", "权利终止", "non-payment", "ceased", "lapsed"), "terminated"),
    (("期限届满", "expired"), "expired"),
    (("撤回", "驳回", "withdrawn", "rejected", "refused"), "refused"),
    (("放弃", "避免重复授权", "abandoned", "avoidance of double"), "abandoned"),
    (("无效", "invalid"), "invalidated"),
    (("授权", "有效", "权利恢复", "granted", "restored", "active"), "in_force"),
    (("公开", "实质审查", "published", "examination", "pending"), "pending"),
)
_BURDENS = {"质押": codes.PLEDGED, "pledge": codes.PLEDGED, "保全": codes.PRESERVED, "preservation": codes.PRESERVED}
_GRANTED_LETTERS = frozenset("BCUYSD")
_DATED = re.compile(r"(20[0-9]{2}|19[0-9]{2})-([01][0-9])-([0-3][0-9])")


class PatsnapXlsx:
    """One row a publication of any office; the state is what the vendor says, as old as the row's last event."""

    name = "patsnap-xlsx"
    label = _("PatSnap export, XLSX or CSV")

    def sniff(self, sample: Sample) -> float:
        found = _places(sample.header)
        if any(name not in found for name in _NEEDED):
            return 0.0
        return 0.9 if "status" in found else 0.7 if len(found) >= LEAST_KNOWN else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        rows = sheet_rows(source) if source.shape == XLSX else _plain_rows(source)
        header = next(rows, ())
        places = _places(header)
        for position, row in enumerate(rows, start=1):
            if position <= start or not any(row):
                continue
            if len(longest := max(row, key=len)) > LONGEST_CELL:
                yield position, RowError("", longest[:80], "cell_too_long", {"most": 1})
                continue
            try:
                if len(row) != len(header):
                    raise BadRow("", ",".join(row)[:120], "columns", found=len(row), expected=len(header))
                yield position, _record(row, places, source.as_of)
            except BadRow as bad:
                yield position, bad.error


def _plain_rows(source: Source) -> Iterator[tuple[str, ...]]:
    for row in text_rows(source):
        yield tuple("" if cell == "-" else cell for cell in row)


def _places(header: Sequence[str]) -> dict[str, int]:
    plain = [heading.strip().lower().replace("（", "(").replace("）", ")") for heading in header]
    found = {}
    for name, headings in _HEADINGS.items():
        for heading in headings:
            if heading in plain:
                found[name] = plain.index(heading)
                break
    return found


def _record(row: Sequence[str], places: dict[str, int], as_of: date | None) -> RightRecord:
    def cell(name: str) -> str:
        return row[places[name]] if name in places else ""

    publication = cells.number("number", cell("number"), PATENT)
    published_on = cells.day("published", cell("published"))
    filing_on = cells.optional_day("filed", cell("filed"))
    if filing_on and filing_on > published_on:
        raise BadRow("filed", cell("filed"), "filed_after", published=published_on.isoformat())
    told_on = as_of or _last_day(cell("history"), published_on)
    classes = cells.symbols("classes", cell("classes").replace("|", ";"), IPC) if cell("classes") else []
    if cell("locarno") and _kind(publication, cell("type")) == DESIGN:
        classes = cells.symbols("locarno", cell("locarno").replace("|", ";"), LOCARNO)
    main = cells.symbols("main_class", cell("main_class"), IPC) if cell("main_class") else classes[:1]
    abstracts = TextRecord(abstract=_first(cell("abstract")), abstract_en=_first(cell("abstract_en")))
    title_en = _first(cell("title_en"))
    return RightRecord(
        kind=_kind(publication, cell("type")),
        jurisdiction=publication.jurisdiction,
        numbers=_numbers(publication, cell("application")),
        title=cells.title("title", _first(cell("title")) or title_en),
        title_en=title_en[:500],
        events=_events(
            publication,
            published_on,
            told_on,
            cell("type"),
            cell("status"),
            (cells.names(cell("applicants"), "|"), cells.names(cell("owners"), "|")),
        ),
        source=SOURCE,
        as_of=max(told_on, published_on),
        filing_on=filing_on,
        main_class=main[0] if main else "",
        classes=classes,
        inventors=cells.names(cell("inventors"), "|"),
        text=abstracts if any(abstracts) else None,
    )


def _numbers(publication: Identifier, application: str) -> list[Identifier]:
    if not application or cells.is_destroyed(application):
        return [publication]
    return [cells.number("application", application, PATENT), publication]


def _events(
    publication: Identifier,
    published_on: date,
    told_on: date,
    patent_type: str,
    status: str,
    people: tuple[list[str], list[str]],
) -> list[EventRecord]:
    applicants, owners = people
    is_grant = _is_grant(publication, patent_type)
    facts: dict[str, object] = {"number": publication.canonical}
    if applicants or owners:
        facts["owners"] = applicants or owners
    events = [EventRecord(codes.GRANTED if is_grant else codes.PUBLISHED, published_on, facts)]
    state = _state(status, is_grant)
    stated: dict[str, object] = {"status": state} if state else {}
    if owners:
        stated["owners"] = owners
    if stated:
        events.append(EventRecord(codes.STATED, max(told_on, published_on), stated))
    lowered = status.lower()
    for word, code in _BURDENS.items():
        if word in lowered:
            events.append(EventRecord(code, max(told_on, published_on), {}))
    return events


def _state(status: str, is_grant: bool) -> str | None:
    first = status.split("|")[0].strip().lower()
    for words, state in _STATES:
        if any(word in first for word in words):
            return "pending" if state == "in_force" and not is_grant else state
    return None


def _is_grant(publication: Identifier, patent_type: str) -> bool:
    if publication.jurisdiction == "CN":
        return publication.canonical.rstrip("0123456789")[-1] in _GRANTED_LETTERS
    return "授权" in patent_type or "grant" in patent_type.lower()


def _kind(publication: Identifier, patent_type: str) -> str:
    if publication.kind in (INVENTION, UTILITY_MODEL, DESIGN):
        return publication.kind
    lowered = patent_type.lower()
    if "实用新型" in patent_type or "utility" in lowered:
        return UTILITY_MODEL
    return DESIGN if "外观" in patent_type or "design" in lowered else INVENTION


def _last_day(history: str, published_on: date) -> date:
    """The latest day the row itself speaks of: its state is at least as young."""
    today = clock.today()
    days = [published_on]
    for year, month, day in _DATED.findall(history):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return max(day for day in days if day <= max(today, published_on))


def _first(text: str) -> str:
    """Families come as repeated texts with bars between them."""
    return text.split(" | ")[0].strip()
