"""Chromium, and people who sign in with it as everybody does."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from marketplace.accounts.demo import create_demo_person, current_code
from marketplace.accounts.models import User
from tests.builders import Cast
from tests.conftest import find_chromium

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"
LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A browser; its contexts are fresh profiles."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Callable[..., Any]:
    """Open a fresh profile at a width; errors of its console are kept in `page.complaints`."""

    def open_page(width: int = 1280, height: int = 900) -> Any:
        page = chromium.new_context(viewport={"width": width, "height": height}).new_page()
        page.set_default_timeout(15_000)
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    return open_page


@pytest.fixture
def people(transactional_db: Any) -> Cast:
    """The usual cast, on the real clock that the served pages have; the moderator carries an authenticator."""
    cast = Cast()
    assert cast.firm and cast.operator
    create_demo_person(cast.guan.email, PASSWORD, SECRET, full_name=cast.guan.full_name)
    return cast


def sign_in(page: Any, url: str, user: User, *, secret: str = "") -> None:
    """Password, then the code of the authenticator where there is one."""
    if "/accounts/login/" not in page.url:
        page.goto(f"{url}/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.primary")
    if secret:
        page.wait_for_selector("[name=code]")
        page.fill("[name=code]", current_code(secret, at=time.time()))
        page.click("main form button.primary")
    page.wait_for_url(lambda address: "/login/" not in address and "/2fa/" not in address)


def overflow(page: Any) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
