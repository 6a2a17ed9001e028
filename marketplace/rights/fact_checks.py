"""Whether an event's facts have the form its code asks for, so that no log can ever fail to be read; pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from . import codes
from .projection import STATUSES

NAME_LENGTH = 300


def _is_day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _is_optional_day(value: Any) -> bool:
    return value in (None, "") or _is_day(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= NAME_LENGTH


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(name) and name.strip() for name in value)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000


def _is_status(value: Any) -> bool:
    return isinstance(value, str) and value in STATUSES


_FORMS: dict[str, Callable[[Any], bool]] = {
    "owners": _are_names,
    "from": _are_names,
    "until": _is_optional_day,
    "due_on": _is_optional_day,
    "expires_on": _is_day,
    "year": _is_count,
    "days": _is_count,
    "status": _is_status,
    "old": _is_text,
    "new": _is_text,
    "registration_no": _is_text,
    "holder": _is_text,
    "kind": _is_text,
}
_NEEDED: dict[str, tuple[str, ...]] = {
    codes.TRANSFERRED: ("owners",),
    codes.RENAMED: ("old", "new"),
    codes.RENAMED_AND_MOVED: ("old", "new"),
    codes.ANNUITY_PAID: ("year",),
    codes.TERM_COMPENSATED: ("days",),
    codes.TERM_STATED: ("expires_on",),
}


def unfit_facts(code: str, facts: Mapping[str, Any]) -> list[str]:
    """Names of facts that are missing for a code or have the wrong form."""
    missing = [name for name in _NEEDED.get(code, ()) if name not in facts]
    wrong = [name for name, value in facts.items() if name in _FORMS and not _FORMS[name](value)]
    return missing + wrong
