"""The middleware through which staff look as another person: one changes nothing, opens no secret, and is seen."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.access import Actor, system_actor
from marketplace.core.errors import NotAllowed
from marketplace.core.middleware import access_of, show_refusal

from .access import actor_of, can_view_as
from .actions import end_staff_view
from .models import StaffView

SESSION_KEY = "view_as"
SAFE = ("GET", "HEAD", "OPTIONS")
# allauth's names: passwords, second steps, devices.
SECRET = ("mfa_", "account_", "usersessions")
LEAVING = ("accounts:view_as_end", "account_logout")
READ_ONLY = _("You are looking as somebody else, so nothing can be changed and secrets stay closed. End it first.")
TIME = system_actor("schedule")


class ViewAs:
    """Puts the viewed person in the place of the staff member for safe requests, while the view lasts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
            return self.get_response(request)
        view = self._running(request)
        if view is None:
            # What was typed was typed under somebody else's name: it must not be done under one's own.
            return self.get_response(request) if _name_of(request) in LEAVING else redirect("accounts:view_as")
        if _name_of(request) in LEAVING:
            if request.method == "POST":
                end_staff_view(view, by=Actor(kind="person", user_id=view.staff_id))
                del request.session[SESSION_KEY]
            return self.get_response(request)
        request.staff_view = view  # type: ignore[attr-defined]
        request.user = view.person
        with transaction.atomic():
            response = self.get_response(request)
            # Even what a page does on being opened, such as marking a thread as read, never happened.
            transaction.set_rollback(True)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @staticmethod
    def _running(request: HttpRequest) -> StaffView | None:
        """The look that lasts; one whose time is over, or whose staff may no more, is ended here."""
        view = (
            StaffView.objects.running()
            .select_related("person")
            .filter(pk=request.session[SESSION_KEY], staff_id=request.user.pk)
            .first()
        )
        actor = actor_of(request)
        request.__dict__.pop("_memberships", None)
        if view is not None and clock.now() < view.ends_at and can_view_as(actor, view.person):
            return view
        if view is not None:
            end_staff_view(view, by=TIME)
        del request.session[SESSION_KEY]
        return None

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        """Only reading, and no page that holds secrets."""
        if not hasattr(request, "staff_view"):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_secret = access_of(view) == "package" or name.startswith(SECRET) or getattr(view, "own_eyes_only", False)
        if request.method not in SAFE or is_secret:
            return show_refusal(request, NotAllowed(READ_ONLY))
        return None


def _name_of(request: HttpRequest) -> str:
    """The name of the address, before anything else looks at it."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
