"""What search engines may read: robots.txt, and a sitemap index whose pages hold 10,000 addresses each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.xmlutils import SimplerXMLGenerator

from marketplace.accounts.models import Organization
from marketplace.core import clock
from marketplace.core.access import public
from marketplace.listings.models import Listing
from marketplace.rights.models import Owner, Right

PER_PAGE = 10_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
CLOSED_PATHS = ("/accounts/", "/dashboard/", "/cms-admin/", "/listings/new/", "/listings/mine/", "/search/suggest/")


@dataclass(frozen=True)
class Section:
    """One kind of page: which rows, by what name in the address. Pages are ranges of ids, so none is ever counted."""

    rows: Callable[[], QuerySet[Any]]
    key: str
    route: str


SECTIONS = {
    "listings": Section(lambda: Listing.objects.found_on(clock.today()), "ref", "listings:detail"),
    "rights": Section(lambda: Right.objects.filter(merged_into__isnull=True), "slug", "portal:right_detail"),
    "owners": Section(lambda: Owner.objects.filter(right_count__gt=0), "ref", "portal:owner_detail"),
    "organizations": Section(
        lambda: Organization.objects.filter(status=Organization.Status.VERIFIED), "ref", "portal:organization_detail"
    ),
}


@public
def robots(request: HttpRequest) -> HttpResponse:
    closed = [path for each in CLOSED_PATHS for path in (each, f"/en{each}")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def index(request: HttpRequest) -> HttpResponse:
    """The pages of each section. One statement a section."""
    response, xml = _document("sitemapindex")
    for name, section in SECTIONS.items():
        last = section.rows().aggregate(last=Max("pk"))["last"] or 0
        for number in range(1, -(-last // PER_PAGE) + 1):
            xml.startElement("sitemap", AttributesImpl({}))
            xml.addQuickElement("loc", f"{settings.SITE_URL}{reverse('sitemap_page', args=[name, number])}")
            xml.endElement("sitemap")
    return _closed(response, xml, "sitemapindex")


@public
def page(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """The addresses of rows with ids in one range of 10,000, each in both languages. One statement."""
    if section not in SECTIONS or number < 1:
        raise Http404
    known = SECTIONS[section]
    first = (number - 1) * PER_PAGE
    rows = known.rows().filter(pk__gt=first, pk__lte=first + PER_PAGE).order_by("pk")
    response, xml = _document("urlset")
    for address, english, changed_at in _addresses(known, rows.values_list(known.key, "updated_at")):
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", address)
        xml.addQuickElement("lastmod", changed_at.date().isoformat())
        for language, href in (("zh-Hans", address), ("en", english)):
            xml.addQuickElement("xhtml:link", None, {"rel": "alternate", "hreflang": language, "href": href})
        xml.endElement("url")
    return _closed(response, xml, "urlset")


def _addresses(section: Section, rows: Iterable[tuple[str, datetime]]) -> Iterable[tuple[str, str, datetime]]:
    """Reversing a route ten thousand times is slow: it is reversed once, with a placeholder."""
    placeholder = "XX-0000000"
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse(section.route, args=[placeholder])
    for key, changed_at in rows:
        own = path.replace(placeholder, key)
        yield f"{settings.SITE_URL}{own}", f"{settings.SITE_URL}/en{own}", changed_at


def _document(root: str) -> tuple[HttpResponse, SimplerXMLGenerator]:
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": NAMESPACE, "xmlns:xhtml": XHTML}))
    return response, xml


def _closed(response: HttpResponse, xml: SimplerXMLGenerator, root: str) -> HttpResponse:
    xml.endElement(root)
    xml.endDocument()
    return response
