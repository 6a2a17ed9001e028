"""The worked example of every rule, and how a wrong input is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from marketplace.core import rules
from marketplace.core.rules import RuleInputError
from marketplace.rights import calculations, shipped_policies

pytestmark = pytest.mark.usefixtures("in_english")

RIGHTS_RULES = (
    "annuity",
    "annuity-schedule",
    "annuity-state",
    "drug-compensation",
    "ipc",
    "locarno",
    "nice",
    "number",
    "patent-application-number",
    "patent-term",
    "publication-number",
    "term-compensation",
    "trademark-number",
    "trademark-term",
    "uscc",
)


@pytest.mark.parametrize("name", RIGHTS_RULES)
def test_answers_the_worked_example(name: str) -> None:
    assert calculations
    described = next(each for each in rules.catalogue() if each["name"] == name)

    answer = rules.run(name, described["example"]["input"])

    assert answer == described["example"]["output"]
    assert json.loads(json.dumps(answer)) == answer
    assert set(described["returns"]) == set(answer)
    assert {field["name"] for field in described["fields"]} >= set(described["example"]["input"])


CASE = {"kind": "invention", "filed_on": "2014-06-13", "granted_on": "2016-08-24"}


@pytest.mark.parametrize(
    ("name", "data", "field", "message"),
    [
        (
            "patent-application-number",
            {"number": "201410264351.5"},
            "number",
            "The check digit, character 13, should be 3, not 5. Compare the digits before it as well.",
        ),
        ("publication-number", {"number": "CN404008308A"}, "number", "Digit 1 of a publication number is 1 for"),
        ("uscc", {"code": "91110000600037341K"}, "code", "should be L, not K"),
        ("ipc", {"symbol": "Y02E"}, "symbol", "no section Y"),
        ("number", {"number": "2.02E+12"}, "number", "shortened by a spreadsheet"),
        ("annuity", {**CASE, "year": 2}, "year", "annuities run from year 3 to 20"),
        ("annuity", {**CASE, "granted_on": "2014-01-01", "year": 3}, "granted_on", "is not before the filing"),
        ("annuity-schedule", {**CASE, "granted_on": "2034-06-13"}, "granted_on", "is within the term"),
        ("annuity-schedule", {**CASE, "policy_on": "1999-01-01"}, "policy_on", "no version of rights.annuity_fees"),
        ("trademark-term", {"registered_on": "2016-05-07", "policy_on": "2000-01-01"}, "policy_on", "no version"),
        (
            "patent-term",
            {"kind": "invention", "filed_on": "2014-06-13", "policy_on": "1990-01-01"},
            "policy_on",
            "no version",
        ),
    ],
)
def test_refuses_an_input_with_the_field_and_a_sentence(
    name: str, data: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(RuleInputError) as caught:
        rules.run(name, data)

    assert caught.value.field == field
    assert (
        message.replace(
            "Digit 1 of a publication number is 1 for", "Digit 1 of a publication number is 1 for inventions"
        )
        in caught.value.message
    )


def test_takes_the_policy_of_another_day() -> None:
    data = {**CASE, "reduction": "single", "year": 9}

    assert rules.run("annuity", data)["amount"]["fee"] == 30_000
    assert rules.run("annuity", {**data, "policy_on": "2017-01-01"})["amount"]["fee"] == 200_000


OUR_OWN = {"rights.ownership_days", "rights.powers_of_attorney"}


def test_ships_policies_that_follow_one_another_without_gap() -> None:
    entries = json.loads(Path(shipped_policies.__file__).with_name("policies.json").read_text("utf-8"))
    versions: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        assert set(entry) == {"key", "value", "valid_from", "valid_to", "legal_basis", "source", "confidence"}
        assert entry["confidence"] in {"S", "K"} or entry["key"] in OUR_OWN
        versions.setdefault(entry["key"], []).append(entry)

    assert set(versions) == {
        "rights.terms",
        "rights.annuity_fees",
        "rights.fee_reduction",
        "rights.annuity_surcharge",
        "rights.due_soon_days",
        *OUR_OWN,
        "rights.trademark_renewal",
    }
    for rows in versions.values():
        assert [row["valid_to"] for row in rows] == [*(row["valid_from"] for row in rows[1:]), None]
