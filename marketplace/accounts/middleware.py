"""Gives each request its actor, read only when asked for, and closes the Wagtail admin to all but editors."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from marketplace.core.access import ANONYMOUS
from marketplace.core.errors import NotAllowed, SecondFactorNeeded
from marketplace.core.middleware import show_refusal

from .access import actor_of


class ActingMiddleware:
    """Sets `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        else:
            request.actor = ANONYMOUS  # type: ignore[attr-defined]
        return self.get_response(request)


class EditorsOnly:
    """Closes the Wagtail admin to everybody but editors whose session has its second factor.

    Wagtail asks for permissions only, and a permission knows nothing of how the session was opened.
    """

    PREFIX = "/cms-admin/"
    LOGIN = "/cms-admin/login/"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(self.PREFIX) and request.path_info != self.LOGIN:
            actor = request.actor  # type: ignore[attr-defined]
            if not actor.is_authenticated:
                return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.path})}")
            if actor.needs_second_factor:
                return show_refusal(request, SecondFactorNeeded())
            if not actor.may("edit_pages"):
                return show_refusal(request, NotAllowed())
        return self.get_response(request)


class OwnSite:
    """Gives `site` back its meaning: allauth's pages put the host's name under that name, and the shell reads ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        if isinstance((response.context_data or {}).get("site"), RequestSite):
            del response.context_data["site"]
        return response
