"""The registry of pure rules behind `manage.py calculate`: named fields in, JSON out, one worked example each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Example = tuple[dict[str, Any], dict[str, Any]]
FIRST_YEAR, LAST_YEAR = 1900, 2200
Calculation = Callable[..., dict[str, Any]]


class RuleInputError(Exception):
    """The input does not fit the rule: the field (None for the rule as a whole) and what is wrong."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Field:
    """One input: its JSON type, what it means, and whether it may be left out."""

    type: str
    meaning: str
    required: bool = True
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    def read(self, name: str, value: Any) -> Any:
        """The value as the rule wants it (a date for an ISO date). Raises RuleInputError."""
        return _READERS[self.type](self, name, value)


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    summary: str
    fields: Mapping[str, Field]
    returns: Mapping[str, str]
    example: Example
    calculation: Calculation


_RULES: dict[str, Rule] = {}


def text(meaning: str, *, required: bool = True) -> Field:
    return Field("text", meaning, required)


def choice(meaning: str, *choices: str, required: bool = True) -> Field:
    return Field("choice", meaning, required, choices)


def iso_date(meaning: str, *, required: bool = True) -> Field:
    return Field("date", meaning, required)


def integer(meaning: str, *, required: bool = True, least: int | None = None, most: int | None = None) -> Field:
    return Field("integer", meaning, required, (), least, most)


def boolean(meaning: str, *, required: bool = False) -> Field:
    return Field("boolean", meaning, required)


def integers(meaning: str, *, required: bool = True, least: int | None = None) -> Field:
    return Field("list of integers", meaning, required, (), least)


def dates(meaning: str, *, required: bool = False) -> Field:
    return Field("list of dates", meaning, required)


def rule(
    name: str, *, summary: str, fields: Mapping[str, Field | str], returns: Mapping[str, str], example: Example
) -> Callable[[Calculation], Calculation]:
    """Registers a function of keyword arguments under a name; a field given as a string is a required text."""

    def register(calculation: Calculation) -> Calculation:
        if name in _RULES and _RULES[name].calculation.__qualname__ != calculation.__qualname__:
            raise ValueError(f"two rules are named {name}")
        whole = {key: text(each) if isinstance(each, str) else each for key, each in fields.items()}
        _RULES[name] = Rule(name, summary, whole, returns, example, calculation)
        return calculation

    return register


def run(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a rule. Raises RuleInputError on an unknown rule or field, a missing one or a wrong type."""
    found = _RULES.get(name)
    if found is None:
        raise RuleInputError(None, f"there is no rule {name}; the rules are {', '.join(sorted(_RULES))}")
    if not isinstance(data, Mapping):
        raise RuleInputError(None, "the input is one JSON object")
    for key in data:
        if key not in found.fields:
            raise RuleInputError(key, f"is no field of {name}; its fields are {', '.join(found.fields)}")
    values = {}
    for key, field in found.fields.items():
        if data.get(key) is not None:
            values[key] = field.read(key, data[key])
        elif field.required:
            raise RuleInputError(key, f"is missing ({field.type}): {field.meaning}")
    return found.calculation(**values)


def catalogue() -> list[dict[str, Any]]:
    """Every rule with its fields and example, by name, as plain JSON values."""
    return [
        {
            "name": each.name,
            "summary": each.summary,
            "fields": [_described(name, field) for name, field in each.fields.items()],
            "returns": dict(each.returns),
            "example": {"input": each.example[0], "output": each.example[1]},
        }
        for _, each in sorted(_RULES.items())
    ]


def _described(name: str, field: Field) -> dict[str, Any]:
    described = {"name": name, "type": field.type, "required": field.required, "meaning": field.meaning}
    return {**described, "choices": list(field.choices)} if field.choices else described


def _text(field: Field, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise RuleInputError(name, f"is a text, not {_kind(value)}")
    return value


def _choice(field: Field, name: str, value: Any) -> str:
    if value not in field.choices:
        raise RuleInputError(name, f"is one of {', '.join(field.choices)}")
    return str(value)


def _date(field: Field, name: str, value: Any) -> date:
    if not isinstance(value, str) or len(value) != 10:
        raise RuleInputError(name, "is a date written YYYY-MM-DD")
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise RuleInputError(name, f"{value} is no day of the calendar (YYYY-MM-DD)") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleInputError(name, f"is a day of the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _integer(field: Field, name: str, value: Any) -> int:
    if type(value) is not int:
        raise RuleInputError(name, f"is a whole number, not {_kind(value)}")
    if field.least is not None and value < field.least:
        raise RuleInputError(name, f"is at least {field.least}")
    if field.most is not None and value > field.most:
        raise RuleInputError(name, f"is at most {field.most}")
    return value


def _boolean(field: Field, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise RuleInputError(name, f"is true or false, not {_kind(value)}")
    return value


def _list_of(read: Callable[[Field, str, Any], Any]) -> Callable[[Field, str, Any], list[Any]]:
    def reader(field: Field, name: str, value: Any) -> list[Any]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise RuleInputError(name, f"is a list, not {_kind(value)}")
        return [read(field, f"{name}[{place}]", each) for place, each in enumerate(value)]

    return reader


def _kind(value: Any) -> str:
    names = {
        str: "a text",
        bool: "true or false",
        int: "a whole number",
        float: "a number with a point",
        list: "a list",
    }
    return names.get(type(value), "an object")


_READERS: dict[str, Callable[[Field, str, Any], Any]] = {
    "text": _text,
    "choice": _choice,
    "date": _date,
    "integer": _integer,
    "boolean": _boolean,
    "list of integers": _list_of(_integer),
    "list of dates": _list_of(_date),
}
