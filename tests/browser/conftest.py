"""Chromium, the demo it looks at, and people who sign in with it as everybody does."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from marketplace.accounts.demo import create_demo_person, current_code
from marketplace.accounts.models import User
from tests.builders import Cast
from tests.conftest import find_chromium

from .site import DemoSite, demo_site, watch

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


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """One browser; its contexts are fresh profiles."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open a fresh profile at a width; what the browser objects to is kept in `page.complaints`."""
    contexts = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Any:
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return watch(page)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """The seeded demo, looked at and never changed. Workers of one run share its state; DEMO_VAR keeps it for the next."""
    base = tmp_path_factory.getbasetemp()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    kept = os.environ.get("DEMO_VAR")
    var = Path(kept).resolve() if kept else (base.parent if worker else base) / "demo"
    with demo_site(var, name=f"web{worker}") as site:
        yield site


@pytest.fixture(scope="package")
def signed_in(chromium: Any, demo: DemoSite) -> Callable[[str], dict[str, Any]]:
    """The cookies of a role of the demo, from one sign-in that all pages share; nothing for a visitor."""
    kept: dict[str, Any] = {"visitor": {"cookies": [], "origins": []}}

    def state_of(role: str) -> dict[str, Any]:
        if role not in kept:
            login = demo.login_of(role)
            context = chromium.new_context()
            page = context.new_page()
            enter(page, demo.url, login["login"], login["password"], login["totp_secret"] or "")
            kept[role] = context.storage_state()
            context.close()
        return kept[role]

    return state_of


@pytest.fixture
def people(transactional_db: Any) -> Cast:
    """The usual cast, on the real clock that the served pages have; the moderator carries an authenticator."""
    cast = Cast()
    assert cast.firm and cast.operator
    create_demo_person(cast.guan.email, PASSWORD, SECRET, full_name=cast.guan.full_name)
    return cast


def sign_in(page: Any, url: str, user: User, *, secret: str = "") -> None:
    """As one of the cast."""
    enter(page, url, user.email, PASSWORD, secret)


def enter(page: Any, url: str, login: str, password: str, secret: str) -> None:
    """Password, then the code of the authenticator where there is one."""
    if "/accounts/login/" not in page.url:
        page.goto(f"{url}/accounts/login/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.click("main form button.primary")
    if secret:
        page.wait_for_selector("[name=code]")
        page.fill("[name=code]", current_code(secret, at=time.time()))
        page.click("main form button.primary")
    page.wait_for_url(lambda address: "/login/" not in address and "/2fa/" not in address)
