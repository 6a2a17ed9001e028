"""What holders and moderators type: prices, modes, terms and reasons."""

from typing import Any

import pytest
from django.utils import translation

from marketplace.core.forms import PercentField, plain_amount
from marketplace.listings.forms import DeclareForm, DraftForm, EditForm, NumberForm, ReturnForm
from marketplace.listings.models import Industry
from marketplace.rights.identifiers import parse_number
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def typed(form: EditForm, **changes: Any) -> dict[str, Any]:
    """What a browser sends back for a form, with some fields typed over."""
    data = {field.html_name: "" if field.value() is None else field.value() for field in form}
    data = {name: value for name, value in data.items() if value is not False}
    return {**data, **changes}


def test_it_needs_three_inputs_for_a_draft() -> None:
    form = DraftForm({"modes": ["sale"], "price_kind": "negotiable"})

    assert form.is_valid()
    assert form.fields_of_listing() == {
        "price_kind": "negotiable",
        "price_amount": None,
        "price_to_amount": None,
        "currency": "CNY",
    }


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("48 万", 48_000_000),
        ("480,000", 48_000_000),
        ("４８０，０００元", 48_000_000),
        ("1.2亿", 12_000_000_000),
        ("99.5", 9_950),
    ],
)
def test_it_reads_a_price_in_the_spellings_of_the_trade(text: str, fen: int) -> None:
    form = DraftForm({"modes": ["sale"], "price_kind": "fixed", "price_amount": text})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["price_amount"] == fen


def test_it_reads_yen_without_decimals() -> None:
    form = DraftForm({"modes": ["sale"], "price_kind": "fixed", "price_amount": "500 万", "currency": "JPY"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["price_amount"] == 5_000_000


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"price_kind": "fixed"}, "price_amount", "Enter the price"),
        ({"price_kind": "fixed", "price_amount": "0"}, "price_amount", "above zero"),
        ({"price_kind": "fixed", "price_amount": "a lot"}, "price_amount", "does not belong"),
        ({"price_kind": "fixed", "price_amount": "1.5", "currency": "JPY"}, "price_amount", "decimal places"),
        ({"price_kind": "fixed", "price_amount": "US$ 5000"}, "price_amount", "another currency"),
        ({"price_kind": "range", "price_amount": "5万"}, "price_to_amount", "upper price"),
        (
            {"price_kind": "range", "price_amount": "5万", "price_to_amount": "4万"},
            "price_to_amount",
            "above the lower",
        ),
        ({"price_kind": "auction"}, "price_kind", "valid choice"),
        ({}, "price_kind", "Choose how"),
    ],
)
def test_it_says_beside_the_field_what_is_wrong_with_a_price(data: dict[str, str], field: str, words: str) -> None:
    form = DraftForm({"modes": ["sale"], **data})

    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_it_passes_over_figures_where_the_price_is_negotiable() -> None:
    form = DraftForm({"modes": ["sale"], "price_kind": "negotiable", "price_amount": "abc"})

    assert form.is_valid()
    assert form.cleaned_data["price_amount"] is None


def test_it_refuses_an_exclusive_licence_beside_an_open_one() -> None:
    form = DraftForm({"modes": ["open_licence", "exclusive_licence"], "price_kind": "negotiable"})

    assert "Patent Law 51" in form.errors["modes"][0]


def test_it_puts_modes_in_the_order_of_the_trade() -> None:
    form = DraftForm({"modes": ["ordinary_licence", "sale"], "price_kind": "negotiable"})

    assert form.is_valid()
    assert form.cleaned_data["modes"] == ["sale", "ordinary_licence"]


@pytest.mark.parametrize(("text", "points"), [("3", 300), ("2.5%", 250), ("３％", 300), ("", None)])
def test_it_reads_a_share_in_basis_points(text: str, points: int | None) -> None:
    assert PercentField(required=False).clean(text) == points


