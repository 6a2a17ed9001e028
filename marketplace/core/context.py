"""What every page's shell needs; costs no SQL for an anonymous visitor."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .access import ANONYMOUS

Nav = tuple[tuple[str, str], ...]

NAV = (
    (_("Find"), "search:search"),
    (_("Listings"), "listings:list"),
    (_("Post"), "listings:new"),
)


def alternate_path(path: str) -> str:
    """The same page in the other language."""
    if path == "/en" or path.startswith("/en/"):
        return path[3:] or "/"
    return f"/en{path}"


def site(request: HttpRequest) -> dict[str, Any]:
    """Names, places, languages and the actor for `base.html`."""
    language = get_language() or settings.LANGUAGE_CODE
    path, is_english = request.path, language == "en"
    nav = _nav(language, get_script_prefix(), get_urlconf())
    return {
        "site": settings.SITE,
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE["name_en" if is_english else "name"],
        "is_english": is_english,
        **_addresses(path, request.META.get("QUERY_STRING", ""), is_english),
        # An address refused before anybody is known, such as one for another host, still gets a page.
        "actor": getattr(request, "actor", ANONYMOUS),
        "nav": nav,
        "places": _places(nav, path),
        "is_demo": settings.DEMO,
    }


def _addresses(path: str, query: str, is_english: bool) -> dict[str, SafeString]:
    """The page's address in both languages: for search engines, and the link to the other language."""
    own, other = ("en", "zh-Hans") if is_english else ("zh-Hans", "en")
    here = escape(f"{settings.SITE_URL}{path}")
    path_there = alternate_path(path)
    there = escape(f"{settings.SITE_URL}{path_there}")
    link = escape(f"{path_there}?{query}" if query else path_there)
    return {
        "alternates": mark_safe(
            f'<link rel="canonical" href="{here}">\n<link rel="alternate" hreflang="{own}" href="{here}">\n'
            f'<link rel="alternate" hreflang="{other}" href="{there}">'
        ),
        "other_language": mark_safe(
            f'<a class="other-language" href="{link}" hreflang="{other}" lang="{other}">'
            f"{'中文' if is_english else 'English'}</a>"
        ),
    }


@lru_cache(maxsize=64)
def _nav(language: str, prefix: str, urlconf: str | None) -> Nav:
    """Names and addresses of the places of the header, in the active language."""
    places = []
    for label, route in NAV:
        try:
            places.append((str(label), reverse(route)))
        except NoReverseMatch:
            continue
    return tuple(places)


def _places(nav: Nav, path: str) -> SafeString:
    """The places as a list of links, the one in which the page lies marked."""
    # The longest address that fits is the current place: posting lies below the listings.
    return _marked(nav, max((url for _, url in nav if path.startswith(url)), key=len, default=""))


@lru_cache(maxsize=64)
def _marked(nav: Nav, current: str) -> SafeString:
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        ((url, mark_safe(' aria-current="page"') if url == current else "", label) for label, url in nav),
    )
