"""Which rows of a batch speak of one right, and which right of the database that is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marketplace.core import bulk

from ..fingerprints import encode_facts, fingerprint_of_text
from ..identifiers import Identifier
from ..importers.base import DrawingRecord, EventRecord, RightRecord, RowError, TextRecord
from ..models import RightNumber
from ..projection import LegalEvent
from ..standing import is_number_proven

# Bibliographic columns that a newer source replaces and an older one only completes.
TOLD = ("title", "title_en", "filing_on", "main_class", "classes", "inventors", "province", "city")


@dataclass(slots=True)
class Told:
    """An event as a file tells it, with its facts as text, its fingerprint, and the id it will have."""

    code: str
    on: date
    facts: dict[str, Any]
    text: str
    mark: str
    source: str
    as_of: date
    id: int = 0

    def event(self) -> LegalEvent:
        """The same for the projection."""
        return LegalEvent(self.id, self.mark, self.code, self.on, self.facts, self.source, self.as_of)


@dataclass(slots=True)
class Gathered:
    """Everything that a batch tells of one right; `right_ids` are the records of the database its numbers lead to."""

    kind: str
    jurisdiction: str
    positions: list[int]
    numbers: dict[str, Identifier]
    told: dict[str, Any]
    as_of: date
    events: list[tuple[EventRecord, str, date]] = field(default_factory=list)
    text: TextRecord | None = None
    drawings: list[DrawingRecord] = field(default_factory=list)
    right_ids: list[int] = field(default_factory=list)
    has_new_number: bool = False

    @property
    def slug(self) -> str:
        """The address: an application or registration number where there is one."""
        return best_slug(self.numbers)

    def log(self) -> list[Told]:
        """Its events, each once."""
        log: dict[str, Told] = {}
        for (code, on, facts), source, as_of in self.events:
            text = encode_facts(facts)
            mark = fingerprint_of_text(code, on, text)
            if mark not in log:
                log[mark] = Told(code, on, facts, text, mark, source, as_of)
        return list(log.values())

    def add(self, position: int, record: RightRecord) -> None:
        """Take in one more row of the same right."""
        self.positions.append(position)
        for number in record.numbers:
            self.numbers.setdefault(number.slug, number)
        merge_told(self.told, self.as_of, {name: getattr(record, name) for name in TOLD}, record.as_of)
        if record.text:
            self.text = merge_text(self.text, self.as_of, record.text, record.as_of)
        if record.drawings and (record.as_of >= self.as_of or not self.drawings):
            self.drawings = record.drawings
        self.as_of = max(self.as_of, record.as_of)
        self.events += [(event, record.source, record.as_of) for event in record.events]

    def absorb(self, other: "Gathered") -> None:
        """Take in what was gathered as another right before a row showed both to be one."""
        self.positions = sorted(self.positions + other.positions)
        self.numbers = {**self.numbers, **other.numbers}
        merge_told(self.told, self.as_of, other.told, other.as_of)
        if other.text:
            self.text = merge_text(self.text, self.as_of, other.text, other.as_of)
        if other.drawings and (other.as_of >= self.as_of or not self.drawings):
            self.drawings = other.drawings
        self.as_of = max(self.as_of, other.as_of)
        self.events += other.events


def best_slug(slugs: Iterable[str]) -> str:
    """The slug of a proven number if there is one, else the first."""
    known = list(slugs)
    return next((slug for slug in known if is_number_proven(slug)), known[0])


def merge_told(told: dict[str, Any], told_on: date, other: dict[str, Any], other_on: date) -> None:
    """Let a newer source replace what it knows and an older one fill what is missing.

    Of two sources of one day the fuller word stands, so that the order of the files does not matter.
    """
    for name, value in other.items():
        if value and value != told[name]:
            told[name] = _said(told[name], told_on, value, other_on)


def merge_text(text: TextRecord | None, told_on: date, other: TextRecord, other_on: date) -> TextRecord:
    """The same for abstracts, claims and citations."""
    if text is None:
        return other
    pairs = zip(text, other, strict=True)
    return TextRecord(*(_said(one, told_on, two, other_on) if two else one for one, two in pairs))  # type: ignore[arg-type]


def _said(one: Any, one_on: date, two: Any, two_on: date) -> Any:
    if not one or one_on < two_on:
        return two
    if two_on < one_on or isinstance(one, date):
        return one
    return max(one, two, key=lambda value: (len(value), value))


def gather(rows: Iterable[tuple[int, RightRecord]]) -> tuple[list[Gathered], list[tuple[int, RowError]]]:
    """The rights a batch speaks of, in the order of their first row, and the rows that contradict an earlier one."""
    by_slug: dict[str, Gathered] = {}
    gathered: list[Gathered] = []
    errors: list[tuple[int, RowError]] = []
    for position, record in rows:
        there = [found for number in record.numbers if (found := by_slug.get(number.slug))]
        there = list({id(found): found for found in there}.values())
        if error := _contradiction(record, there):
            errors.append((position, error))
            continue
        if not there:
            target = _start(position, record)
            gathered.append(target)
        else:
            target, *twins = sorted(there, key=lambda found: found.positions[0])
            for twin in twins:
                target.absorb(twin)
                gathered = [each for each in gathered if each is not twin]
            target.add(position, record)
        for slug in target.numbers if len(there) > 1 else [number.slug for number in record.numbers]:
            by_slug[slug] = target
    return gathered, errors


def _contradiction(record: RightRecord, there: list[Gathered]) -> RowError | None:
    """Why a row cannot speak of the rights that its numbers lead to, all of them one."""
    for found in there:
        if not agrees(record, found.kind, found.jurisdiction, found.told["filing_on"]):
            return other_right(record, found.slug)
    applications = {slug for found in there for slug in found.numbers if is_application(slug)}
    if len(applications) > 1:
        one, other, *_rest = sorted(applications)
        return two_rights(record, one, other)
    own = {number.slug for number in record.numbers if is_application(number.slug)}
    if applications and own - applications:
        return other_right(record, there[0].slug)
    return None


def is_application(slug: str) -> bool:
    """Whether a number is a Chinese application number, of which a right has one only."""
    return slug.startswith("cn-patent-") and is_number_proven(slug)


def _start(position: int, record: RightRecord) -> Gathered:
    return Gathered(
        kind=record.kind,
        jurisdiction=record.jurisdiction,
        positions=[position],
        numbers={number.slug: number for number in record.numbers},
        told={
            "title": record.title,
            "title_en": record.title_en,
            "filing_on": record.filing_on,
            "main_class": record.main_class,
            "classes": record.classes,
            "inventors": record.inventors,
            "province": record.province,
            "city": record.city,
        },
        as_of=record.as_of,
        events=[(event, record.source, record.as_of) for event in record.events],
        text=record.text,
        drawings=record.drawings,
    )


def resolve(gathered: list[Gathered]) -> None:
    """Find the living records that the numbers lead to already. One statement."""
    slugs = [slug for each in gathered for slug in each.numbers]
    known = dict(bulk.find(RightNumber, "slug", slugs, ("slug", "right_id")))
    if not known:
        return
    for each in gathered:
        found = [known[slug] for slug in each.numbers if slug in known]
        each.right_ids, each.has_new_number = list(dict.fromkeys(found)), len(found) < len(each.numbers)


def agrees(record: Any, kind: str, jurisdiction: str, filing_on: date | None) -> bool:
    """Whether a row can speak of a right of this kind, country and filing date."""
    told_on = record.filing_on
    same_day = told_on is None or filing_on is None or told_on == filing_on
    return bool(record.kind == kind and record.jurisdiction == jurisdiction and same_day)


def agrees_with(each: Gathered, slug: str, kind: str, jurisdiction: str, filing_on: date | None) -> bool:
    """The same for everything gathered against a stored right, its application number included."""
    told_on = each.told["filing_on"]
    same_day = told_on is None or filing_on is None or told_on == filing_on
    if not (each.kind == kind and each.jurisdiction == jurisdiction and same_day):
        return False
    return slug == each.slug or not (is_application(slug) and is_application(each.slug))


def two_rights(record: Any, one: str, other: str) -> RowError:
    return RowError("", _name(record), "two_rights", {"one": one, "other": other})


def other_right(record: Any, slug: str) -> RowError:
    return RowError("", _name(record), "other_right", {"right": slug})


def _name(record: Any) -> str:
    numbers = record.numbers.values() if isinstance(record.numbers, dict) else record.numbers
    return ", ".join(number.canonical for number in numbers)
