"""Conveyances recorded at the USPTO: transfers, changes of name, security interests and their releases as events."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..identifiers import INVENTION, Identifier
from . import cells, json_text
from .base import BadRow, EventRecord, Read, RightRecord, RowError, Sample
from .opening import Source, looks_like_json
from .uspto import PLANT, application_number, application_publication, granted_number
from .xml_stream import has_mark, pick, prose

SOURCE = "uspto-assignments"
MOST_PROPERTIES = 20_000
LONGEST_TEXT = 300
_KEYS = frozenset({"reel_frame", "conveyance_text", "conveyance_class", "assignors", "assignees", "properties"})
_REEL_FRAME = re.compile(r"REEL\W*FRAME\D{0,12}([0-9]{4,6})\W+([0-9]{1,4})")
_PROVISIONAL = ("60", "61", "62", "63")
_CLASSES = (
    (("CORRECT",), "correction"),
    (("RELEASE", "TERMINATION", "DISCHARGE"), "release"),
    (("SECURITY", "LIEN", "MORTGAGE", "PLEDGE"), "security_interest"),
    (("MERGER",), "merger"),
    (("CHANGE OF NAME", "CONVERSION"), "name_change"),
    (("LICEN",), "license"),
    (("ASSIGN",), "assignment"),
)
_PAIRS = (
    ("app_no", "applNum"), ("pub_no", "publNum"), ("patent_no", "patNum"), ("title", "inventionTitle"),
    ("filed", "filingDate"),
)  # fmt: skip


class UsptoAssignments:
    """One row of ours a patent that a conveyance names, so that each can be refused alone."""

    name = "uspto-assignments"
    label = _("USPTO recorded assignments and security interests, JSON lines or XML")

    def sniff(self, sample: Sample) -> float:
        if has_mark(sample, b'name="patAssignorEarliestExDate"', b'name="conveyanceText"'):
            return 0.95
        return 0.9 if json_text.first_keys(sample) >= _KEYS else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        for position, found in enumerate(_properties(source), start=1):
            if position > start:
                yield position, _converted(found)


def _properties(source: Source) -> Iterator[BadRow | tuple[dict[str, Any], dict[str, Any]]]:
    with source.open("" if not source.members else source.members[0]) as stream:
        is_json = looks_like_json(stream.read(64))
    for found in json_text.lines(source) if is_json else _from_xml(source):
        if isinstance(found, BadRow):
            yield found
            continue
        properties = json_text.objects(found, "properties")[:MOST_PROPERTIES]
        if not properties:
            yield BadRow("properties", json_text.words(found, "reel_frame"), "no_number")
        for each in properties:
            yield found, each


def _from_xml(source: Source) -> Iterator[dict[str, Any] | BadRow]:
    for found in pick(source, frozenset({"doc"})):
        yield found if isinstance(found, BadRow) else _conveyance(found[0])


def _conveyance(element: Element) -> dict[str, Any]:
    single = {each.get("name", ""): prose(each) for each in element if each.tag != "arr"}
    lists = {
        each.get("name", ""): ["" if (text := prose(one)) == "NULL" else text for one in each]
        for each in element.findall("arr")
    }
    text = single.get("conveyanceText", "")
    columns = [(name, lists.get(tag, [])) for name, tag in _PAIRS]
    count = max((len(values) for _name, values in columns), default=0)
    properties = [
        {name: values[place] for name, values in columns if place < len(values)}
        for place in range(min(count, MOST_PROPERTIES))
    ]
    return {
        "reel_frame": single.get("id", ""),
        "recorded_date": single.get("recordedDate", "")[:10],
        "execution_date": single.get("patAssignorEarliestExDate", "")[:10],
        "conveyance_text": text,
        "conveyance_class": next((name for words, name in _CLASSES if any(word in text for word in words)), "other"),
        "assignors": lists.get("patAssignorName", []),
        "assignees": lists.get("patAssigneeName", []),
        "properties": properties,
    }


def _converted(found: BadRow | tuple[dict[str, Any], dict[str, Any]]) -> RightRecord | RowError:
    if isinstance(found, BadRow):
        return found.error
    try:
        return _record(*found)
    except BadRow as bad:
        return bad.error


def _record(conveyance: dict[str, Any], each: dict[str, Any]) -> RightRecord:
    numbers, kind = _numbers(each)
    executed = cells.optional_day("execution_date", json_text.words(conveyance, "execution_date"))
    recorded = cells.optional_day("recorded_date", json_text.words(conveyance, "recorded_date"))
    on = executed or recorded
    if on is None:
        raise BadRow("execution_date", "", "no_day")
    title = cells.title("title", json_text.words(each, "title"))
    filed = json_text.words(each, "filed")[:10]
    return RightRecord(
        kind=kind,
        jurisdiction="US",
        numbers=numbers,
        title=title,
        title_en=title,
        events=[_event(conveyance, on)],
        source=SOURCE,
        as_of=recorded or on,
        filing_on=cells.optional_day("filed", filed) if filed and not filed.startswith("0001") else None,
    )


def _numbers(each: dict[str, Any]) -> tuple[list[Identifier], str]:
    patent, application, publication = (json_text.words(each, name) for name in ("patent_no", "app_no", "pub_no"))
    found = [granted_number(patent.replace(",", "").upper())] if patent else []
    if number := application_number(application):
        if application.startswith(_PROVISIONAL) and not found:
            raise BadRow("app_no", application, "provisional")
        found.append(number)
    if publication:
        found.append(application_publication(publication.removeprefix("US")))
    if not found:
        raise BadRow("app_no", application, "no_number")
    kind = found[0].kind or INVENTION
    return found, PLANT if kind == "plant" else kind


def _event(conveyance: dict[str, Any], on: Any) -> EventRecord:
    """What a conveyance does to a right; one whose effect its words do not tell is refused, never guessed."""
    assignors = [name[: cells.LONGEST_NAME] for name in json_text.listed(conveyance, "assignors")]
    assignees = [name[: cells.LONGEST_NAME] for name in json_text.listed(conveyance, "assignees")]
    text = json_text.words(conveyance, "conveyance_text").upper()[:LONGEST_TEXT]
    kind = json_text.words(conveyance, "conveyance_class")
    reel_frame = json_text.words(conveyance, "reel_frame")[:40]
    if not assignees:
        raise BadRow("assignees", text, "conveyance")
    is_renaming = kind == "name_change" or (kind == "other" and "CONVERSION" in text)
    if is_renaming and len(assignors) == len(assignees) == 1 and assignors != assignees:
        return EventRecord(codes.RENAMED, on, {"old": assignors[0], "new": assignees[0], "reel_frame": reel_frame})
    if kind in ("assignment", "merger", "name_change") or (kind == "correction" and "SECUR" not in text):
        return EventRecord(codes.TRANSFERRED, on, {"owners": assignees, "from": assignors, "reel_frame": reel_frame})
    holder = "; ".join(assignees)[: cells.LONGEST_NAME]
    if kind == "security_interest":
        if text.startswith("ASSIGNMENT OF"):
            return EventRecord(codes.PLEDGE_CHANGED, on, {**_earlier(text), "holder": holder, "reel_frame": reel_frame})
        return EventRecord(codes.PLEDGED, on, {"registration_no": reel_frame, "holder": holder})
    if kind == "release":
        secured = "; ".join(assignors)[: cells.LONGEST_NAME]
        return EventRecord(codes.PLEDGE_CANCELLED, on, {**_earlier(text), "holder": secured, "reel_frame": reel_frame})
    if kind == "license":
        return EventRecord(codes.LICENSED, on, {"registration_no": reel_frame, "holder": holder})
    raise BadRow("conveyance_text", text, "conveyance")


def _earlier(text: str) -> dict[str, str]:
    """The reel and frame that a later conveyance refers to, written as in the source: 49107-392."""
    found = _REEL_FRAME.search(text)
    return {"registration_no": f"{int(found[1])}-{int(found[2])}"} if found else {}
