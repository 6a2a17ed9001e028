"""Choosing what mail one gets, signed in or by the link at the end of a mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from marketplace.accounts import actions, notices
from marketplace.accounts.access import SignedInRequest, own_eyes_only
from marketplace.accounts.forms import NotificationForm
from marketplace.core.access import public, signed_in, system_actor

BY_LINK = system_actor("unsubscribe link")


@signed_in
def notifications(request: SignedInRequest) -> HttpResponse:
    """Every topic with its choice; those that must be known say so."""
    form = NotificationForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.choose_notifications(request.user, by=request.actor, choices=form.choices())
        messages.success(request, _("Saved."))
        return redirect("accounts:notifications")
    needed = [topic for topic in notices.TOPICS.values() if not topic.is_optional]
    return render(request, "accounts/notifications.html", {"form": form, "needed": needed})


@csrf_exempt
@public
@own_eyes_only
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Turn one kind of mail off. Mail programs post here by themselves (RFC 8058), so the token alone authorises."""
    found = notices.read_unsubscribe(token)
    if found is None:
        return render(request, "accounts/unsubscribe.html", {"topic": None}, status=410)
    user, topic = found
    if request.method == "POST":
        actions.choose_notifications(user, by=BY_LINK, choices={topic.key: False})
    return render(
        request,
        "accounts/unsubscribe.html",
        {"topic": topic, "is_done": request.method == "POST", "path": request.path},
    )
