"""Every address of ours by every client, GET and POST: the status that is written, and nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver
from wagtail.admin import urls as wagtailadmin_urls

from marketplace.core import clock
from search import sync
from tests.access import routes as table
from tests.access.addresses import Addresses
from tests.access.browsers import client_for
from tests.access.world import World, undone
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
SIGN_IN = ("/accounts/login/", "/en/accounts/login/")
WRITE = re.compile(r'^(?:INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM|REPLACE INTO) "(\w+)"')
# A session is the browser's own: kept, renewed and told when it was last seen.
NAMES_RECORD = re.compile("<(?:ref:|int:pk)")
OF_THE_BROWSER = {"django_session", "usersessions_usersession"}
FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def unexpected(found, written):
    return sorted(set(found) ^ set(written))


def test_every_address_has_its_row():
    assert unexpected(table.patterns(), table.ROUTES) == []


def test_the_address_guard_sees_one_without_a_row():
    assert unexpected(["search/", "vault/"], ["search/"]) == ["vault/"]


class Written:
    """The tables that statements write to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if found := WRITE.match(sql):
            self.tables |= {found[1]} - OF_THE_BROWSER
        return answer


@dataclass
class Answer:
    status: Any
    body: str
    written: set[str]


def body_of(answer: Any, address: str) -> str:
    """The page without its own address and the form tokens, which are new each time."""
    text = answer.content.decode()
    for part in (address, quote(address, safe=""), quote(address)):
        text = text.replace(part, "")
    return FORM_TOKEN.sub("", text)


def status_of(answer: Any) -> Any:
    """The status, or LOGIN for the way to the sign-in page."""
    leads_to_login = answer.status_code == 302 and answer["Location"].partition("?")[0] in SIGN_IN
    return table.LOGIN if leads_to_login else answer.status_code


def asked(session_key: str, method: str, address: str, data: Any = None, **options: Any) -> Answer:
    """One request of a browser that has seen no other page; it leaves the database as it was."""
    client = Client(raise_request_exception=False, **options)
    if session_key:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_key
    written = Written()
    with undone(), connection.execute_wrapper(written):
        answer = client.post(address, data or {}) if method == "post" else client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
    return Answer(status_of(answer), body_of(answer, address) if answer.status_code == 404 else "", written.tables)


@dataclass
class Site:
    """The world with its records, and the session of each client."""

    world: World
    addresses: Addresses
    keys: dict[str, str]

    def ask(self, name: str, pattern: str, method: str, **options: Any) -> Answer:
        """With the firm's record in the address."""
        return asked(self.keys[name], method, self.addresses.own(pattern), table.ROUTES[pattern].data, **options)

    @contextmanager
    def entered(self, name: str) -> Iterator[None]:
        """What has to be true while this client comes."""
        with undone():
            self.world.enter(name)
            yield
        self.world.firm.refresh_from_db()


@pytest.fixture(scope="module")
def site(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Made once; every request is undone."""
    folder = tmp_path_factory.mktemp("routes")
    with (
        django_db_blocker.unblock(),
        override_settings(SEARCH_DIR=folder / "search"),
        transaction.atomic(),
        clock.frozen(NOW),
    ):
        world = World()
        addresses = Addresses(world)
        sync.forget()
        sync.follow_all()
        keys = {name: client_for(world, name).session.session_key or "" for name in table.CLIENTS}
        yield Site(world, addresses, keys)
        transaction.set_rollback(True)
    sync.forget()


@pytest.fixture(scope="module")
def answers(site: Site) -> dict[tuple[str, str, str], Answer]:
    """What each client got from each address, by GET and by POST."""
    found = {}
    for name in table.CLIENTS:
        cache.clear()
        with site.entered(name):
            for pattern in table.ROUTES:
                for method in ("get", "post"):
                    found[name, pattern, method] = site.ask(name, pattern, method)
    return found


def test_answers_as_written(answers):
    wrong = [
        f"{name} {method} {pattern}: {answer.status}, written {expected}"
        for (name, pattern, method), answer in answers.items()
        if answer.status != (expected := getattr(table.ROUTES[pattern], method).of(name))
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.attack
def test_what_is_not_ones_own_is_answered_as_if_it_did_not_exist(site, answers):
    hidden = [key for key, answer in answers.items() if answer.status == 404 and NAMES_RECORD.search(key[1])]

    told = []
    for client, keys in groupby(hidden, itemgetter(0)):
        with site.entered(client):
            for name, pattern, method in keys:
                address = site.addresses.missing(pattern)
                missing = asked(site.keys[name], method, address, table.ROUTES[pattern].data)
                if (missing.status, missing.body) != (404, answers[name, pattern, method].body):
                    told.append(f"{name} {method} {pattern}: {missing.status}")

    assert not told, "\n".join(told)
    assert len(hidden) > 400


@pytest.mark.attack
def test_verbs_change_nothing_without_the_form_token(site, answers):
    by_pattern = {pattern: name for (name, pattern, method), answer in answers.items() if method == "post"
                  and answer.written}  # fmt: skip

    open_to_forgery = []
    for pattern, name in by_pattern.items():
        answer = site.ask(name, pattern, "post", enforce_csrf_checks=True)
        if answer.written or answer.status != 403:
            open_to_forgery.append(pattern)

    assert sorted(open_to_forgery) == sorted(table.WITHOUT_FORM_TOKEN)
    assert len(by_pattern) > 25


@pytest.mark.attack
def test_reading_changes_nothing(answers):
    changing = {
        f"{pattern}: {table_name}"
        for (_name, pattern, method), answer in answers.items()
        if method == "get"
        for table_name in answer.written
    }

    assert sorted(changing) == sorted(table.WRITTEN_BY_READING)


@pytest.mark.attack
def test_what_is_denied_changes_nothing(answers):
    changing = [
        f"{name} {method} {pattern}: {answer.status} {sorted(answer.written)}"
        for (name, pattern, method), answer in answers.items()
        if answer.written and answer.status in (403, 404, 405, 410, table.LOGIN)
    ]

    assert not changing, "\n".join(changing)


def wagtail_addresses() -> list[str]:
    """Every address of the outreach site's desk, with numbers and words filled in."""

    def walked(entries: Any, prefix: str) -> Any:
        for entry in entries:
            if isinstance(entry, URLResolver):
                yield from walked(entry.url_patterns, prefix + str(entry.pattern))
            elif isinstance(entry, URLPattern):
                yield prefix + str(entry.pattern)

    filled = (re.sub(r"<[^>]*>", "1", re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)", "1", each))
              for each in walked(wagtailadmin_urls.urlpatterns, "/cms-admin/"))  # fmt: skip
    return sorted({re.sub(r"[\^$?\\]", "", each) for each in filled} - {"/cms-admin/login/"})


@pytest.mark.attack
@pytest.mark.parametrize("name", ["visitor", "bare_moderator", "moderator"])
def test_the_outreach_desk_is_closed_to_all_but_editors(site, name):
    addresses = wagtail_addresses()

    answers = {asked(site.keys[name], method, each).status for each in addresses for method in ("get", "post")}

    assert answers == {table.LOGIN if name == "visitor" else 403}
    assert len(addresses) > 150
