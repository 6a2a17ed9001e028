"""The search page, whole or as the fragment that htmx asks for, and what completes a line while it is typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from marketplace.core import clock
from marketplace.core.access import public

from . import cards, registry, service
from .backends.base import SearchUnavailable
from .page import Asked, page_context

LONGEST_SUGGESTED = 60


@public
def search(request: HttpRequest) -> HttpResponse:
    """Everything is in the address; no statement is made here. 503 while there is no index."""
    asked = Asked(request.GET)
    audience = request.actor.audience  # type: ignore[attr-defined]
    context: dict[str, Any] = {"asked": asked}
    try:
        results = service.search(asked.index, asked.request(audience, get_language() or ""))
    except SearchUnavailable as unavailable:
        return render(request, "search/search.html", context | {"unavailable": str(unavailable)}, status=503)
    context |= page_context(asked, results)
    context["rows"] = cards.rows(results.hits, clock.today(), results.marks)
    is_fragment = request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    response = render(request, "search/_found.html" if is_fragment else "search/search.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@public
def suggest(request: HttpRequest) -> JsonResponse:
    """Phrases that complete `q`: {"suggestions": ["..."]}."""
    index = request.GET.get("kind", "listings")
    line = request.GET.get("q", "").strip()[:LONGEST_SUGGESTED]
    found = []
    if line and index in registry.names():
        try:
            found = service.suggest(index, line, request.actor.audience)  # type: ignore[attr-defined]
        except SearchUnavailable:
            found = []
    return JsonResponse({"suggestions": [suggestion.text for suggestion in found]})
