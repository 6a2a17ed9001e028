"""Every page in both languages, narrow and wide, light and dark: it fits, nothing is objected to, and axe finds nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from .pages import PLACES, Place
from .site import NARROW, WIDE, DemoSite, overflow, watch

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """standards => axe.run({runOnly: {type: "tag", values: standards}, resultTypes: ["violations"]}).then(
  found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`)))"""
# What people see: words that were never translated, or a variable that came out raw.
LEFTOVERS = ("%(", "{{", "{%", "undefined", "Traceback")


@pytest.fixture(scope="module")
def contexts(chromium: Any, signed_in: Callable[[str], dict[str, Any]]) -> Iterator[Callable[[str], Any]]:
    """One profile for each role, kept for the module."""
    kept: dict[str, Any] = {}

    def of(role: str) -> Any:
        if role not in kept:
            kept[role] = chromium.new_context(
                storage_state=signed_in(role), viewport={"width": WIDE, "height": 900}, reduced_motion="reduce"
            )
        return kept[role]

    yield of
    for context in kept.values():
        context.close()


def violations(page: Any, width: int, scheme: str) -> list[str]:
    """What axe finds at a width in a theme."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    return [f"{width} {scheme} {found}" for found in page.evaluate(AXE, STANDARDS)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_it_fits_and_is_open_to_everybody(
    demo: DemoSite, contexts: Callable[[str], Any], place: Place, language: str
) -> None:
    page = watch(contexts(place.role).new_page())

    answer = page.goto(place.url(demo, language))
    page.evaluate(AXE_SCRIPT)
    wide = overflow(page)
    # Each language sees both widths and both themes; together the two see every pair.
    found = violations(page, WIDE, "light" if language == "zh" else "dark")
    found += violations(page, NARROW, "dark" if language == "zh" else "light")
    narrow = overflow(page)
    words = page.inner_text("body")
    page.close()

    assert answer.status == place.status
    assert (wide, narrow) == (0, 0)
    assert found == []
    expected = [] if place.status == 200 else [f"the server responded with a status of {place.status}"]
    assert [text for text in page.complaints if not any(known in text for known in expected)] == []
    # In English "None" may be an answer; in Chinese it is a missing value.
    assert [left for left in (*LEFTOVERS, *(["None"] if language == "zh" else [])) if left in words] == []
