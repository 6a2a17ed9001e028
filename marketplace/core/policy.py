"""Reading dated policy: the version in force on a day, kept in memory for a minute."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

from . import clock
from .errors import PolicyMissing
from .models import PolicyVersion

KEPT_SECONDS = 60.0
_kept: dict[str, list[PolicyVersion]] = {}
_kept_at = 0.0


def _versions() -> dict[str, list[PolicyVersion]]:
    global _kept, _kept_at
    if not _kept or time.monotonic() - _kept_at > KEPT_SECONDS:
        fresh: dict[str, list[PolicyVersion]] = {}
        for row in PolicyVersion.objects.order_by("key", "-valid_from"):
            fresh.setdefault(row.key, []).append(row)
        _kept, _kept_at = fresh, time.monotonic()
    return _kept


def forget() -> None:
    """Read the tables again at the next question (after a change, and between tests)."""
    _kept.clear()


def version(key: str, on: date | None = None) -> PolicyVersion:
    """The version of a policy in force on a day (today unless said). Raises PolicyMissing."""
    day = on or clock.today()
    for row in _versions().get(key, []):
        if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
            return row
    raise PolicyMissing(key=key, on=day.isoformat())


def value(key: str, on: date | None = None) -> Any:
    """The JSON value of the version in force. Raises PolicyMissing."""
    return version(key, on).value


def install(path: Path) -> int:
    """Insert the shipped versions that are not there yet; a city's own edits are never touched."""
    known = set(PolicyVersion.objects.values_list("key", "valid_from"))
    rows = []
    for entry in json.loads(path.read_text("utf-8")):
        start = date.fromisoformat(entry["valid_from"])
        if (entry["key"], start) in known:
            continue
        end = entry.get("valid_to")
        rows.append(
            PolicyVersion(
                key=entry["key"],
                value=entry["value"],
                valid_from=start,
                valid_to=date.fromisoformat(end) if end else None,
                legal_basis=entry["legal_basis"],
                source=entry.get("source", ""),
                confidence=entry.get("confidence", "D"),
            )
        )
    PolicyVersion.objects.bulk_create(rows)
    forget()
    return len(rows)
