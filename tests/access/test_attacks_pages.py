"""What every answer carries, what an error tells, and addresses made to break a page."""

import pytest
from django.test import Client

from tests.access.browsers import client_for
from tests.access.world import World, undone

pytestmark = [pytest.mark.django_db, pytest.mark.attack]


@pytest.fixture
def world(cast):
    return World()


def kinds_of_pages(world):
    """An address of each kind, by who asks, with its status."""
    listing = world.listing("published")
    number = listing.items.get().right.slug
    return [
        ("visitor", "/", 200), ("visitor", "/en/", 200), ("visitor", "/listings/", 200),
        ("visitor", f"/listings/{listing.ref}/", 200), ("visitor", f"/listings/{listing.ref}/sheet/", 200),
        ("visitor", "/search/", 200), ("visitor", "/search/suggest/?q=a", 200), ("visitor", f"/rights/{number}/", 200),
        ("visitor", f"/organizations/{world.firm.ref}/", 200), ("visitor", "/accounts/login/", 200),
        ("visitor", "/accounts/signup/", 200), ("visitor", "/accounts/password/reset/", 200),
        ("visitor", "/nothing/", 404), ("visitor", "/listings/LS-0000000/", 404), ("visitor", "/dashboard/", 302),
        ("visitor", "/accounts/invitations/x/", 410), ("visitor", "/style-guide/", 200), ("visitor", "/healthz", 200),
        ("visitor", "/robots.txt", 200), ("visitor", "/sitemap.xml", 200), ("visitor", "/search/?q=%00", 400),
        ("owner", "/dashboard/", 200), ("owner", "/listings/mine/", 200), ("owner", "/accounts/members/", 200),
        ("owner", "/accounts/profile/", 200), ("owner", "/listings/queue/", 403), ("owner", "/", 200),
        ("owner", f"/listings/{listing.ref}/edit/", 409), ("owner", "/accounts/2fa/", 200),
        ("moderator", "/listings/queue/", 200), ("moderator", f"/listings/{listing.ref}/review/", 200),
        ("owner", "/cms-admin/", 403),
    ]  # fmt: skip


