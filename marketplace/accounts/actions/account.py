"""The copy of one's own data, and closing one's account."""

import json
import secrets
import zipfile
from datetime import timedelta
from io import BytesIO

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core import clock, events, outbox, policy
from marketplace.core.access import Actor, Role
from marketplace.core.errors import Conflict, NotAllowed

from .. import notices, refusals
from ..member_mail import tell_change
from ..models import AccountExport, Invitation, Membership, Organization, User
from ..personal import data_of, erase
from .members import require_other_owner, stop_role

EXPORT_TASK = "accounts.build_export"
_Status = Organization.Status


@transaction.atomic
def request_export(user: User, *, by: Actor) -> AccountExport:
    """Let a copy of everything held about a person be made; a finished one is replaced. Raises NotAllowed, Conflict."""
    if by.user_id != user.pk:
        raise NotAllowed()

    User.objects.select_for_update().get(pk=user.pk)
    former = AccountExport.objects.filter(user=user).first()
    if former is not None and former.ready_at is None:
        raise Conflict(refusals.EXPORT_UNDER_WAY)

    if former is not None:
        drop_export(former)
    export = AccountExport.objects.create(user=user, requested_at=clock.now())
    events.record("accountexport.requested", subject=export, by=by)
    outbox.enqueue(EXPORT_TASK, export_id=export.pk)
    return export


def build_export(export: AccountExport) -> AccountExport:
    """Write the file and tell the person. In the job's transaction; a repeated job finds it done."""
    if export.ready_at is not None:
        return export
    content = json.dumps(data_of(export.user), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", content)
    export.file.save(f"{secrets.token_hex(16)}.zip", ContentFile(archive.getvalue()), save=False)
    export.ready_at = clock.now()
    export.expires_at = export.ready_at + timedelta(hours=policy.value("accounts.export_hours"))
    export.save()
    page = {"page": reverse("accounts:account_data"), "until": export.expires_at}
    notices.tell([export.user], "emails/export_ready", page, topic="account")
    return export


def drop_export(export: AccountExport) -> None:
    """Remove a copy with its file, once the removal is certain."""
    if export.file:
        storage, name = export.file.storage, str(export.file.name)
        transaction.on_commit(lambda: storage.delete(name))
    export.delete()


@transaction.atomic
def close_account(user: User, *, by: Actor) -> User:
    """Erase a person: the row stays as a number, so that decisions keep their author and the events still verify.

    Raises NotAllowed, LastOwner where a living organisation would be left without an owner.
    """
    if by.user_id != user.pk:
        raise NotAllowed()

    memberships = list(user.memberships.filter(ended_at__isnull=True).select_related("organization").order_by("pk"))
    for membership in memberships:
        if membership.roles.filter(role=Role.OWNER, ended_at__isnull=True).exists() and not _ends_with(membership):
            _refuse_last_owner(membership)

    for membership in memberships:
        _leave(membership, by)
    erase(user, by)
    address = f"closed-{user.pk}@account.invalid"
    for offer in Invitation.objects.filter(email__iexact=user.email):
        if offer.status == Invitation.Status.OPEN:
            Invitation.FLOW.advance(offer, Invitation.Status.WITHDRAWN, by=by)
    Invitation.objects.filter(email__iexact=user.email).update(email=address)
    for export in AccountExport.objects.filter(user=user):
        drop_export(export)
    for session in UserSession.objects.filter(user=user):
        session.end()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.notification_preferences.all().delete()
    user.email, user.full_name, user.is_active = address, f"#{user.pk}", False
    user.first_name = user.last_name = ""
    user.set_unusable_password()
    user.save()

    events.record("user.closed", subject=user, by=by)
    return user


def _ends_with(membership: Membership) -> bool:
    """Whether the organisation was never verified and has nobody else: it does not outlive the person's account."""
    organization = membership.organization
    others = organization.memberships.filter(ended_at__isnull=True).exclude(pk=membership.pk)
    return organization.status in (_Status.UNVERIFIED, _Status.RETURNED) and not others.exists()


def _refuse_last_owner(membership: Membership) -> None:
    try:
        require_other_owner(membership.organization, membership)
    except refusals.LastOwner as error:
        sentence = _(
            "You are the last owner of %(name)s. Make somebody else an owner first, or write to the address in the "
            "imprint to have the organisation closed."
        )
        raise refusals.LastOwner(sentence % {"name": membership.organization.name}) from error


def _leave(membership: Membership, by: Actor) -> None:
    """End a membership; an organisation that ends with it gives its code back."""
    organization = membership.organization
    if _ends_with(membership) and organization.uscc:
        organization.uscc = None
        organization.save(update_fields=["uscc"])
        events.record("organization.left", subject=organization, by=by)
    for role in membership.roles.filter(ended_at__isnull=True):
        stop_role(role, by=by)
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    events.record("membership.ended", subject=membership, by=by, facts={"organization": organization.ref})
    tell_change(organization, membership.user, "left", by=by)
