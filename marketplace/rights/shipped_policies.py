"""The policy versions that ship with the code, for pure calculations without a database."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(Path(__file__).with_name("policies.json").read_text("utf-8"))
    return entries


def shipped(key: str, on: date | None = None) -> Any:
    """The value in force on a day, the latest unless said. Raises LookupError where there is none."""
    day = (on or date.max).isoformat()
    for entry in _entries():
        if (
            entry["key"] == key
            and entry["valid_from"] <= day
            and (entry["valid_to"] is None or day < entry["valid_to"])
        ):
            return entry["value"]
    raise LookupError(f"no version of {key} in force on {day}")
