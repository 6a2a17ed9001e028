"""`manage.py calculate`: figures that anybody can check, as JSON."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def calculate(*words):
    out = io.StringIO()
    try:
        call_command("calculate", *words, stdout=out)
    except CommandError as error:
        return json.loads(out.getvalue()), str(error)
    return json.loads(out.getvalue()), ""


def test_it_tells_every_rule_with_its_fields_and_an_example_that_holds():
    catalogue, _error = calculate("--list")

    names = {rule["name"] for rule in catalogue}
    assert {"annuity", "patent-term", "trademark-term", "patent-application-number", "uscc", "working-days"} <= names
    for rule in catalogue:
        assert all(field["meaning"] for field in rule["fields"]), rule["name"]
        answer, _error = calculate(rule["name"], json.dumps(rule["example"]["input"]))
        assert answer == json.loads(json.dumps(rule["example"]["output"], default=str)), rule["name"]


@pytest.mark.parametrize(
    ("given", "total", "surcharge"),
    [
        # Year 13 of a patent granted in its third year: the ten reduced annuities are over; the third month costs 10 %.
        ({"kind": "invention", "filed_on": "2014-06-13", "granted_on": "2016-08-24", "year": 13,
          "reduction": "single", "paid_on": "2026-08-14"}, 660000, 60000),
        # The month's last day still belongs to it.
        ({"kind": "invention", "filed_on": "2014-06-13", "granted_on": "2016-08-24", "year": 13,
          "paid_on": "2026-08-13"}, 630000, 30000),
        # Several applicants pay 30 % of 1,200 yuan.
        ({"kind": "design", "filed_on": "2020-03-10", "granted_on": "2020-10-10", "year": 7,
          "reduction": "joint"}, 36000, 0),
        # One pays 15 % of 900 yuan, and the surcharge counts on the full annuity.
        ({"kind": "utility_model", "filed_on": "2022-01-10", "granted_on": "2022-09-10", "year": 5,
          "reduction": "single", "paid_on": "2026-02-20"}, 13500 + 4500, 4500),
    ],
)  # fmt: skip
def test_an_annuity_costs_what_the_table_says(given, total, surcharge):
    answer, _error = calculate("annuity", json.dumps(given))

    assert (answer["amount"]["total"], answer["amount"]["surcharge"]) == (total, surcharge)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("annuity", "{oops"), "no JSON"),
        (("annuity", '{"kind": "invention", "filed_on": "soon"}'), "filed_on"),
        (("no-such", "{}"), "there is no rule no-such"),
    ],
)
def test_a_refusal_is_json_too_and_fails(words, reason):
    answer, error = calculate(*words)

    assert set(answer) == {"rule", "error"}
    assert reason in answer["error"]
    assert error.startswith("refused: ")
