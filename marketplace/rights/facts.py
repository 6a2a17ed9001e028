"""The proof card: what the register says of a right, each fact in words with its source and day; reads no database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.core import clock, policy
from marketplace.core.calendar import add_months, move_to_working_day

from . import codes
from .event_words import event_label, source_label
from .identifiers import InvalidIdentifier, candidates, from_slug
from .models import Right, RightNumber, RightStatus
from .words import life_words

JADE, AMBER, RED, GREY = "jade", "amber", "red", "grey"
_FINE, _LASTING = {RightStatus.IN_FORCE}, {RightStatus.PENDING, RightStatus.UNKNOWN}
_ADDRESS = re.compile(r"[a-z]{2,3}-(?:patent|tm|design|application|publication|record)-")
_LICENCES = ("exclusive_licence", "sole_licence", "ordinary_licence", "open_licence")


@dataclass(frozen=True, slots=True)
class Item:
    """One owner, burden or licence of a fact; `ref` leads to the owner's page where there is one."""

    text: str
    ref: str = ""
    source: str = ""
    as_of: date | None = None
    mark: str = GREY


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the proof card; `mark` is a colour that the words never depend on."""

    name: str
    label: str
    value: str
    note: str = ""
    source: str = ""
    as_of: date | None = None
    mark: str = GREY
    items: tuple[Item, ...] = ()


def facts_of(right: Right, *, today: date | None = None) -> list[Fact]:
    """Owner, co-owners, status, term, annuity, burdens and licences of a right, in the active language."""
    day = today or clock.today()
    rows = [
        _owner(right),
        _co_owners(right),
        _status(right),
        _term(right, day),
        _annuity(right, day),
        _burdens(right),
        _licences(right),
        _number(right),
    ]
    return [row for row in rows if row is not None]


def find_right(text: str) -> Right | None:
    """The right that any spelling of any of its numbers, or its address, leads to. One statement."""
    try:
        slugs = [from_slug(text).slug] if _ADDRESS.match(text) else []
    except InvalidIdentifier:
        slugs = []
    if not slugs:
        try:
            slugs = [each.slug for each in candidates(text)]
        except InvalidIdentifier:
            return None
    found = {number.slug: number.right for number in RightNumber.objects.filter(slug__in=slugs).select_related("right")}
    return next((found[slug] for slug in slugs if slug in found), None)


def day_words(day: date | None) -> str:
    """A day as the register writes it, in both languages."""
    return day.isoformat() if day else ""


def _told(right: Right, name: str) -> tuple[str, date | None]:
    """Source in words and day of a fact."""
    told = right.proof.get("facts", {}).get(name)
    if not told:
        return (str(source_label(right.source)), right.as_of) if right.source else ("", None)
    return str(source_label(told[0])), date.fromisoformat(told[1])


def _owner(right: Right) -> Fact:
    source, as_of = _told(right, "owners")
    items = tuple(Item(name, ref=ref, source=source, as_of=as_of) for name, ref in right.proof.get("owners", []))
    if not items:
        return Fact("owner", _("Registered owner"), _("Not known to the register data here"), mark=GREY)
    label = _("Applicant") if right.status == RightStatus.PENDING else _("Registered owner")
    separator = _("; ")
    return Fact(
        "owner", label, separator.join(item.text for item in items), source=source, as_of=as_of, mark=JADE, items=items
    )


def _co_owners(right: Right) -> Fact | None:
    count = len(right.proof.get("owners", []))
    if count < 2:
        return None
    source, as_of = _told(right, "owners")
    value = ngettext("%(n)s owner in common", "%(n)s owners in common", count) % {"n": count}
    note = _(
        "Unless they agreed otherwise, each may grant ordinary licences alone; everything else needs all of them "
        "(Patent Law 14)."
    )
    return Fact("co_owners", _("Co-owners"), value, note if right.is_patent else "", source, as_of, AMBER)


def _status(right: Right) -> Fact:
    source, as_of = _told(right, "status")
    mark = JADE if right.status in _FINE else AMBER if right.status in _LASTING else RED
    label = str(RightStatus(right.status).label)
    if right.status == RightStatus.UNKNOWN:
        return Fact("status", _("Legal status"), label, _("No register event of this right is in our data."), mark=GREY)
    note = _("since %(day)s") % {"day": day_words(right.status_on)} if right.status_on else ""
    code = right.proof.get("facts", {}).get("status", ["", "", ""])[2]
    if code and code not in (codes.STATED, codes.EXPIRED):
        note = f"{event_label(code)}{_(', ')}{note}" if note else str(event_label(code))
    return Fact("status", _("Legal status"), label, note, source, as_of, mark)


def _term(right: Right, today: date) -> Fact | None:
    if right.expires_on is None:
        return None
    source, as_of = _told(right, "term")
    value = _("until %(day)s") % {"day": day_words(date.fromordinal(right.expires_on.toordinal() - 1))}
    if right.expires_on <= today:
        return Fact("term", _("Term"), value, _("The term has ended."), source, as_of, RED)
    if right.status not in (*_FINE, *_LASTING):
        return Fact("term", _("Term"), value, _("The right ended before its term."), source, as_of, RED)
    note = life_words(right.expires_on, today)
    if right.compensation_days:
        days = right.compensation_days
        added = ngettext("%(n)s day of compensation included", "%(n)s days of compensation included", days) % {
            "n": days
        }
        note = f"{note}{_('; ')}{added}"
    return Fact("term", _("Term"), value, note, source, as_of, JADE)


def _annuity(right: Right, today: date) -> Fact | None:
    """What was paid, and what can be known: data older than a due date says nothing about that payment."""
    if right.jurisdiction != "CN" or not right.is_patent:
        return None
    label = _("Annuity")
    source, as_of = _told(right, "annuity")
    if right.status == RightStatus.TERMINATED:
        return Fact("annuity", label, _("Unpaid; the right lapsed"), "", *_told(right, "status"), RED)
    if right.status != RightStatus.IN_FORCE or not right.annuity_paid_year:
        return None
    paid = _("paid for patent year %(year)s") % {"year": right.annuity_paid_year}
    due = right.annuity_due_on
    if due is None:
        return Fact("annuity", label, paid, _("No further annuity falls due in this term."), source, as_of, JADE)
    last = move_to_working_day(due).on
    if today <= last:
        note = _("the next one is due by %(day)s") % {"day": day_words(last)}
        return Fact("annuity", label, paid, note, source, as_of, JADE)
    status_source, seen = _told(right, "status")
    if seen and seen > add_months(due, _grace_months()):
        note = _("In force on %(day)s, so the annuities due by then were paid.") % {"day": day_words(seen)}
        return Fact("annuity", label, paid, note, status_source, seen, JADE)
    if as_of and as_of < due:
        note = _("Later payments are not in our data; look them up in the register before relying on them.")
        return Fact("annuity", label, paid, note, source, as_of, GREY)
    note = _("The annuity due by %(day)s is not shown as paid.") % {"day": day_words(last)}
    return Fact("annuity", label, paid, note, source, as_of, AMBER)


def _grace_months() -> int:
    """The months in which an annuity can still be paid with a surcharge (Implementing Rules 115)."""
    return len(policy.value("rights.annuity_surcharge")["percent_by_month"])


def _burdens(right: Right) -> Fact:
    items = [_burden_item(burden) for burden in _burden_rows(right) if burden["kind"] not in _LICENCES]
    if right.twin_id:
        items.append(Item(_("A utility model and an invention were applied for on the same day."), mark=AMBER))
    if items:
        mark = RED if any(item.mark == RED for item in items) else AMBER
        value = _("; ").join(item.text for item in items)
        return Fact("burdens", _("Burdens"), value, items=tuple(items), mark=mark)
    source, as_of = _told(right, "status")
    value = _("No pledge, freeze or suspension in the register data")
    return Fact("burdens", _("Burdens"), value, source=source, as_of=as_of, mark=JADE if as_of else GREY)


def _licences(right: Right) -> Fact | None:
    items = [_burden_item(burden) for burden in _burden_rows(right) if burden["kind"] in _LICENCES]
    if not items:
        return None
    value = _("; ").join(item.text for item in items)
    return Fact("licences", _("Licences on record"), value, items=tuple(items), mark=AMBER)


def _number(right: Right) -> Fact | None:
    if right.number_proven:
        return None
    note = _("The application number is not known yet; no exclusive agreement can be closed before it is.")
    return Fact("number", _("Number"), _("Only the publication number is known"), note, mark=AMBER)


def _burden_rows(right: Right) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = right.proof.get("burdens", [])
    return rows


def _burden_item(burden: Mapping[str, Any]) -> Item:
    sentence = _sentences()[burden["kind"]] % {"holder": burden["holder"] or _("a party not named")}
    since = _("since %(day)s") % {"day": day_words(date.fromisoformat(burden["on"]))}
    parts = [sentence, since]
    if burden["until"]:
        parts.append(_("until %(day)s") % {"day": day_words(date.fromisoformat(burden["until"]))})
    if burden["no"]:
        parts.append(_("no. %(number)s") % {"number": burden["no"]})
    mark = RED if burden["kind"] in ("preservation", "suspension") else AMBER
    return Item(
        _(", ").join(parts),
        source=str(source_label(burden["source"])),
        as_of=date.fromisoformat(burden["as_of"]),
        mark=mark,
    )


def _sentences() -> dict[str, str]:
    return {
        "pledge": _("Pledged to %(holder)s"),
        "preservation": _("Frozen by %(holder)s"),
        "suspension": _("Procedures suspended by the office"),
        "invalidation": _("Invalidation requested by %(holder)s"),
        "exclusive_licence": _("Exclusive licence to %(holder)s"),
        "sole_licence": _("Sole licence to %(holder)s"),
        "ordinary_licence": _("Ordinary licence to %(holder)s"),
        "open_licence": _("Open licence declared: anyone may use it on the posted terms"),
    }
