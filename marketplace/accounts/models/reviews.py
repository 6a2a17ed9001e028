"""What staff decided about an organisation and on which papers, and the names under which it was verified before."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.core.models import Timestamped

from .evidence import Evidence
from .organizations import Organization


class OrganizationReviewQuerySet(QuerySet["OrganizationReview"]):
    """Reviews by where they stand."""

    def waiting(self) -> "OrganizationReviewQuerySet":
        """Those that wait for a decision, the oldest first: the term is the same for all, so it is due first."""
        return self.filter(decided_at__isnull=True, organization__status=Organization.Status.UNDER_REVIEW).order_by(
            "submitted_at", "pk"
        )


class OrganizationReview(Timestamped):
    """An organisation's papers handed in, and what staff decided: verified, or returned with reasons by field."""

    class Outcome(models.TextChoices):
        VERIFIED = "verified", _("Verified")
        RETURNED = "returned", _("Returned")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="reviews")
    submitted_at = models.DateTimeField()
    submitted_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    reasons = models.JSONField(default=dict)

    objects = OrganizationReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(decided_at__isnull=True),
                name="accounts_organizationreview_one_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(decided_at__isnull=True),
                name="accounts_review_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.outcome}"


class ReviewedEvidence(Timestamped):
    """A paper that staff looked at for a decision; it can't be taken back any more."""

    review = models.ForeignKey(OrganizationReview, on_delete=models.CASCADE, related_name="papers")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="reviews")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "evidence"], name="accounts_reviewedevidence_once")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.evidence_id}"


class OrganizationSuspension(Timestamped):
    """Why and since when an organisation may not act, and the status to which it comes back."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="suspensions")
    reason = models.CharField(max_length=500)
    status_before = models.CharField(max_length=20)
    suspended_at = models.DateTimeField()
    suspended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(ended_at__isnull=True), name="accounts_organizationsuspension_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.reason}"


class OrganizationName(Timestamped):
    """A name under which an organisation was verified before; a right registered under it is still its own."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160, db_index=True)
    uscc = models.CharField(max_length=18, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField()

    def __str__(self) -> str:
        return self.name
