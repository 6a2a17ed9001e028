"""The registry of calculations, and the worked examples of the kernel's own."""

import json
from typing import Any

import pytest

from marketplace.core import calculations, rules
from marketplace.core.rules import RuleInputError

KERNEL_RULES = ("working-days", "working-days-between", "add-months", "split-shares", "half-up", "money")


@pytest.fixture
def plain_rule(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(rules, "_RULES", {})

    @rules.rule(
        "plain",
        summary="Gives back what it was given.",
        fields={
            "name": "a name",
            "on": rules.iso_date("a day", required=False),
            "count": rules.integer("a count", required=False, least=1, most=9),
            "flag": rules.boolean("a flag"),
            "side": rules.choice("a side", "left", "right", required=False),
            "amounts": rules.integers("amounts", required=False),
        },
        returns={"name": "the name"},
        example=({"name": "a"}, {"name": "a"}),
    )
    def plain(**given: Any) -> dict[str, Any]:
        return {key: str(value) for key, value in given.items()}

    return "plain"


def test_hands_over_only_what_was_given_and_reads_dates(plain_rule: str) -> None:
    assert rules.run(plain_rule, {"name": "a", "on": "2026-11-24", "count": None}) == {"name": "a", "on": "2026-11-24"}


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({}, "name", "is missing (text): a name"),
        ({"name": 5}, "name", "is a text, not a whole number"),
        ({"name": "a", "nmae": 1}, "nmae", "is no field of plain; its fields are name, on, count, flag, side, amounts"),
        ({"name": "a", "on": "2026-02-30"}, "on", "2026-02-30 is no day of the calendar (YYYY-MM-DD)"),
        ({"name": "a", "on": "20260230"}, "on", "is a date written YYYY-MM-DD"),
        ({"name": "a", "count": 1.5}, "count", "is a whole number, not a number with a point"),
        ({"name": "a", "count": True}, "count", "is a whole number, not true or false"),
        ({"name": "a", "count": 0}, "count", "is at least 1"),
        ({"name": "a", "count": 10}, "count", "is at most 9"),
        ({"name": "a", "flag": "yes"}, "flag", "is true or false, not a text"),
        ({"name": "a", "side": "up"}, "side", "is one of left, right"),
        ({"name": "a", "amounts": "12"}, "amounts", "is a list, not a text"),
        ({"name": "a", "amounts": [1, "2"]}, "amounts[1]", "is a whole number, not a text"),
    ],
)
def test_names_the_field_and_what_is_wrong(plain_rule: str, data: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(RuleInputError) as caught:
        rules.run(plain_rule, data)

    assert (caught.value.field, caught.value.message) == (field, message)


def test_names_the_rules_there_are(plain_rule: str) -> None:
    with pytest.raises(RuleInputError, match="there is no rule plane; the rules are plain"):
        rules.run("plane", {})


def test_refuses_input_that_is_no_object(plain_rule: str) -> None:
    with pytest.raises(RuleInputError, match="one JSON object"):
        rules.run(plain_rule, ["a"])


def test_refuses_two_rules_of_one_name(plain_rule: str) -> None:
    with pytest.raises(ValueError, match="two rules are named plain"):
        rules.rule("plain", summary="", fields={}, returns={}, example=({}, {}))(lambda: {})


@pytest.mark.parametrize("name", KERNEL_RULES)
def test_answers_the_worked_example(name: str) -> None:
    assert calculations
    described = next(each for each in rules.catalogue() if each["name"] == name)

    assert rules.run(name, described["example"]["input"]) == described["example"]["output"]
    assert {field["name"] for field in described["fields"]} >= set(described["example"]["input"])
    assert set(described["returns"]) == set(described["example"]["output"])


def test_describes_itself_in_plain_json() -> None:
    assert json.loads(json.dumps(rules.catalogue())) == rules.catalogue()


def test_takes_dated_calendar_data_as_input() -> None:
    data = {"start": "2026-12-31", "days": 1, "holidays": ["2027-01-01"], "published_years": [2027]}

    assert rules.run("working-days", data) == {"on": "2027-01-04", "provisional": False}


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("money", {"text": "48万5"}, "text"),
        ("split-shares", {"total": 1, "weights": [0]}, "weights"),
        ("working-days-between", {"start": "1900-01-01", "end": "2026-01-01"}, "end"),
        ("add-months", {"start": "2201-01-01", "months": 12}, "start"),
    ],
)
def test_refuses_what_the_rule_cannot_answer(name: str, data: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleInputError) as caught:
        rules.run(name, data)

    assert caught.value.field == field
