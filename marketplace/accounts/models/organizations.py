"""Organisations and who belongs to which in what role."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import TWO_PERSON_ROLES, OrganizationKind, Role
from marketplace.core.flow import Flow
from marketplace.core.models import Timestamped

from .people import User


class Organization(Timestamped):
    """A firm, person in business, university, bank or office that acts on the platform."""

    class Status(models.TextChoices):
        UNVERIFIED = "unverified", _("Not verified yet")
        UNDER_REVIEW = "under_review", _("Under review")
        RETURNED = "returned", _("Returned")
        VERIFIED = "verified", _("Verified")
        SUSPENDED = "suspended", _("Suspended")

    FLOW = Flow(
        "organization",
        {
            Status.UNVERIFIED: [Status.UNDER_REVIEW, Status.VERIFIED, Status.SUSPENDED],
            Status.UNDER_REVIEW: [Status.VERIFIED, Status.RETURNED, Status.SUSPENDED],
            Status.RETURNED: [Status.UNDER_REVIEW, Status.SUSPENDED],
            Status.VERIFIED: [Status.SUSPENDED, Status.UNDER_REVIEW],
            # Back to the status before (`OrganizationSuspension.status_before`).
            Status.SUSPENDED: [Status.UNVERIFIED, Status.UNDER_REVIEW, Status.RETURNED, Status.VERIFIED],
        },
    )

    ref = models.CharField(max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices)
    name = models.CharField(_("registered name"), max_length=160)
    name_key = models.CharField(max_length=160, db_index=True, editable=False)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, null=True, blank=True, unique=True)
    region = models.CharField(_("county or district"), max_length=6, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, max_length=2000)
    introduction_en = models.TextField(_("introduction in English"), blank=True, max_length=2000)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UNVERIFIED)
    verified_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="operator"), name="accounts_organization_one_operator"
            ),
            models.CheckConstraint(
                condition=~Q(kind="foreign") | Q(uscc__isnull=True), name="accounts_organization_foreign_without_uscc"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        return self.status == self.Status.VERIFIED

    def former_name_keys(self) -> set[str]:
        """Keys of names under which this code's organisation was verified before; another code is another firm."""
        return set(self.former_names.filter(uscc=self.uscc or "").values_list("name_key", flat=True))


class Membership(Timestamped):
    """A person's belonging to an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], condition=Q(ended_at__isnull=True), name="accounts_membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organization_id}"


class MembershipRole(Timestamped):
    """A role within a membership; reviewer and approver wait for a second person."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "role"], condition=Q(ended_at__isnull=True), name="accounts_membershiprole_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(granted_by__isnull=True)
                | ~Q(confirmed_by=models.F("granted_by")),
                name="accounts_membershiprole_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.role

    @property
    def is_in_force(self) -> bool:
        """A two-person role counts only when a second person has confirmed it."""
        return self.ended_at is None and (self.role not in TWO_PERSON_ROLES or self.confirmed_by_id is not None)


class Invitation(Timestamped):
    """An owner's offer, mailed as a one-time link, to join an organisation in a role."""

    class Status(models.TextChoices):
        OPEN = "open", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    FLOW = Flow("invitation", {Status.OPEN: [Status.ACCEPTED, Status.WITHDRAWN]})

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"], condition=Q(status="open"), name="accounts_invitation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.organization_id}"

    def is_open_at(self, instant: datetime) -> bool:
        return self.status == self.Status.OPEN and instant < self.expires_at
