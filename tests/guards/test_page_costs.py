"""What pages may cost: statements, writes, bytes, requests and elements, each beside a twin that plants a dearer page."""

import json
from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from marketplace.listings import shown
from marketplace.listings.models import Listing
from marketplace.rights.models import Right
from tests.guards import checks, costs
from tests.guards.full_page import FullPage
from tests.guards.market import Market, forget_all

pytestmark = pytest.mark.django_db
BUDGETS = {"home": 3, "home in English": 3, "list": 2, "list, from a cursor": 2, "listing": 2,
           "listing, a bundle": 2, "search, everything": 1, "search, words and facets": 1,
           "search, rights": 1}  # fmt: skip
FEW, LISTED, MANY = 3, 20, 30  # rows; LISTED fill a page of the list
VISIT_BYTES, VISIT_REQUESTS, ELEMENTS = 45_000, 6, 600
SNAPSHOT = checks.ROOT / "tests" / "guards" / "query_counts.json"


@pytest.fixture
def market(cast, index):
    made = Market(cast, index)
    made.grow(FEW)
    return made


def both(client, url):
    """A page's costs with nothing kept by the process, and again."""
    forget_all()
    return costs.page_cost(client, url), costs.page_cost(client, url)


def counted(market):
    """Statements of every page, cold and warm, by its name."""
    return {
        name: [len(cost.statements) for cost in both(client, url)]
        for client, pages in market.visitors()
        for name, url in pages.items()
    }


# Statements


def test_public_pages_keep_their_budget_of_statements(market):
    pages = market.public_pages

    found = [
        problem
        for name, most in BUDGETS.items()
        for cost in both(Client(), pages[name])
        for problem in costs.over_budget(name, cost, most)
    ]

    assert found == []


def test_the_budget_guard_sees_a_statement_for_each_row(market):
    def planted():
        return [listing.organization.name for listing in Listing.objects.shown()]

    cost = costs.cost_of(planted)
    made = 1 + Listing.objects.shown().count()

    assert len(costs.over_budget("planted", cost, made - 1)) == 1
    assert costs.over_budget("planted", cost, made) == []