@pytest.mark.parametrize("text", ["0", "101", "x", "1.234"])
def test_it_refuses_a_share_outside_the_whole(text: str) -> None:
    form = type("Shares", (NumberForm,), {"share": PercentField()})({"number": "1", "share": text})

    assert "between 0 and 100" in form.errors["share"][0]


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(48_000_000, "CNY", "480,000"), (9_950, "CNY", "99.50"), (5_000_000, "JPY", "5,000,000"), (None, "CNY", "")],
)
def test_it_shows_an_amount_as_an_editor_meets_it_again(minor: int | None, currency: str, text: str) -> None:
    assert plain_amount(minor, currency) == text


@pytest.mark.parametrize(
    ("number", "is_asked"),
    [("201410264351.3", False), ("12345678", False), ("CN104028716A", False), ("WO2020123456", True)],
)
def test_it_asks_the_kind_only_where_the_number_does_not_tell(number: str, is_asked: bool) -> None:
    hint = "trademark" if number == "12345678" else None

    form = DeclareForm({}, number=parse_number(number, kind=hint), owner="")

    assert ("right_kind" in form.errors) == is_asked


class TestEditing:
    """The page on which a listing says everything."""

    def test_it_gives_back_what_is_stored(self, cast: Any) -> None:
        listing = builders.draft(
            cast.right,
            by=cast.holder,
            modes=["sale", "ordinary_licence"],
            price_kind="fixed",
            price_amount=48_000_000,
            maturity=7,
        )

        form = EditForm(typed(EditForm(listing=listing)), listing=listing)

        assert form.is_valid(), form.errors
        stored = {name: getattr(listing, name) for name in form.changes()}
        assert form.changes() == stored
        assert [(term["mode"], term["price_kind"], term["amount"]) for term in form.terms()] == [
            ("sale", "fixed", 48_000_000),
            ("ordinary_licence", "negotiable", None),
        ]

    def test_it_takes_the_terms_of_each_mode(self, cast: Any) -> None:
        listing = builders.draft(cast.right, by=cast.holder)
        data = typed(
            EditForm(listing=listing),
            modes=["sale", "exclusive_licence"],
            price_kind="fixed",
            price_amount="48 万",
            exclusive_licence_price_kind="fixed",
            exclusive_licence_amount="8 万",
            exclusive_licence_is_yearly="on",
            exclusive_licence_royalty="3",
        )

        form = EditForm(data, listing=listing)

        assert form.is_valid(), form.errors
        assert form.terms()[1] == {
            "mode": "exclusive_licence",
            "price_kind": "fixed",
            "amount": 8_000_000,
            "amount_to": None,
            "is_yearly": True,
            "royalty_bp": 300,
        }

    def test_it_does_not_drop_a_figure_typed_for_the_first_mode(self, cast: Any) -> None:
        listing = builders.draft(cast.right, by=cast.holder)
        data = typed(EditForm(listing=listing), sale_price_kind="fixed", sale_amount="48 万")

        form = EditForm(data, listing=listing)

        assert "price above" in form.errors["sale_amount"][0]

    def test_it_names_industries_in_the_readers_language(self, cast: Any) -> None:
        Industry.objects.update_or_create(code="laser", defaults={"name": "激光", "name_en": "Laser"})
        listing = builders.draft(cast.right, by=cast.holder)

        english = str(EditForm(listing=listing)["industry"])
        with translation.override("zh-hans"):
            chinese = str(EditForm(listing=listing)["industry"])

        assert ">Laser<" in english and ">激光<" in chinese


def test_it_asks_a_moderator_for_at_least_one_reason() -> None:
    empty, given = ReturnForm({"reason_title": "  "}), ReturnForm({"reason_benefit": " 太笼统 "})

    assert not empty.is_valid() and "at least one" in empty.non_field_errors()[0]
    assert given.is_valid() and given.reasons() == {"benefit": "太笼统"}
