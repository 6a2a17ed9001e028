"""Adding to rights that the database holds: only what is new is written, and only they are projected anew."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from marketplace.core import clock
from marketplace.core.access import Actor
from marketplace.core.errors import DomainError
from marketplace.core.outbox import index_changed

from ..actions import held, merge_rights
from ..importers.base import RowError, TextRecord
from ..models import Right, RightEvent, RightNumber, RightText
from ..standing import is_number_proven
from .drawings import write_drawings
from .fresh import insert_events, number_events
from .gathering import (
    TOLD,
    Gathered,
    Told,
    agrees_with,
    best_slug,
    is_application,
    merge_text,
    merge_told,
    other_right,
    two_rights,
)

Errors = list[tuple[int, RowError]]


def extend_rights(gathered: Sequence[Gathered], *, by: Actor, batch_id: int) -> tuple[list[int], int, Errors]:
    """Add what a batch tells of known rights; returns the ids of those that changed, new events, refused rows."""
    errors: Errors = []
    one_each = [found for each in gathered if (found := _one_right(each, by, errors))]
    new_events = _new_events(one_each)
    moving = _with_news(one_each, new_events, errors)
    rights = {right.pk: right for right in held.lock(*(right_id for right_id, _each in moving))}
    changed = {right_id for right_id, _each in moving if new_events[right_id]}
    for right_id, each in moving:
        right = rights[right_id]
        told, numbered = _write_told(right, each), each.has_new_number and _write_numbers(right, each)
        texted = each.text is not None and _write_text(right, each)
        if told or numbered or texted:
            changed.add(right_id)
    count = _append({right_id: new_events[right_id] for right_id, _each in moving}, batch_id)
    changed |= write_drawings({right_id: each for right_id, each in moving if each.drawings})
    touched = [rights[pk] for pk in sorted(changed)]
    projected = held.follow(touched) if touched else []
    index_changed("rights", [str(pk) for pk in sorted(changed - {right.pk for right in projected})])
    return sorted(changed), count, errors


def _with_news(
    one_each: Sequence[tuple[int, Gathered]], new_events: dict[int, list[Told]], errors: Errors
) -> list[tuple[int, Gathered]]:
    """Those that may change something; a file read again has none of them. Reads plain columns, locks nothing."""
    names = ("pk", "slug", "kind", "jurisdiction", "filing_on", "as_of")
    ids = [right_id for right_id, _each in one_each]
    stored = {row[0]: row for row in Right.objects.filter(pk__in=ids).values_list(*names, *TOLD)}
    found = []
    for right_id, each in one_each:
        _pk, slug, kind, jurisdiction, filing_on, as_of, *told = stored[right_id]
        if not agrees_with(each, slug, kind, jurisdiction, filing_on):
            errors += [(position, other_right(each, slug)) for position in each.positions]
            continue
        before = dict(zip(TOLD, told, strict=True))
        after = dict(before)
        merge_told(after, as_of or each.as_of, each.told, each.as_of)
        if new_events[right_id] or each.has_new_number or each.text or each.drawings or after != before:
            found.append((right_id, each))
    return found


def _one_right(each: Gathered, by: Actor, errors: Errors) -> tuple[int, Gathered] | None:
    """The record of the right; two records whose numbers stand in one row are merged, or left to staff."""
    if len(each.right_ids) == 1:
        return each.right_ids[0], each
    rights = list(Right.objects.filter(pk__in=each.right_ids).order_by("pk"))
    rights.sort(key=lambda right: not is_number_proven(right.slug))
    stays, *twins = rights
    applications = [right.slug for right in rights if is_application(right.slug)]
    if len(applications) > 1:
        errors += [(position, two_rights(each, *applications[:2])) for position in each.positions]
        return None
    try:
        for twin in twins:
            merge_rights(twin, stays, by=by)
    except DomainError:
        errors += [(position, two_rights(each, stays.slug, twins[0].slug)) for position in each.positions]
        return None
    return stays.pk, each


def _new_events(one_each: Sequence[tuple[int, Gathered]]) -> dict[int, list[Told]]:
    """Events that no record of the right has yet, by right."""
    ids = [right_id for right_id, _each in one_each]
    log = RightEvent.objects.filter(Q(right_id__in=ids) | Q(right__merged_into_id__in=ids))
    known: dict[int, set[str]] = {right_id: set() for right_id in ids}
    for right_id, merged_into_id, mark in log.values_list("right_id", "right__merged_into_id", "fingerprint"):
        known[merged_into_id or right_id].add(mark)
    found: dict[int, list[Told]] = {}
    for right_id, each in one_each:
        fresh = found.setdefault(right_id, [])
        for told in each.log():
            if told.mark not in known[right_id]:
                known[right_id].add(told.mark)
                fresh.append(told)
    return found


def _append(found: dict[int, list[Told]], batch_id: int) -> int:
    number_events(found.values())
    insert_events(found.items(), batch_id=batch_id, at=clock.now())
    return sum(map(len, found.values()))


def _write_told(right: Right, each: Gathered) -> bool:
    told = {name: getattr(right, name) for name in TOLD}
    before = dict(told)
    merge_told(told, right.as_of or each.as_of, each.told, each.as_of)
    changes = {name: value for name, value in told.items() if value != before[name]}
    if not changes:
        return False
    Right.objects.filter(pk=right.pk).update(**changes, updated_at=clock.now())
    for name, value in changes.items():
        setattr(right, name, value)
    return True


def _write_numbers(right: Right, each: Gathered) -> bool:
    known = set(RightNumber.objects.filter(slug__in=list(each.numbers)).values_list("slug", flat=True))
    missing = [number for slug, number in each.numbers.items() if slug not in known]
    RightNumber.objects.bulk_create(
        RightNumber(right=right, scheme=number.scheme, canonical=number.canonical, slug=number.slug)
        for number in missing
    )
    slug = best_slug([right.slug, *each.numbers])
    if slug != right.slug:
        right.slug = slug
        right.save(update_fields=["slug"])
    return bool(missing)


def _write_text(right: Right, each: Gathered) -> bool:
    assert each.text is not None
    stored = RightText.objects.filter(right=right).first()
    before = (
        TextRecord(
            stored.abstract, stored.abstract_en, tuple(stored.claims), tuple(stored.citations), tuple(stored.goods)
        )
        if stored
        else None
    )
    text = merge_text(before, right.as_of or each.as_of, each.text, each.as_of)
    if text == before:
        return False
    values: dict[str, Any] = {
        "abstract": text.abstract,
        "abstract_en": text.abstract_en,
        "claims": list(text.claims),
        "citations": list(text.citations),
        "goods": list(text.goods),
    }
    RightText.objects.update_or_create(right=right, defaults=values)
    return True
