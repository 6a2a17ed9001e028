"""Theme and text size without script, and what a person meets who opens the address of a button."""

import pytest
from django.test import Client

FORM = {"HTTP_REFERER": "http://testserver/en/search/?q=laser"}


@pytest.mark.parametrize(
    ("query", "theme", "text"),
    [("theme=dark", "dark", None), ("text=large", None, "large"), ("theme=", "", None), ("theme=blue", "", None)],
)
def test_it_keeps_a_known_look_and_forgets_any_other(client: Client, query: str, theme: str, text: str) -> None:
    answer = client.get(f"/look/?{query}", **FORM)

    kept = {name: morsel.value for name, morsel in answer.cookies.items()}
    assert kept == {name: value for name, value in (("theme", theme), ("text", text)) if value is not None}
    assert answer["Location"] == "/en/search/?q=laser"


@pytest.mark.parametrize("left", ["http://elsewhere.example/", "http://testserver//elsewhere.example/", "", "nonsense"])
def test_it_leads_nowhere_but_to_our_own_pages(client: Client, left: str) -> None:
    assert client.get("/look/?theme=dark", HTTP_REFERER=left)["Location"] == "/"


@pytest.mark.django_db
def test_it_shows_a_page_where_a_button_was_meant(cast, client: Client) -> None:
    client.force_login(cast.lin)

    answer = client.get("/en/listings/LS-AAAAAAA/withdraw/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address belongs to a button" in answer.content.decode()


def test_it_comes_back_to_the_page_that_held_the_form_when_the_session_was_lost(client: Client) -> None:
    page = "/en/listings/mine/?state=draft"

    answer = client.post("/en/listings/LS-AAAAAAA/withdraw/", HTTP_REFERER=f"http://testserver{page}")

    assert answer["Location"] == "/en/accounts/login/?next=%2Fen%2Flistings%2Fmine%2F%3Fstate%3Ddraft"


def test_it_never_takes_a_way_back_from_elsewhere(client: Client) -> None:
    answer = client.post("/listings/LS-AAAAAAA/withdraw/", HTTP_REFERER="https://elsewhere.example/listings/mine/")

    assert answer["Location"] == "/accounts/login/?next=%2Flistings%2FLS-AAAAAAA%2Fwithdraw%2F"


@pytest.mark.parametrize(("address", "coding"), [("/imprint/", "gzip"), ("/search/suggest/?q=a", None)])
def test_it_compresses_pages_and_nothing_else(client: Client, address: str, coding: str | None) -> None:
    answer = client.get(address, HTTP_ACCEPT_ENCODING="gzip, br")

    assert (answer.status_code, answer.get("Content-Encoding")) == (200, coding)
