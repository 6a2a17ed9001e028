"""A holder posts a right from its number, a moderator approves it, and search finds it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from marketplace.listings.models import Listing
from tests.builders import Cast, draft

from .conftest import SECRET, sign_in
from .site import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = "ZL 2014 1 0264351.3"
TITLE_EN = "Laser cladding repair of mould copper plates"


def post_from_a_number(page: Any, base: str) -> str:
    """Number, mode, price; then what a buyer gains, preview, and in; the listing's reference."""
    page.goto(f"{base}/listings/new/")
    page.fill("[name=number]", NUMBER)
    page.click(".number-form button")
    page.check("[name=modes][value=sale]")
    page.check("[name=price_kind][value=negotiable]")
    page.click("form[method=post] button.primary >> nth=-1")
    page.wait_for_url("**/edit/")
    ref = page.url.split("/")[-3]
    page.fill("[name=benefit]", "修复一次可多浇三百炉，不必整块更换。")
    page.fill("[name=title_en]", TITLE_EN)
    page.fill("[name=benefit_en]", "One repair gives three hundred more heats.")
    assert overflow(page) == 0
    page.click("[name=preview]")
    page.wait_for_url("**/preview/")
    assert overflow(page) == 0
    page.click("form.hand-in button")
    page.wait_for_url("**/listings/mine/")
    assert overflow(page) == 0
    return ref


def approve_by_key(page: Any, base: str, ref: str) -> None:
    page.goto(f"{base}/listings/queue/")
    assert overflow(page) == 0
    page.click(f"tr[data-ref={ref}] a")
    page.wait_for_url(f"**/{ref}/review/")
    assert overflow(page) == 0
    page.keyboard.press("a")
    page.wait_for_url("**/listings/queue/")


@pytest.mark.journey
@pytest.mark.parametrize(("width", "prefix"), [(1280, ""), (320, "/en")])
def test_it_posts_approves_and_finds(
    visit: Callable[..., Any], live_server: Any, people: Cast, index: Any, width: int, prefix: str
) -> None:
    assert people.right
    index()
    base = f"{live_server.url}{prefix}"
    holder, moderator, visitor = visit(width), visit(width), visit(width)

    sign_in(holder, live_server.url, people.lin)
    ref = post_from_a_number(holder, base)
    sign_in(moderator, live_server.url, people.guan, secret=SECRET)
    approve_by_key(moderator, base, ref)
    index()

    assert Listing.objects.get(ref=ref).status == "published"
    for address in ("/search/?q=激光熔覆", "/en/search/?q=laser+cladding", f"/search/?q={NUMBER}", "/listings/"):
        visitor.goto(f"{live_server.url}{address}")
        assert visitor.locator(f"[data-results] [data-ref={ref}]").count() == 1, address
        assert overflow(visitor) == 0, address
    visitor.goto(f"{live_server.url}/en/listings/{ref}/")
    assert TITLE_EN in visitor.inner_text("h1")
    assert [holder.complaints, moderator.complaints, visitor.complaints] == [[], [], []]


def test_it_brings_back_what_was_typed_when_the_session_was_lost(
    visit: Callable[..., Any], live_server: Any, people: Cast
) -> None:
    listing = draft(people.right, by=people.holder, benefit="")
    page = visit()
    sign_in(page, live_server.url, people.lin)
    page.goto(f"{live_server.url}/listings/{listing.ref}/edit/")
    page.fill("[name=benefit]", "修复一次可多浇三百炉。")
    expect(page.locator(".save-state")).not_to_be_empty()
    page.context.clear_cookies(name="sessionid")

    page.click("[name=save]")
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, live_server.url, people.lin)

    page.wait_for_url(f"**/{listing.ref}/edit/")
    assert page.input_value("[name=benefit]") == "修复一次可多浇三百炉。"
    page.click("[name=save]")
    page.wait_for_selector(".notice.success")
    assert Listing.objects.get().benefit == "修复一次可多浇三百炉。"


def test_it_moves_through_the_queue_by_keys(visit: Callable[..., Any], live_server: Any, people: Cast) -> None:
    from marketplace.listings.actions import submit_listing

    first, second = (submit_listing(draft(people.right, by=people.holder), by=people.holder) for _each in range(2))
    page = visit()
    sign_in(page, live_server.url, people.guan, secret=SECRET)
    page.goto(f"{live_server.url}/listings/queue/")

    page.keyboard.press("n")
    page.wait_for_url(f"**/{first.ref}/review/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/{second.ref}/review/")
    page.keyboard.press("k")
    page.wait_for_url(f"**/{first.ref}/review/")
    page.keyboard.press("r")
    page.fill("[name=reason_benefit]", "请写明 a 批和 j 批各多浇多少炉")
    page.click("details.return form button")

    page.wait_for_url(f"**/{second.ref}/review/")
    assert Listing.objects.get(pk=first.pk).status == "returned"
