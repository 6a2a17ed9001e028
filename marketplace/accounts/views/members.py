"""Who belongs to an organisation in what role, and the way in by invitation."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.accounts import access, actions, history
from marketplace.accounts.access import SignedInRequest, own_eyes_only
from marketplace.accounts.forms import InvitationForm, role_choices
from marketplace.accounts.models import Invitation, Membership, MembershipRole, Organization
from marketplace.accounts.views.organizations import acting_organization
from marketplace.core import clock
from marketplace.core.access import Actor, public, signed_in
from marketplace.core.errors import DomainError, InvalidInput
from marketplace.core.forms import take_refusal

PER_PAGE = 50
LATEST = 8


def rows_of(organization: Organization, actor: Actor, *, after: int = 0) -> list[dict[str, Any]]:
    """Living members behind a place, with roles and what the actor may do about each; a fixed number of statements."""
    members = (
        organization.memberships.filter(ended_at__isnull=True, pk__gt=after)
        .select_related("user", "organization")
        .prefetch_related("roles")
        .order_by("id")
    )
    rows = []
    for member in members[: PER_PAGE + 1]:
        roles = [role for role in member.roles.all() if role.ended_at is None]
        for role in roles:
            role.membership = member
        held = {role.role for role in roles}
        rows.append(
            {
                "membership": member,
                "roles": [{"role": role, "can_confirm": access.can_confirm_role(actor, role)} for role in roles],
                "grantable": [choice for choice in role_choices(organization.kind) if choice[0] not in held],
                "can_end": access.can_end_membership(actor, member),
                "is_self": member.user_id == actor.user_id,
            }
        )
    return rows


@signed_in
def members(request: SignedInRequest) -> HttpResponse:
    """The members; an owner invites from here."""
    organization = acting_organization(request)
    form = InvitationForm(request.POST or None, kind=organization.kind)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_member(organization, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            take_refusal(form, error)
        else:
            messages.success(request, _("Invitation sent. The link in the mail works once."))
            return redirect("accounts:members")
    text = request.GET.get("after", "")
    after = int(text) if text.isdecimal() and len(text) < 19 else 0
    rows = rows_of(organization, request.actor, after=after)
    shown = rows[:PER_PAGE]
    context = {
        "organization": organization,
        "rows": shown,
        "next_url": f"?after={shown[-1]['membership'].pk}" if len(rows) > PER_PAGE else "",
        "previous_url": reverse("accounts:members") if after else "",
        "history": history.lines_of(history.events_of(organization), LATEST),
        "invitations": organization.invitations.filter(status=Invitation.Status.OPEN, expires_at__gt=clock.now()),
        "can_manage": access.can_manage_members(request.actor, organization),
        "form": form,
    }
    return render(request, "accounts/members.html", context)


@signed_in
def member_history(request: SignedInRequest) -> HttpResponse:
    """Every change of members and roles, the newest first."""
    organization = acting_organization(request)
    events = history.events_of(organization)
    text = request.GET.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 19 else 0
    lines = history.lines_of(events.filter(pk__lt=before) if before else events, history.PER_PAGE + 1)
    shown = lines[: history.PER_PAGE]
    context = {
        "organization": organization,
        "lines": shown,
        "next_url": f"?before={shown[-1].pk}" if len(lines) > history.PER_PAGE else "",
        "previous_url": reverse("accounts:member_history") if before else "",
    }
    return render(request, "accounts/member_history.html", context)


def _member(request: SignedInRequest, pk: int) -> Membership:
    members = Membership.objects.filter(ended_at__isnull=True).select_related("organization", "user")
    return get_object_or_404(members, pk=pk, organization_id=request.actor.organization_id)


def _role(request: SignedInRequest, pk: int) -> MembershipRole:
    roles = MembershipRole.objects.filter(ended_at__isnull=True).select_related("membership__organization")
    return get_object_or_404(roles, pk=pk, membership__organization_id=request.actor.organization_id)


@signed_in
@require_POST
def grant(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a member a role."""
    role = actions.grant_role(_member(request, pk), request.POST.get("role", ""), by=request.actor)
    text = _("Role given.") if role.is_in_force else _("Role given. It waits for another owner to confirm it.")
    messages.success(request, text)
    return redirect("accounts:members")


@signed_in
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm a role as the second person."""
    actions.confirm_role(_role(request, pk), by=request.actor)
    messages.success(request, _("Role confirmed."))
    return redirect("accounts:members")


@signed_in
@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    actions.revoke_role(_role(request, pk), by=request.actor)
    messages.success(request, _("Role withdrawn."))
    return redirect("accounts:members")


@signed_in
@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a member go, or leave."""
    membership = actions.end_membership(_member(request, pk), by=request.actor)
    if membership.user_id == request.actor.user_id:
        messages.success(request, _("You have left the organisation."))
        return redirect("accounts:profile")
    messages.success(request, _("The member has been removed."))
    return redirect("accounts:members")


@signed_in
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make an invitation's link worthless."""
    invitation = get_object_or_404(Invitation, pk=pk, organization_id=request.actor.organization_id)
    actions.withdraw_invitation(invitation, by=request.actor)
    messages.success(request, _("Invitation withdrawn."))
    return redirect("accounts:members")


def _join(request: SignedInRequest, offer: Invitation) -> DomainError | None:
    """Accept an invitation and act for the organisation; what was refused, if it was."""
    try:
        actions.accept_invitation(offer, request.user, by=request.actor)
    except DomainError as error:
        return error
    access.choose_acting(request, offer.organization.ref)
    messages.success(request, _("You are a member now and act for this organisation."))
    return None


@public
@own_eyes_only
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: sign in or up, then join."""
    offers = Invitation.objects.select_related("organization", "invited_by")
    offer = offers.filter(token_digest=actions.digest_of(token)).first()
    if offer is None or not offer.is_open_at(clock.now()):
        return render(request, "accounts/invitation.html", {"offer": None}, status=410)
    refusal = None
    if not request.user.is_authenticated:
        # Whoever holds the link reads that mailbox: signing up with this address needs no second mail.
        get_adapter().stash_verified_email(request, offer.email)
    elif request.method == "POST":
        refusal = _join(cast(SignedInRequest, request), offer)
        if refusal is None:
            return redirect("accounts:members")
    context = {"offer": offer, "refusal": refusal, "path": request.path}
    return render(request, "accounts/invitation.html", context, status=refusal.status if refusal else 200)