def test_statements_are_those_of_the_snapshot_and_do_not_grow_with_rows(market, request):
    few = counted(market)
    market.grow(MANY)
    many = counted(market)

    if request.config.getoption("--write-query-counts"):
        SNAPSHOT.write_text(json.dumps(few, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert costs.growing(few, many) == []
    assert costs.changed_counts(json.loads(SNAPSHOT.read_text("utf-8")), few) == []


def test_the_snapshot_guard_sees_a_dearer_a_new_and_a_lost_page():
    kept, found = {"a": [1, 1], "b": [2, 1]}, {"a": [3, 1], "c": [1, 1]}

    assert costs.changed_counts(kept, found) == [
        "a: [1, 1] is now [3, 1]",
        "b: [2, 1] is now None",
        "c: None is now [1, 1]",
    ]


def test_the_growth_guard_sees_a_page_that_grows():
    assert costs.growing({"a": [2, 2], "b": [1, 1]}, {"a": [2, 3], "b": [1, 0]}) == ["a: [2, 2] grows to [2, 3]"]


# A visitor leaves no trace


def test_a_visitor_writes_nothing_and_gets_no_cookie(market):
    for name, url in market.public_pages.items():
        for cost in both(Client(), url):
            assert costs.writes(cost) == [], name
            assert costs.cookies_set(cost) == [], name


def test_a_visitor_opens_no_session(market):
    before = Session.objects.count()
    client = Client()
    for url in market.public_pages.values():
        client.get(url)

    assert Session.objects.count() == before
    assert dict(client.cookies) == {}


def test_the_write_guard_sees_a_saved_row_and_a_session(market):
    def planted():
        Right.objects.filter(pk=market.right.pk).update(title="x")
        Client().session.save()

    kinds = {sql.split()[0] for sql in costs.writes(costs.cost_of(planted))}

    assert kinds == {"UPDATE", "INSERT"}


def test_the_cookie_guard_sees_a_cookie():
    answer = SimpleNamespace(cookies={"sessionid": "x"})

    assert costs.cookies_set(costs.Cost([], answer)) == ["sessionid"]


# Nothing that grows with a table


def test_no_page_counts_a_whole_table_or_skips_rows(market):
    for client, pages in market.visitors():
        for name, url in pages.items():
            for cost in both(client, url):
                assert costs.whole_counts(cost) == [], name
                assert costs.skipped_rows(cost) == [], name


def test_the_counting_guard_sees_a_count_and_a_skip(market):
    def planted():
        Listing.objects.count()
        Listing.objects.filter(status="published").count()
        return list(Listing.objects.order_by("pk")[2:4])

    cost = costs.cost_of(planted)

    assert len(costs.whole_counts(cost)) == 1
    assert len(costs.skipped_rows(cost)) == 1


def test_the_list_pages_by_cursor_through_every_row_once(market):
    seen, page = [], shown.newest(size=2)
    seen += page.refs
    while page.older:
        page = shown.newest(after=page.older, size=2)
        seen += page.refs

    assert seen == list(Listing.objects.shown().order_by("-published_at", "-pk").values_list("ref", flat=True))
    assert len(seen) == FEW + 1  # and a bundle


# What goes over the line


@pytest.fixture
def compressed(settings, tmp_path):
    """Styles and scripts collected and compressed as an installation has them; a client of a server made after that."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **project.STORAGES,
        "staticfiles": {"BACKEND": "marketplace.core.staticfiles.SiteStaticStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["wagtail*", "_*", "account", "mfa"])
    return Client()


def test_a_first_visit_is_light(market, compressed):
    market.grow(LISTED)
    names = ("home", "home in English", "list", "search, everything", "search, words and facets", "listing")

    visits = {name: costs.first_visit(compressed, market.public_pages[name]) for name in names}

    assert {name: costs.too_heavy(visit, VISIT_BYTES, VISIT_REQUESTS) for name, visit in visits.items()} == {
        name: [] for name in names
    }
    for visit in visits.values():
        assert {address.rpartition(".")[2] for address in visit.sizes} >= {"css", "js"}


def test_a_full_search_page_is_light_too(index, db, compressed):
    FullPage()

    visit = costs.first_visit(compressed, FullPage.ADDRESSES[0])

    assert costs.too_heavy(visit, VISIT_BYTES, VISIT_REQUESTS) == []


def test_the_weight_guard_sees_bytes_and_requests():
    visit = costs.Visit({f"/{place}.js": 8000 for place in range(7)})

    assert [problem.split(",")[0] for problem in costs.too_heavy(visit, VISIT_BYTES, VISIT_REQUESTS)] == [
        "56000 bytes",
        "7 requests",
    ]


def test_the_weight_guard_follows_styles_scripts_and_what_styles_name():
    pages = {
        "/": b'<link rel="stylesheet" href="/a.css"><script src="/b.js"></script><img src="/c.png">',
        "/a.css": b"@import '/d.css'; p { background: url(/e.woff2), url(data:x), url(/f.svg) }",
        "/b.js": b"1",
        "/d.css": b"",
        "/e.woff2": b"12345",
    }

    class Planted:
        def get(self, url, **headers):
            return SimpleNamespace(status_code=200, streaming=False, content=pages[url])

    assert costs.first_visit(Planted(), "/").sizes == {url: len(body) for url, body in pages.items()}


# Elements


@pytest.mark.parametrize("address", FullPage.ADDRESSES)
def test_a_full_search_page_holds_few_elements(index, db, address):
    page = FullPage()

    html = page.open(address)

    assert html.count("data-ref=") == 20
    assert page.missing_facets(html) == [] or "more=" in address
    assert costs.too_many_elements(address, html, ELEMENTS) == []


def test_the_element_guard_counts_start_tags():
    html = "<p>" * 601 + "</p><br><!-- <p> -->"

    assert costs.too_many_elements("planted", html, ELEMENTS) == ["planted: 602 elements, at most 600"]
    assert costs.too_many_elements("planted", "<p><b>x</b></p>", 2) == []
