"""What a page costs, measured from outside: statements, writes, bytes and requests as sent, elements."""

import gzip
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# Transaction marks are no statements of a page: an engine sends them or not.
MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT", "ROLLBACK")
WRITE = re.compile(r"^\s*(?:WITH\b.*?\)\s*)?(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b", re.IGNORECASE | re.DOTALL)
COUNT = re.compile(r"\bCOUNT\s*\(", re.IGNORECASE)
OFFSET = re.compile(r"\bOFFSET\s+[1-9]", re.IGNORECASE)
NAMED = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)|@import\s+['\"]([^'\"]+)")
BROWSER = {"HTTP_ACCEPT_ENCODING": "gzip, deflate"}


@dataclass
class Cost:
    """The statements made while something ran, and what it answered."""

    statements: list[str]
    answer: Any


def cost_of(run: Callable[[], Any]) -> Cost:
    with CaptureQueriesContext(connection) as captured:
        answer = run()
    made = [query["sql"] for query in captured.captured_queries]
    return Cost([sql for sql in made if not sql.lstrip().upper().startswith(MARKS)], answer)


def page_cost(client: Client, url: str, **headers: str) -> Cost:
    """The cost of a page that answers 200."""
    cost = cost_of(lambda: client.get(url, **headers))
    assert cost.answer.status_code == 200, f"{url} answered {cost.answer.status_code}"
    return cost


def over_budget(name: str, cost: Cost, most: int) -> list[str]:
    """The page when it makes more statements than it may."""
    made = len(cost.statements)
    return [f"{name}: {made} statements, at most {most}: {cost.statements}"] if made > most else []


def writes(cost: Cost) -> list[str]:
    """Statements that change rows."""
    return [sql for sql in cost.statements if WRITE.match(sql)]


def cookies_set(cost: Cost) -> list[str]:
    return sorted(cost.answer.cookies)


def whole_counts(cost: Cost) -> list[str]:
    """Statements that count a table without narrowing it: their time grows with the table."""
    return [sql for sql in cost.statements if COUNT.search(sql) and " WHERE " not in sql.upper()]


def skipped_rows(cost: Cost) -> list[str]:
    """Statements that page by skipping rows: the hundredth page reads all the pages before it."""
    return [sql for sql in cost.statements if OFFSET.search(sql)]


class _Tags(HTMLParser):
    """Counts elements and gathers what a browser fetches at once, pictures apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements = 0
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        values = {name: value or "" for name, value in attrs}
        kinds = set(values.get("rel", "").split())
        if tag == "link" and kinds & {"stylesheet", "preload", "modulepreload", "manifest"}:
            self.fetched.append(values["href"])
        elif tag in ("script", "iframe", "embed") and values.get("src"):
            self.fetched.append(values["src"])


def tags_of(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    return tags


def too_many_elements(name: str, html: str, most: int) -> list[str]:
    found = tags_of(html).elements
    return [f"{name}: {found} elements, at most {most}"] if found > most else []


@dataclass
class Visit:
    """A first visit with an empty cache: the bytes of each answer as sent, pictures apart."""

    sizes: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.sizes.values())


def first_visit(client: Client, url: str) -> Visit:
    """Fetch a page and everything it names that is no picture, and what its styles name in turn."""
    visit = Visit()
    page = body_of(client.get(url, **BROWSER))
    visit.sizes[url] = len(page)
    waiting = tags_of(plain(page)).fetched
    while waiting:
        address = waiting.pop()
        if address in visit.sizes:
            continue
        answer = client.get(address, **BROWSER)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        visit.sizes[address] = len(body_of(answer))
        if address.endswith(".css"):
            style = body_of(client.get(address)).decode()
            named = (urljoin(address, first or second) for first, second in NAMED.findall(style))
            waiting += [each for each in named if not each.endswith((".svg", ".png", ".avif", ".webp"))]
    return visit


def plain(body: bytes) -> str:
    """A body as text, whether it came compressed or not."""
    return (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body).decode()


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def too_heavy(visit: Visit, most_bytes: int, most_requests: int) -> list[str]:
    problems = []
    if visit.total > most_bytes:
        problems.append(f"{visit.total} bytes, at most {most_bytes}: {visit.sizes}")
    if len(visit.sizes) > most_requests:
        problems.append(f"{len(visit.sizes)} requests, at most {most_requests}: {sorted(visit.sizes)}")
    return problems


def changed_counts(kept: dict[str, list[int]], found: dict[str, list[int]]) -> list[str]:
    """Endpoints whose statements, cold and warm, differ from the committed snapshot, that are new or gone."""
    names: Iterable[str] = sorted(kept.keys() | found.keys())
    return [f"{name}: {kept.get(name)} is now {found.get(name)}" for name in names if kept.get(name) != found.get(name)]


def growing(few: dict[str, list[int]], many: dict[str, list[int]]) -> list[str]:
    """Endpoints that make more statements when there are more rows."""
    return [f"{name}: {few[name]} grows to {many[name]}" for name in sorted(few) if many[name] > few[name]]
