"""What organisations say of their hold on rights, on what papers, and what staff decide where two say the same."""

from datetime import date

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import Actor
from marketplace.core.flow import Flow
from marketplace.core.models import Timestamped


class CheckedByStaff(Timestamped):
    """Something handed in with papers, that staff accept or return."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Being checked")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned")
        ENDED = "ended", _("Ended")

    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField()
    submitted_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


_STEPS: dict[str, list[str]] = {
    CheckedByStaff.Status.SUBMITTED: [
        CheckedByStaff.Status.ACCEPTED,
        CheckedByStaff.Status.RETURNED,
        CheckedByStaff.Status.ENDED,
    ],
    CheckedByStaff.Status.ACCEPTED: [CheckedByStaff.Status.ENDED],
    CheckedByStaff.Status.RETURNED: [],
    CheckedByStaff.Status.ENDED: [],
}


class PowerOfAttorneyQuerySet(QuerySet["PowerOfAttorney"]):
    """The powers an actor may see, and those in force."""

    def visible_to(self, actor: Actor) -> "PowerOfAttorneyQuerySet":
        if actor.may("decide_power_of_attorney"):
            return self
        own = actor.organization_id or 0
        return self.filter(Q(agent_id=own) | Q(principal_id=own))

    def in_force(self, today: date) -> "PowerOfAttorneyQuerySet":
        return self.filter(status=CheckedByStaff.Status.ACCEPTED, starts_on__lte=today, ends_on__gte=today)


class PowerOfAttorney(CheckedByStaff):
    """An owner's written power for an agent to offer its rights, for a term, after which it ends by itself."""

    FLOW = Flow("powerofattorney", _STEPS)

    ref = models.CharField(max_length=12, unique=True)
    agent = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="powers_held")
    principal_name = models.CharField(_("owner as the register names it"), max_length=300)
    principal_key = models.CharField(max_length=300, editable=False)
    principal = models.ForeignKey(
        "accounts.Organization", on_delete=models.PROTECT, null=True, related_name="powers_given"
    )
    covers_all = models.BooleanField(_("all rights of the owner"), default=False)
    rights = models.ManyToManyField("rights.Right", related_name="+")
    starts_on = models.DateField(_("in force from"))
    ends_on = models.DateField(_("last day in force"))
    papers = models.ManyToManyField("accounts.Evidence", through="PowerPaper", related_name="+")

    objects = PowerOfAttorneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("power of attorney")
        verbose_name_plural = _("powers of attorney")
        indexes = [
            models.Index(fields=["agent", "principal_key"], name="rights_power_of_agent"),
            models.Index(fields=["status", "ends_on"], name="rights_power_ending"),
            models.Index(fields=["status", "submitted_at", "id"], name="rights_power_queue"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="rights_powerofattorney_period"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    def is_in_force_on(self, day: date) -> bool:
        return self.status == self.Status.ACCEPTED and self.starts_on <= day <= self.ends_on


class PowerPaper(models.Model):
    """A paper on which a power of attorney stands."""

    power = models.ForeignKey(PowerOfAttorney, on_delete=models.CASCADE, related_name="paper_rows")
    evidence = models.ForeignKey("accounts.Evidence", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.power_id}/{self.evidence_id}"


class OwnershipClaimQuerySet(QuerySet["OwnershipClaim"]):
    """The claims an actor may see."""

    def visible_to(self, actor: Actor) -> "OwnershipClaimQuerySet":
        if actor.may("decide_ownership_claim"):
            return self
        return self.filter(organization_id=actor.organization_id or 0)


class OwnershipClaim(CheckedByStaff):
    """An organisation's statement that it holds a right, with the papers that show it."""

    FLOW = Flow("ownershipclaim", _STEPS)

    ref = models.CharField(max_length=12, unique=True)
    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="claims")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="ownership_claims")
    owner_name = models.CharField(_("owner as the register names it"), max_length=300, blank=True)
    statement = models.CharField(_("how the right came to you"), max_length=1000, blank=True)
    papers = models.ManyToManyField("accounts.Evidence", through="ClaimPaper", related_name="+")

    objects = OwnershipClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("ownership claim")
        verbose_name_plural = _("ownership claims")
        indexes = [models.Index(fields=["status", "submitted_at", "id"], name="rights_claim_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["right", "organization"],
                condition=Q(status="submitted"),
                name="rights_ownershipclaim_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.ref


class ClaimPaper(models.Model):
    """A paper on which a claim stands."""

    claim = models.ForeignKey(OwnershipClaim, on_delete=models.CASCADE, related_name="paper_rows")
    evidence = models.ForeignKey("accounts.Evidence", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.evidence_id}"


class OwnershipDispute(Timestamped):
    """Two organisations claim one right: nothing of it is shown until staff have decided on the evidence."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        DECIDED = "decided", _("Decided")

    FLOW = Flow("ownershipdispute", {Status.OPEN: [Status.DECIDED]})

    ref = models.CharField(max_length=12, unique=True)
    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="disputes")
    parties = models.ManyToManyField("accounts.Organization", related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_for = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("ownership dispute")
        verbose_name_plural = _("ownership disputes")
        constraints = [
            models.UniqueConstraint(
                fields=["right"], condition=Q(status="open"), name="rights_ownershipdispute_one_open"
            )
        ]

    def __str__(self) -> str:
        return self.ref
