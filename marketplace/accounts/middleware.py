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
from marketplace.core.middleware import access_of, show_refusal

from . import legal
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


class LegalGate:
    """Asks a signed-in person once for each new version of terms or privacy notice, on the next page they open.

    Only pages are asked for: what a person sends always arrives, and public pages stay open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        if request.method != "GET" or access_of(view) != "signed_in" or not request.user.is_authenticated:
            return None
        is_page = "HX-Request" not in request.headers and "application/json" not in request.headers.get("Accept", "")
        if not is_page or getattr(view, "before_terms", False) or hasattr(request, "staff_view"):
            return None
        if request.user.accepted_versions == legal.mark() or not legal.open_for(request.user):
            return None
        return HttpResponseRedirect(f"{reverse('accounts:legal')}?{urlencode({'next': request.get_full_path()})}")


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
