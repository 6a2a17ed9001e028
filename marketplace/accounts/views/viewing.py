"""Staff begin and end to look as another person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.accounts import access, actions
from marketplace.accounts.access import SignedInRequest, own_eyes_only
from marketplace.accounts.forms import ViewAsForm
from marketplace.accounts.models import StaffView, User
from marketplace.accounts.viewing import SESSION_KEY
from marketplace.core import policy
from marketplace.core.access import require, signed_in
from marketplace.core.errors import DomainError
from marketplace.core.forms import take_refusal


@signed_in
@own_eyes_only
def view_as(request: SignedInRequest) -> HttpResponse:
    """Say as whom and why; the person will see it."""
    require(access.can_start_views(request.actor), request.actor)
    form = ViewAsForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    if request.method == "POST" and form.is_valid():
        person = User.objects.filter(email__iexact=form.cleaned_data["email"], is_active=True).first()
        if person is None:
            form.add_error("email", _("Nobody has an account with this address."))
        else:
            try:
                view = actions.start_staff_view(person, by=request.actor, reason=form.cleaned_data["reason"])
            except DomainError as refusal:
                take_refusal(form, refusal)
            else:
                request.session[SESSION_KEY] = view.pk
                return redirect("portal:dashboard")
    running = StaffView.objects.running().filter(staff=request.user).select_related("person").first()
    context = {"form": form, "minutes": policy.value("accounts.view_as")["minutes"], "running": running}
    return render(request, "accounts/view_as.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def view_as_end(request: SignedInRequest) -> HttpResponse:
    """Back to one's own eyes."""
    request.session.pop(SESSION_KEY, None)
    for view in StaffView.objects.running().filter(staff=request.user):
        actions.end_staff_view(view, by=request.actor)
    messages.success(request, _("You see with your own eyes again."))
    return redirect("portal:dashboard")
