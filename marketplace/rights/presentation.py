"""A right's facts, events and citations as the components show them; reads no database."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .event_words import event_label, source_label
from .facts import Fact
from .models import RightEvent

MOST_EVENTS = 60


def fact_rows(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """Facts as `components/register.html` takes them; each of several items has a row and source of its own."""
    rows: list[dict[str, Any]] = []
    for fact in facts:
        if fact.name == "owner" and fact.items:
            rows.append(_row(fact.label, _owners(fact), fact.source, fact.as_of))
        elif fact.items:
            for place, item in enumerate(fact.items):
                rows.append(_row("" if place else fact.label, item.text, item.source, item.as_of) | {"kind": item.mark})
        else:
            rows.append(_fact_row(fact))
    return rows


def _fact_row(fact: Fact) -> dict[str, Any]:
    if fact.name == "status":
        return _row(fact.label, fact.note, fact.source, fact.as_of) | {"kind": fact.mark, "label": fact.value}
    return _row(fact.label, _(", ").join(part for part in (fact.value, fact.note) if part), fact.source, fact.as_of)


def _row(name: str, value: Any, source: str, day: date | None) -> dict[str, Any]:
    return {"name": name, "value": value, "source": source, "day": day}


def _owners(fact: Fact) -> SafeString | str:
    """Owners by name, each with its page where it has one."""
    if not any(item.ref for item in fact.items):
        return fact.value
    links = (
        format_html('<a href="{}">{}</a>', reverse("portal:owner_detail", args=[item.ref]), item.text)
        if item.ref
        else item.text
        for item in fact.items
    )
    return format_html_join(_("; "), "{}", ((link,) for link in links))


def event_rows(events: Iterable[RightEvent]) -> list[dict[str, Any]]:
    """The register's log, newest first, as `components/timeline.html` takes it."""
    rows = list(events)
    superseded = {event.supersedes_id for event in rows if event.supersedes_id}
    return [
        {
            "day": event.on,
            "title": event_label(event.code),
            "text": _event_text(event.facts) or event.reason,
            "source": f"{source_label(event.source)} {event.as_of:%Y-%m-%d}",
            "superseded": event.pk in superseded,
        }
        for event in sorted(rows, key=lambda event: (event.on, event.pk), reverse=True)[:MOST_EVENTS]
    ]


def _event_text(facts: Mapping[str, Any]) -> str:
    """Who and what an event names; its codes stay in the log."""
    owners = (", ".join(map(str, facts.get(name) or ())) for name in ("from", "owners"))
    parts = [text] if (text := " → ".join(each for each in owners if each)) else []
    if facts.get("old") and facts.get("new"):
        parts.append(f"{facts['old']} → {facts['new']}")
    parts += [str(facts[name]) for name in ("holder", "registration_no", "number") if facts.get(name)]
    if facts.get("year"):
        parts.append(_("patent year %(year)s") % {"year": facts["year"]})
    return " · ".join(parts)


def citation_rows(citations: Iterable[Any]) -> list[dict[str, str]]:
    """Cited documents with the way to look for each here."""
    rows = []
    for citation in citations:
        number = citation.get("number", "") if isinstance(citation, dict) else str(citation)
        title = citation.get("title", "") if isinstance(citation, dict) else ""
        rows.append({"number": number, "title": title, "url": f"{reverse('search:search')}?kind=rights&q={number}"})
    return rows
