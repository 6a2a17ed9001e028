"""Passkeys in a real browser: set up, used alone to sign in, and used as a second step."""

from collections.abc import Iterator
from typing import Any

import pytest

from marketplace.accounts.models import User
from tests.conftest import find_chromium

from . import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A key in the device that has recognised its owner.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A fresh profile; everything the page's console complains of is kept in `page.complaints`."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=LAUNCH)
        page = browser.new_context(locale="en").new_page()
        page.set_default_timeout(15_000)
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        yield page
        browser.close()


@pytest.fixture
def keys(page: Any) -> Any:
    """The browser's virtual authenticator; call it to let the next ceremony fail."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    def recognise(is_owner: bool) -> None:
        verified = {"authenticatorId": added["authenticatorId"], "isUserVerified": is_owner}
        session.send("WebAuthn.setUserVerified", verified)

    return recognise


def sign_in(page: Any, url: str, user: User) -> None:
    page.goto(f"{url}/en/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", people.PASSWORD)
    page.click(".form button.primary")


def sign_out(page: Any, url: str) -> None:
    page.goto(f"{url}/en/accounts/logout/")
    page.click("main button.primary")


def add_passkey(page: Any, url: str) -> None:
    page.goto(f"{url}/en/accounts/2fa/webauthn/add/")
    page.click("#passkey_add")
    page.wait_for_url("**/recovery-codes/")


def test_signs_in_with_a_passkey_alone(live_server: Any, page: Any, keys: Any) -> None:
    user = people.person(language="en")
    people.organization(user, kind="bank")
    sign_in(page, live_server.url, user)
    page.wait_for_url("**/accounts/2fa/**")
    add_passkey(page, live_server.url)
    sign_out(page, live_server.url)

    page.goto(f"{live_server.url}/en/accounts/login/?next=/en/accounts/members/")
    page.click("#passkey_login")
    page.wait_for_url(f"{live_server.url}/en/accounts/members/")

    assert page.locator("text=Invite somebody").count() == 1
    assert page.complaints == []


def test_uses_a_passkey_as_the_second_step(live_server: Any, page: Any, keys: Any) -> None:
    user = people.person(language="en")
    sign_in(page, live_server.url, user)
    page.wait_for_url("**/dashboard/")
    add_passkey(page, live_server.url)
    sign_out(page, live_server.url)
    sign_in(page, live_server.url, user)
    page.wait_for_url("**/2fa/authenticate/")

    page.click("#passkey_confirm")
    page.wait_for_url("**/dashboard/")

    assert page.complaints == []


def test_says_what_to_do_when_the_device_refuses(live_server: Any, page: Any, keys: Any) -> None:
    user = people.person(language="en")
    sign_in(page, live_server.url, user)
    page.wait_for_url("**/dashboard/")
    keys(is_owner=False)
    page.goto(f"{live_server.url}/en/accounts/2fa/webauthn/add/")

    page.click("#passkey_add")
    page.wait_for_selector("[data-failed]:not([hidden])")

    assert "Try again" in page.inner_text("[data-failed]")
    assert user.authenticator_set.count() == 0
