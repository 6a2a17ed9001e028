"""A guest and a member ask, the holder answers, both read it, by the links of their mail; wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from marketplace.listings.models import Enquiry
from tests.builders import Cast
from tests.listings.enquiring import ANSWER, GUEST_MAIL, QUESTION, link_in, mails_to

from .conftest import sign_in
from .site import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Any:
    cache.clear()
    yield
    cache.clear()


def ask_as_guest(page: Any, base: str, ref: str) -> None:
    """From the listing's own button to the page that says to look into the mail."""
    page.goto(f"{base}/listings/{ref}/")
    assert overflow(page) == 0
    page.click(".terms-act")
    page.wait_for_url("**/ask/")
    assert overflow(page) == 0
    page.fill("[name=text]", QUESTION)
    page.fill("[name=email]", GUEST_MAIL)
    # Nobody types a question in less than three seconds: the form asks again for what comes sooner.
    page.wait_for_timeout(3200)
    page.click("main form.form button.primary")
    page.wait_for_selector("section.empty h1")
    assert overflow(page) == 0


def answer_in_the_inbox(page: Any, base: str) -> None:
    page.goto(f"{base}/enquiries/")
    assert overflow(page) == 0
    page.click(".threads li.unread h2 a")
    page.wait_for_selector(".conversation")
    assert overflow(page) == 0
    assert QUESTION in page.inner_text(".conversation")
    page.fill("[name=text]", ANSWER)
    page.click("#reply button.primary")
    page.wait_for_selector(".conversation .own")


@pytest.mark.journey
@pytest.mark.parametrize(("width", "prefix"), [(1280, ""), (320, "/en")])
def test_a_guest_asks_and_is_answered(
    visit: Callable[..., Any], live_server: Any, people: Cast, width: int, prefix: str
) -> None:
    listing, base = people.listing, f"{live_server.url}{prefix}"
    guest, holder = visit(width), visit(width)

    ask_as_guest(guest, base, listing.ref)
    guest.goto(live_server.url + link_in(mails_to(GUEST_MAIL)[-1]))
    assert overflow(guest) == 0
    assert not Enquiry.objects.exists()
    guest.click("main form button.primary")
    guest.wait_for_selector(".conversation")
    sign_in(holder, live_server.url, people.lin)
    answer_in_the_inbox(holder, base)
    guest.goto(live_server.url + link_in(mails_to(GUEST_MAIL)[-1]))

    assert ANSWER in guest.inner_text(".conversation")
    assert overflow(guest) == 0
    assert GUEST_MAIL not in holder.content()
    assert Enquiry.objects.get().status == "answered"
    assert [guest.complaints, holder.complaints] == [[], []]


@pytest.mark.journey
@pytest.mark.parametrize(("width", "prefix"), [(1280, ""), (320, "/en")])
def test_a_member_asks_is_answered_and_shows_who_they_are(
    visit: Callable[..., Any], live_server: Any, people: Cast, width: int, prefix: str
) -> None:
    listing, base = people.listing, f"{live_server.url}{prefix}"
    buyer, holder = visit(width), visit(width)

    sign_in(buyer, live_server.url, people.xin)
    buyer.goto(f"{base}/listings/{listing.ref}/ask/")
    buyer.fill("[name=text]", QUESTION)
    buyer.click("main form.form button.primary")
    buyer.wait_for_selector(".conversation .own")
    sign_in(holder, live_server.url, people.lin)
    answer_in_the_inbox(holder, base)
    hidden = holder.content()
    buyer.goto(f"{base}/enquiries/")
    buyer.click(".threads li.unread h2 a")
    buyer.wait_for_selector(".conversation")
    assert ANSWER in buyer.inner_text(".conversation")
    buyer.click(".notice a.button")
    buyer.wait_for_url("**/reveal/")
    assert overflow(buyer) == 0
    buyer.click("main form button.primary")
    buyer.wait_for_selector(".conversation")
    holder.reload()

    assert people.xin.full_name not in hidden
    assert people.xin.full_name in holder.inner_text("main")
    assert [buyer.complaints, holder.complaints] == [[], []]
