"""What every page's shell needs; costs no SQL for an anonymous visitor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .access import ANONYMOUS

NAV = (
    ("search", _("Find"), "search:search"),
    ("listings", _("Listings"), "listings:list"),
    ("post", _("Post"), "listings:new"),
)


def alternate_path(path: str) -> str:
    """The same page in the other language."""
    if path == "/en" or path.startswith("/en/"):
        return path[3:] or "/"
    return f"/en{path}"


def site(request: HttpRequest) -> dict[str, Any]:
    """Names, places, languages and the actor for `base.html`."""
    language = get_language() or settings.LANGUAGE_CODE
    path = request.path
    return {
        "site": settings.SITE,
        "site_url": settings.SITE_URL,
        "is_english": language == "en",
        "alternate_url": alternate_path(path),
        "canonical_url": f"{settings.SITE_URL}{path}",
        # An address refused before anybody is known, such as one for another host, still gets a page.
        "actor": getattr(request, "actor", ANONYMOUS),
        "nav": _nav(path),
        "is_demo": settings.DEMO,
    }


def _nav(path: str) -> list[dict[str, Any]]:
    places = []
    for name, label, route in NAV:
        try:
            url = reverse(route)
        except NoReverseMatch:
            continue
        places.append({"name": name, "label": label, "url": url, "current": path.startswith(url)})
    # The longest address that fits is the current place: posting lies below the listings.
    current = max(
        (place for place in places if place["current"]), key=lambda place: len(str(place["url"])), default=None
    )
    for place in places:
        place["current"] = place is current
    return places
