"""Rules of numbers and class symbols for `manage.py calculate`."""

from datetime import date
from typing import Any

from marketplace.core.rules import RuleInputError, choice, iso_date, rule

from . import classification
from .identifiers import (
    CN_APPLICATION,
    CN_PUBLICATION,
    CN_TRADEMARK,
    PATENT,
    TRADEMARK,
    Identifier,
    InvalidIdentifier,
    candidates,
    parse_number,
    parse_uscc,
)
from .refusals import sentence

_RETURNS = {
    "canonical": "the only stored spelling",
    "slug": "its part of the address /rights/<slug>/",
    "scheme": "what kind of number it is",
    "kind": "the kind of right where the number shows it, else null",
    "year": "the year of filing where the number shows it, else null",
}
_AN_APPLICATION = {
    "canonical": "201410264351.3",
    "slug": "cn-patent-201410264351.3",
    "scheme": "cn-application",
    "kind": "invention",
    "year": 2014,
}


def _refused(field: str, error: InvalidIdentifier) -> RuleInputError:
    return RuleInputError(field, sentence(error))


def _answer(found: Identifier) -> dict[str, Any]:
    return {name: getattr(found, name) for name in _RETURNS}


def _parsed(number: str, kind: str | None = None, on: date | None = None) -> Identifier:
    try:
        return parse_number(number, kind=kind, on=on)
    except InvalidIdentifier as error:
        raise _refused("number", error) from error


@rule(
    "number",
    summary="What a number in any spelling may mean, likeliest first.",
    fields={
        "number": "the number as typed",
        "kind": choice("patent or trademark where it is known", PATENT, TRADEMARK, required=False),
    },
    returns={"candidates": "a list of readings, each with canonical, slug, scheme, kind and year"},
    example=({"number": "ZL 2014 1 0264351.3"}, {"candidates": [_AN_APPLICATION]}),
)
def number(number: str, kind: str | None = None) -> dict[str, Any]:
    try:
        return {"candidates": [_answer(each) for each in candidates(number, kind=kind)]}
    except InvalidIdentifier as error:
        raise _refused("number", error) from error


@rule(
    "patent-application-number",
    summary="A Chinese patent application number with its check digit (ZC 0006-2003; domain 6.1).",
    fields={
        "number": "8 or 12 digits, with or without ZL, CN, dot and check digit",
        "on": iso_date("the day that bounds the year of filing", required=False),
    },
    returns=_RETURNS,
    example=({"number": "zl 2014 1 0264351"}, _AN_APPLICATION),
)
def patent_application_number(number: str, on: date | None = None) -> dict[str, Any]:
    return _answer(_parsed(number, CN_APPLICATION, on))


@rule(
    "publication-number",
    summary="A Chinese publication or grant number, its kind code checked against type and era (ZC 0007, 0008).",
    fields={"number": "7, 8 or 9 digits and the kind code"},
    returns=_RETURNS,
    example=(
        {"number": "cn 104008308 a"},
        {
            "canonical": "CN104008308A",
            "slug": "cn-patent-CN104008308A",
            "scheme": "cn-publication",
            "kind": "invention",
            "year": None,
        },
    ),
)
def publication_number(number: str) -> dict[str, Any]:
    return _answer(_parsed(number, CN_PUBLICATION))


@rule(
    "trademark-number",
    summary="A trademark number, divisional letters, Madrid registrations and the class included (domain 6.3).",
    fields={"number": "5 to 8 digits, with G for Madrid, and the class where one is meant"},
    returns={**_RETURNS, "nice_class": "the class, else null"},
    example=(
        {"number": "第12345678号 第9类"},
        {
            "canonical": "12345678-9",
            "slug": "cn-tm-12345678-9",
            "scheme": "cn-trademark",
            "kind": None,
            "year": None,
            "nice_class": 9,
        },
    ),
)
def trademark_number(number: str) -> dict[str, Any]:
    found = _parsed(number, CN_TRADEMARK)
    return {**_answer(found), "nice_class": found.nice_class}


def _symbol(symbol: str, scheme: str | None) -> dict[str, Any]:
    try:
        found = classification.parse_symbol(symbol, scheme=scheme)
    except InvalidIdentifier as error:
        raise _refused("symbol", error) from error
    return {
        "canonical": found.canonical,
        "prefixes": list(found.prefixes),
        "zh": classification.label(found.scheme, found.canonical, "zh"),
        "en": classification.label(found.scheme, found.canonical, "en"),
    }


_SYMBOL_RETURNS = {
    "canonical": "the only stored spelling",
    "prefixes": "its ancestors, widest first, and itself",
    "zh": "the short Chinese name of its section or class, null where we have none",
    "en": "the same in English",
}


@rule(
    "ipc",
    summary="A symbol of the International Patent Classification, in any spelling (domain 6.4).",
    fields={"symbol": "a section, class, subclass, main group or subgroup"},
    returns=_SYMBOL_RETURNS,
    example=(
        {"symbol": "A01B33/08(2006.01)I;"},
        {
            "canonical": "A01B 33/08",
            "prefixes": ["A", "A01", "A01B", "A01B 33/00", "A01B 33/08"],
            "zh": "农业；畜牧；渔猎",
            "en": "Agriculture; husbandry; fishing",
        },
    ),
)
def ipc(symbol: str) -> dict[str, Any]:
    return _symbol(symbol, classification.IPC)


@rule(
    "locarno",
    summary="A Locarno class or subclass of designs (domain 6.5).",
    fields={"symbol": "two digits, or two and two"},
    returns=_SYMBOL_RETURNS,
    example=(
        {"symbol": "LOC(14) Cl. 06-01"},
        {"canonical": "06-01", "prefixes": ["06", "06-01"], "zh": "家具；家居用品", "en": "Furnishing"},
    ),
)
def locarno(symbol: str) -> dict[str, Any]:
    return _symbol(symbol, classification.LOCARNO)


@rule(
    "nice",
    summary="A Nice class from 1 to 45, or a Chinese similar group of four digits (domain 6.6).",
    fields={"symbol": "a class or a group"},
    returns=_SYMBOL_RETURNS,
    example=(
        {"symbol": "第9类"},
        {"canonical": "9", "prefixes": ["9"], "zh": "科学仪器", "en": "Scientific, electronic apparatus"},
    ),
)
def nice(symbol: str) -> dict[str, Any]:
    digits = sum(each.isdigit() for each in symbol)
    return _symbol(symbol, classification.NICE_GROUP if digits == 4 else classification.NICE)


@rule(
    "uscc",
    summary="A unified social credit code and its check digits (GB 32100-2015, GB 11714; domain 6.7).",
    fields={"code": "18 characters"},
    returns={
        "canonical": "the code",
        "authority": "its first character",
        "region": "its six digits of region",
        "organisation_code": "its nine characters of GB 11714",
        "warnings": "organisation_check where the inner check digit fails, which real codes do",
    },
    example=(
        {"code": "91110000600037341l"},
        {
            "canonical": "91110000600037341L",
            "authority": "9",
            "region": "110000",
            "organisation_code": "600037341",
            "warnings": [],
        },
    ),
)
def uscc(code: str) -> dict[str, Any]:
    try:
        found = parse_uscc(code)
    except InvalidIdentifier as error:
        raise _refused("code", error) from error
    return {
        "canonical": found.canonical,
        "authority": found.authority,
        "region": found.region,
        "organisation_code": found.organisation_code,
        "warnings": list(found.warnings),
    }
