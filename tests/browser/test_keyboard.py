"""Without a mouse: the skip link, a visible focus, every control reached in the order of the page."""

from collections.abc import Callable
from typing import Any

import pytest

from .pages import NAMED
from .site import NARROW, WIDE, DemoSite

pytestmark = pytest.mark.browser

# What can be pressed or filled in, as the page shows it; one radio button stands for its group, as the Tab key has it.
MARK = """() => {
  const groups = new Set();
  let number = 0;
  for (const node of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (node.disabled || node.type === "hidden" || !node.checkVisibility({visibilityProperty: true})) continue;
    if (node.type === "radio") {
      const group = `${node.form?.id} ${node.name}`;
      const chosen = document.querySelector(`[name="${node.name}"]:checked`);
      if (groups.has(group) || (chosen && chosen !== node)) continue;
      groups.add(group);
    }
    node.dataset.tab = number++;
  }
  return number;
}"""
FOCUSED = """() => {
  const node = document.activeElement;
  const shows = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const box = node.getBoundingClientRect();
  return {
    number: node.dataset.tab ?? null,
    what: node.outerHTML.slice(0, 120),
    outlined: shows(node) || shows(node.closest("label, .search-line, .picture") ?? node),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
LOOKED_AT = ("home", "search", "listing", "login", "edit", "new-number", "mine", "review", "queue", "profile")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_it_reaches_every_control_and_shows_where_it_is(
    demo: DemoSite, visit: Callable[..., Any], signed_in: Callable[[str], Any], name: str, width: int
) -> None:
    place = NAMED[name]
    page = visit(width, storage_state=signed_in(place.role), reduced_motion="reduce")
    page.goto(place.url(demo, "en"))
    count = page.evaluate(MARK)

    seen, hidden = [], []
    for _press in range(count):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        seen.append(focused["number"])
        if not (focused["outlined"] and focused["inside"]):
            hidden.append(focused["what"])

    assert set(seen) >= {str(number) for number in range(count)}
    assert hidden == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_skips_to_the_content(demo: DemoSite, visit: Callable[..., Any], width: int) -> None:
    page = visit(width)
    page.goto(demo.url)

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    main = page.evaluate("document.activeElement.id")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.activeElement.closest('main') !== null")

    assert (skip, main, inside) == ("skip", "main", True)


def test_it_opens_the_menu_and_closes_it_without_script(demo: DemoSite, visit: Callable[..., Any]) -> None:
    page = visit(NARROW, java_script_enabled=False)
    page.goto(f"{demo.url}/en/")
    closed = page.is_visible("#places")

    page.locator(".menu-button").press("Enter")
    opened = page.is_visible("#places a >> nth=0")
    page.keyboard.press("Escape")

    assert (closed, opened, page.is_visible("#places")) == (False, True, False)
    page.locator(".menu-button").click()
    page.click("#places a >> nth=1")
    assert page.url == f"{demo.url}/en/listings/"
