"""Addresses of pages that every page links to, looked up once a language instead of at each showing."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def address(route: str) -> str:
    """`reverse(route)` in the active language, for a route without parts that change."""
    return _address(route, get_language(), get_script_prefix(), get_urlconf())


@lru_cache(maxsize=256)
def _address(route: str, language: str | None, prefix: str, urlconf: str | None) -> str:
    return reverse(route)
