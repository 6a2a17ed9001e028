"""What a person accepted, the copy of their data that they asked for, and when staff looked with their eyes."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.core.models import Timestamped

from .people import User


class LegalAcceptance(Timestamped):
    """A person's acceptance of one version of the terms or the privacy notice."""

    class Kind(models.TextChoices):
        TERMS = "terms", _("Terms of use")
        PRIVACY = "privacy", _("Privacy notice")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="legal_acceptances")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "version"], name="accounts_legalacceptance_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


def export_path(export: "AccountExport", filename: str) -> str:
    return f"exports/{filename}"


class AccountExport(Timestamped):
    """A person's own data in one file, made by a job, for a short time; one at a time."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="export")
    file = models.FileField(upload_to=export_path, blank=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {'ready' if self.ready_at else 'asked for'}"


class StaffViewQuerySet(QuerySet["StaffView"]):
    """Looks by where they stand."""

    def running(self) -> "StaffViewQuerySet":
        return self.filter(ended_at__isnull=True)


class StaffView(Timestamped):
    """A member of the staff looks at the platform as another person sees it: read-only, for a reason, for minutes."""

    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="staff_views")
    reason = models.CharField(_("reason"), max_length=300)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = StaffViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(ended_at__isnull=True), name="accounts_staffview_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["person", "-id"], name="accounts_staffview_of")]

    def __str__(self) -> str:
        return f"{self.staff_id} as {self.person_id}"