def test_every_page_carries_the_headers_that_protect_it(world, index):
    pages = kinds_of_pages(world)
    index()

    for name, address, status in pages:
        answer = client_for(world, name).get(address)
        where = f"{name} {address}"
        assert answer.status_code == status, where
        assert answer["X-Content-Type-Options"] == "nosniff", where
        assert answer["X-Frame-Options"] == "DENY", where
        assert answer["Referrer-Policy"] == "same-origin", where
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", where
        if not address.startswith("/cms-admin/"):
            policy = answer["Content-Security-Policy"]
            for part in ("default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'",
                         "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):  # fmt: skip
                assert part in policy, where
            assert "unsafe" not in policy and "http" not in policy, where


def test_what_was_made_for_somebody_is_kept_by_no_cache(world, index):
    pages = kinds_of_pages(world)
    index()

    for name, address, _status in pages:
        answer = client_for(world, name).get(address)
        where = f"{name} {address}: {answer.headers.get('Cache-Control')} {answer.headers.get('Vary')}"
        kept_out = "no-store" in answer.headers.get("Cache-Control", "")
        if name != "visitor":
            assert kept_out and "private" in answer["Cache-Control"], where
        elif not kept_out:
            assert "Cookie" in answer.headers.get("Vary", ""), where


def test_the_page_of_a_failure_tells_nothing_of_the_house(client, monkeypatch, caplog):
    def broken(**_asked):
        secret_word = "s3cret-in-a-variable"
        raise RuntimeError(f"{secret_word} /var/lib/place SELECT 1")

    monkeypatch.setattr("marketplace.listings.shown.newest", broken)
    quiet = Client(raise_request_exception=False)

    answer = quiet.get("/listings/")

    page = answer.content.decode()
    assert answer.status_code == 500
    for word in ("s3cret", "Traceback", "RuntimeError", "SELECT", "/var/", "marketplace", "django", "Python"):
        assert word not in page
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "s3cret" in caplog.text


HOSTILE = [
    "%00", "a%00b", "x" * 8000, "%FF%FE", "%C3%28", "-1", "0", "1e9", str(10**30), "9" * 5000, "%F0%9F%92%A3",
    "%E2%80%AE", "' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "%0d%0aSet-Cookie:a=1", "%C2%B2",
    "((((((((((", '"""', "AND OR NOT", "*" * 200, "a:b:c:d", "price:..", "%ED%A0%80", "%EF%BC%91", "%D9%A3", "[]", "{}",
]  # fmt: skip
NAMES = {
    "/": ["after", "page"],
    "/listings/": ["after", "before", "page"],
    "/search/": ["q", "kind", "page", "sort", "more", "price", "mode", "life", "industry", "ipc"],
    "/search/suggest/": ["q", "kind"],
    "/accounts/login/": ["next"],
}
DESK_NAMES = {"/listings/mine/": ["before", "state"], "/listings/new/": ["number"], "/listings/queue/": ["after"]}


def test_no_query_string_breaks_a_page(world, index):
    world.listing("published")
    index()
    visitor = Client(raise_request_exception=False)
    desks = [Client(raise_request_exception=False) for _ in range(2)]
    for desk, name in zip(desks, ("owner", "moderator"), strict=True):
        desk.cookies = client_for(world, name).cookies

    broken = []
    for value in HOSTILE:
        for browsers, names in (([visitor], NAMES), (desks, DESK_NAMES)):
            for path, parameters in names.items():
                all_of_them = "&".join(f"{name}[]={value}&{name}=1&{name}={value}" for name in parameters)
                for query in (f"{parameters[0]}={value}", all_of_them):
                    for browser in browsers:
                        # As the server hands it on: nothing is quoted again.
                        answer = browser.get(path, QUERY_STRING=query)
                        if answer.status_code >= 500:
                            broken.append(f"{path}?{query[:60]}: {answer.status_code}")

    assert not broken, "\n".join(broken)


PARTS = ["%00", "x%00", "%FF", "1" * 5000, "²", "%E2%80%AE", "..%2f..%2fetc", "%0d%0a", "1e9"]
ADDRESSES = [
    "/rights/{}/", "/listings/{}/", "/owners/{}/", "/organizations/{}/", "/accounts/invitations/{}/",
    "/accounts/confirm-email/{}/", "/accounts/password/reset/key/{}-{}/", "/media/pictures/PC-0000000/{}.png",
    "/media/documents/{}/", "/sitemap-listings-{}.xml", "/cms-documents/{}/a", "/static/{}", "/{}/",
    "/accounts/unsubscribe/{}/", "/accounts/evidence/{}/", "/accounts/members/{}/end/",
]  # fmt: skip


def test_no_address_breaks_a_page(world):
    quiet = Client(raise_request_exception=False)
    quiet.cookies = client_for(world, "owner").cookies

    broken = []
    for value in PARTS:
        for path in ADDRESSES:
            address = path.replace("{}", value)
            if quiet.get(address).status_code >= 500 or quiet.post(address).status_code >= 500:
                broken.append(address[:80])

    assert not broken, "\n".join(broken)


FIELD_VALUES = ["\0", "²", "9" * 5000, "-1", str(10**30), "<b>", "\ufffd", "", "x" * 30000]


def test_no_form_field_breaks_a_page(world):
    listing = world.listing("draft")
    picture, _document = world.add_media(listing)
    quiet = Client(raise_request_exception=False)
    quiet.cookies = client_for(world, "owner").cookies

    forms = {
        f"/listings/{listing.ref}/edit/": ["version", "title", "modes", "price_kind", "price_amount", "currency",
                                           "maturity", "industry", "region", "sale_amount", "sale_royalty"],
        f"/listings/{listing.ref}/pictures/{picture.ref}/": ["position"],
        f"/listings/{listing.ref}/documents/": ["audience", "title"],
        f"/listings/{listing.ref}/rights/add/": ["add-number"],
        f"/listings/{listing.ref}/rights/remove/": ["right"],
        "/accounts/acting/": ["organization", "next"],
        "/accounts/members/": ["email", "role"],
        "/accounts/profile/": ["full_name", "language"],
        "/accounts/organizations/new/": ["kind", "name", "uscc", "name_en"],
        "/accounts/login/": ["login", "password", "next"],
    }  # fmt: skip
    broken = []
    for address, fields in forms.items():
        for field in fields:
            for value in FIELD_VALUES:
                base = {"version": "1", "title": "甲", "modes": "sale", "price_kind": "fixed", "currency": "CNY"}
                with undone():
                    answer = quiet.post(address, {**base, field: value})
                if answer.status_code >= 500:
                    broken.append(f"{address} {field} {value[:20]!r}")

    assert not broken, "\n".join(broken)
