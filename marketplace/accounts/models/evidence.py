"""Papers that prove something: kept as they were handed in, read by their organisation and by staff alone."""

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import Actor
from marketplace.core.models import Timestamped

from .organizations import Organization


def evidence_path(evidence: "Evidence", filename: str) -> str:
    return f"evidence/{evidence.digest[:2]}/{evidence.digest}"


class EvidenceQuerySet(QuerySet["Evidence"]):
    """The papers an actor may read."""

    def visible_to(self, actor: Actor) -> "EvidenceQuerySet":
        if actor.may("read_every_evidence"):
            return self
        if actor.organization_id is None or not actor.may("read_evidence"):
            return self.none()
        return self.filter(organization_id=actor.organization_id)


class Evidence(Timestamped):
    """A paper handed in to prove something; what it proves points to it, and it is never changed."""

    class Purpose(models.TextChoices):
        IDENTITY = "identity", _("Business licence or certificate")
        OWNERSHIP = "ownership", _("Proof of ownership")
        POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney")
        CONSENT = "consent", _("Written consent")
        NOTICE = "notice", _("Notice or counter-notice")

    ref = models.CharField(max_length=12, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="evidence")
    purpose = models.CharField(_("what it proves"), max_length=20, choices=Purpose.choices)
    title = models.CharField(_("title"), max_length=120)
    file = models.FileField(upload_to=evidence_path)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    uploaded_by = models.BigIntegerField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        indexes = [models.Index(fields=["organization", "-id"], name="accounts_evidence_of")]

    def __str__(self) -> str:
        return self.title
