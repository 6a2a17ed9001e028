"""What everybody sees of listings: the list, one listing, its print sheet."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.access import public
from marketplace.core.addresses import address
from marketplace.core.qr import qr_svg

from .. import shown
from ..entry import entry_context, entry_for
from ..models import SHOWN, ListingStatus
from ..page import read_listing


@public
def listing_list(request: HttpRequest) -> HttpResponse:
    """Newest first; `after` and `before` are opaque cursors."""
    page = shown.newest(after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    here = address("listings:list")
    search_url = address("search:search")
    context = {
        "page": page,
        "total_words": f"{page.total:,}",
        "newer_url": f"{here}?before={page.newer}" if page.newer else "",
        "older_url": f"{here}?after={page.older}" if page.older else "",
        "search_url": search_url,
        "links": [] if page.count else [{"url": f"{search_url}?kind=rights", "label": _("Search the register")}],
    }
    return render(request, "listings/list.html", context)


@public
def listing_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """A shown listing to everybody; in other states to its organisation and the staff."""
    entry = entry_for(ref, request.actor)  # type: ignore[attr-defined]
    status = entry.versions[0]
    hidden = "" if status in SHOWN else _("Not public now: %(state)s.") % {"state": ListingStatus(status).label}
    return render(request, "listings/detail.html", {"entry": entry, "hidden": hidden})


@public
def listing_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The listing on paper."""
    listing = read_listing(ref, request.actor)  # type: ignore[attr-defined]
    context = entry_context(listing, clock.today())
    page_url = f"{settings.SITE_URL}{reverse('listings:detail', args=[listing.ref])}"
    context |= {
        "page_url": page_url,
        "qr": qr_svg(page_url, _("Opens the listing")),
        "printed": clock.today(),
        "sheet_rows": [
            *context["term_rows"],
            {"name": _("Offered by"), "value": context["organization_name"]},
        ],
    }
    return render(request, "listings/sheet.html", context)
