"""One's own account: name, language, and what leads to the rest; and the places where one is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.accounts import access, actions
from marketplace.accounts.access import SignedInRequest
from marketplace.accounts.forms import ProfileForm
from marketplace.core.access import signed_in


@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    """Show the account; change name and language."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        request.user.refresh_from_db()
        user = actions.update_profile(request.user, by=request.actor, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Saved."))
            return redirect("accounts:profile")
    context = {
        "form": form,
        "memberships": access.own_memberships(request),
        "has_factor": access.has_factor(request.user),
        "staff_views": list(request.user.staff_views.order_by("-pk")[:20]),
        "session_count": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "accounts/profile.html", context)


@signed_in
@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign one's account out on another device."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        return redirect(reverse("account_logout"))
    session.end()
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")
