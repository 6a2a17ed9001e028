"""Deny by default, and refusals turned into pages or problem documents."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from .errors import DomainError, NotAllowed, SecondFactorNeeded

logger = logging.getLogger(__name__)

# Packages whose views carry their own checks; every other view says who may enter.
TRUSTED_PACKAGES = ("allauth.", "wagtail.", "django.views.i18n", "django.contrib.sitemaps")


def access_of(view: Callable[..., Any]) -> str | None:
    """How a view is opened: its own mark, `package` for a trusted one, None when nothing was said."""
    mark = getattr(view, "access", None)
    if mark:
        return str(mark)
    module = getattr(view, "__module__", "") or ""
    inner = getattr(view, "view_class", None)
    if inner is not None:
        module = inner.__module__
    return "package" if module.startswith(TRUSTED_PACKAGES) else None


class Cautious:
    """What holds for every answer: a page made for somebody is kept nowhere, and an address is text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_vary_headers(response, ("Cookie",))
            if settings.SESSION_COOKIE_NAME in request.COOKIES or request.method not in ("GET", "HEAD"):
                response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("a NUL in the address")


class CompressPages(GZipMiddleware):
    """Pages are sent compressed; pictures, documents and static files are compact already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class DenyByDefault:
    """A view that does not say who may enter is closed; one for signed-in people leads others to the login page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        mark = access_of(view)
        if mark is None:
            logger.error("the view %s says nothing about access", getattr(view, "__qualname__", view))
            return show_refusal(request, NotAllowed(_("This page is closed.")))
        if mark == "signed_in" and not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': way_back(request)})}")
        return None


def way_back(request: HttpRequest) -> str:
    """Where to go on after signing in: the page itself, or for a sent form the page of ours that held it."""
    here = request.get_full_path()
    if request.method in {"GET", "HEAD"}:
        return here
    held = urlsplit(request.headers.get("Referer", ""))
    if held.netloc != request.get_host():
        return here
    return f"{held.path}?{held.query}" if held.query else held.path


class Refusals:
    """Turns a DomainError into a page that helps onward, or into RFC 9457 problem JSON for programs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            # Somebody opened the address of a button: a browser shows an empty answer as a fault of its own.
            page = render(request, "405.html", status=response.status_code)
            page.headers.setdefault("Allow", response.headers["Allow"])
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return show_refusal(request, error) if isinstance(error, DomainError) else None


def show_refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal as a page, or as a problem document for a program."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return problem(error)
    context = {
        "error": error,
        "sentence": str(error),
        "needs_second_factor": isinstance(error, SecondFactorNeeded),
    }
    return render(request, "refusal.html", context, status=error.status)


def problem(error: DomainError) -> JsonResponse:
    """RFC 9457 problem details of a refusal."""
    body: dict[str, Any] = {
        "type": f"urn:zhirong:problem:{error.code}",
        "title": str(error.sentence),
        "status": error.status,
        "code": error.code,
    }
    if fields := getattr(error, "fields", None):
        body["errors"] = [{"field": name, "detail": str(text)} for name, text in fields.items()]
    return JsonResponse(body, status=error.status, content_type="application/problem+json")
