"""Everything a visitor and a holder need works in a browser that runs no script."""

from collections.abc import Callable
from typing import Any

import pytest

from .pages import NAMED
from .site import NARROW, WIDE, DemoSite, overflow

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(WIDE, "zh"), (NARROW, "en")], ids=["wide-zh", "narrow-en"])
def plain(visit: Callable[..., Any], demo: DemoSite, request: pytest.FixtureRequest) -> tuple[Any, str]:
    """A page without script, and the address of the site in its language."""
    width, language = request.param
    return visit(width, java_script_enabled=False), demo.url + ("/en" if language == "en" else "")


def test_it_searches_filters_sorts_and_pages(plain: tuple[Any, str]) -> None:
    page, base = plain
    page.goto(f"{base}/")
    page.fill("[name=q]", "激光")
    page.press("[name=q]", "Enter")
    total = int(page.get_attribute("[data-results]", "data-total"))
    filters = page.locator(".facets > summary")
    if filters.is_visible():
        filters.click()
    value = page.locator("label[data-facet=mode]").first
    count = int(value.get_attribute("data-count"))

    value.locator("input").check()
    page.click(".facets-apply button")
    narrowed = int(page.get_attribute("[data-results]", "data-total"))
    page.click(".chips a >> nth=0")

    assert 0 < count == narrowed < total
    assert int(page.get_attribute("[data-results]", "data-total")) == total
    first = page.get_attribute("[data-ref]", "data-ref")
    page.click(".pager a[rel=next]")
    assert page.get_attribute("[data-ref]", "data-ref") != first
    page.click(".pager a[rel=prev]")
    assert page.get_attribute("[data-ref]", "data-ref") == first


def test_it_changes_language_on_the_spot(plain: tuple[Any, str]) -> None:
    page, base = plain
    page.goto(f"{base}/search/?q=激光&sort=newest")
    total = page.get_attribute("[data-results]", "data-total")
    before = page.get_attribute("html", "lang")

    page.click(".other-language")

    assert page.get_attribute("html", "lang") != before
    assert page.input_value("[name=q]") == "激光"
    assert page.get_attribute("[data-results]", "data-total") == total


def test_it_keeps_theme_and_text_size(plain: tuple[Any, str]) -> None:
    page, base = plain
    page.goto(f"{base}/search/?q=激光")

    page.click(".theme-buttons [value=dark]")
    page.click(".theme-buttons [value=large]")

    assert page.url.endswith("/search/?q=%E6%BF%80%E5%85%89")
    assert (page.get_attribute("html", "data-theme"), page.get_attribute("html", "data-text")) == ("dark", "large")
    assert overflow_without_script(page) == 0
    page.click(".theme-buttons [name=theme][value='']")
    assert page.get_attribute("html", "data-theme") is None


def overflow_without_script(page: Any) -> int:
    """How far the widest block of the page reaches over the window's edge."""
    width = page.viewport_size["width"]
    boxes = [box.bounding_box() for box in page.locator("header, main, footer, main > *").all()]
    return max(0, *(round(box["x"] + box["width"]) - width for box in boxes if box))


def test_it_shows_the_form_to_post_with(
    demo: DemoSite, visit: Callable[..., Any], signed_in: Callable[[str], Any]
) -> None:
    page = visit(NARROW, java_script_enabled=False, storage_state=signed_in("university"))
    page.goto(f"{demo.url}/listings/new/")
    page.fill("[name=number]", "2014102643513")
    page.click(".number-form button")
    page.check("[name=modes][value=sale]")
    page.check("[name=price_kind][value=fixed]")
    for asked in page.locator("form[method=post].form input[required]:not([type=radio], [type=checkbox])").all():
        asked.fill(asked.input_value() or "激光熔覆修复方法")

    page.click("form[method=post].form button.primary")

    assert page.locator(".error-summary a").count() > 0
    assert page.is_checked("[name=modes][value=sale]")


def test_it_signs_in_with_both_steps(demo: DemoSite, visit: Callable[..., Any]) -> None:
    from .conftest import enter

    login = demo.login_of("second_moderator")
    page = visit(WIDE, java_script_enabled=False)

    enter(page, demo.url, login["login"], login["password"], login["totp_secret"])
    page.goto(NAMED["queue"].url(demo))

    assert page.locator("tr[data-ref]").count() > 0


def test_it_measures_what_overflows(demo: DemoSite, visit: Callable[..., Any]) -> None:
    page = visit(NARROW)
    page.goto(demo.url)

    page.evaluate("document.querySelector('main').append(Object.assign(document.createElement('div'), {id: 'wide'}))")
    page.evaluate("Object.assign(document.querySelector('#wide').style, {inlineSize: '999px', blockSize: '9px'})")

    assert overflow(page) > 600
