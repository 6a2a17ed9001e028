"""Opaque names of places in a list sorted by instant and row id, newest first, and the rows behind or before them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
Place = tuple[datetime, int]
Rows = TypeVar("Rows", bound=QuerySet[Any])


def cursor_of(at: datetime, pk: int) -> str:
    """A name of the place of one row."""
    moment = (at - EPOCH) // MICROSECOND
    return urlsafe_b64encode(f"{moment}.{pk}".encode()).decode().rstrip("=")


def place_of(cursor: str) -> Place | None:
    """What a cursor names; None for one that cannot be read."""
    try:
        moment, _, pk = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(".")
        at, number = EPOCH + int(moment) * MICROSECOND, int(pk)
    except (ValueError, OverflowError):
        return None
    return (at, number) if 0 <= number < 2**63 else None


def behind(rows: Rows, field: str, place: Place) -> Rows:
    """Rows that come after a place in the list: older ones."""
    at, pk = place
    return rows.filter(**{f"{field}__lte": at}).exclude(**{field: at, "pk__gte": pk})


def ahead(rows: Rows, field: str, place: Place) -> Rows:
    """Rows that come before a place in the list: newer ones."""
    at, pk = place
    return rows.filter(**{f"{field}__gte": at}).exclude(**{field: at, "pk__lte": pk})
