"""What a first visit costs, counted by the browser: bytes as sent, requests, elements."""

from collections.abc import Callable
from typing import Any

import pytest

from .pages import NAMED
from .site import WIDE, DemoSite

pytestmark = pytest.mark.browser

SENT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map((entry) => ({name: new URL(entry.name).pathname, type: entry.initiatorType, sent: entry.transferSize}))"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["home", "search", "listings", "listing", "right"])
def test_it_is_light_on_the_first_visit(demo: DemoSite, visit: Callable[..., Any], name: str, language: str) -> None:
    page = visit(WIDE)

    page.goto(NAMED[name].url(demo, language), wait_until="networkidle")
    entries = [entry for entry in page.evaluate(SENT) if not entry["name"].startswith("/media/")]
    pictures = [entry for entry in entries if entry["type"] == "img"]
    sent = [entry["sent"] for entry in entries if entry not in pictures]

    assert pictures == []
    assert (len(sent) <= 6, sum(sent) <= 45_000) == (True, True), entries
    assert min(sent) > 0
    assert page.evaluate("document.querySelectorAll('*').length") <= (600 if name == "search" else 800)
