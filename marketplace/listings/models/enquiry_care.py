"""What stands around enquiries: reports and decisions, blocked senders, templates, how fast a holder answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.flow import Flow
from marketplace.core.models import Timestamped

from .enquiry import Enquiry, Side


class EnquiryReport(Timestamped):
    """One side's complaint about a thread, and what staff decided."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Advertising or the same text to many")
        FRAUD = "fraud", _("An attempt to deceive or to get money")
        ABUSE = "abuse", _("Insult or threat")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for staff")
        DISMISSED = "dismissed", _("No breach found")
        WARNED = "warned", _("The other side was warned")
        CLOSED = "closed", _("The thread was closed")
        BLOCKED = "blocked", _("The sender may not ask any more")

    FLOW = Flow(
        "enquiry_report",
        {Status.OPEN: [Status.DISMISSED, Status.WARNED, Status.CLOSED, Status.BLOCKED]},
    )

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="reports")
    side = models.CharField(max_length=8, choices=Side.choices)
    reason = models.CharField(_("what is wrong"), max_length=10, choices=Reason.choices)
    text = models.CharField(_("in your words"), max_length=1000, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    note = models.CharField(_("reason of the decision"), max_length=1000, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "side"], condition=Q(status="open"), name="listings_enquiryreport_once"
            )
        ]
        indexes = [models.Index(fields=["status", "created_at", "id"], name="listings_enquiryreport_queue")]

    def __str__(self) -> str:
        return f"report #{self.pk}"


class EnquiryBlock(Timestamped):
    """A sender who may not ask any more, by the same mark as `Enquiry.counterpart`, with the report that says why."""

    counterpart = models.CharField(max_length=64)
    report = models.ForeignKey(EnquiryReport, on_delete=models.PROTECT, related_name="blocks")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counterpart"], condition=Q(lifted_at__isnull=True), name="listings_enquiryblock_once"
            )
        ]

    def __str__(self) -> str:
        return f"block #{self.pk}"


class EnquiryTemplate(Timestamped):
    """An organisation's own beginning of an answer."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="enquiry_templates"
    )
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"), max_length=4000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "title"], name="listings_enquirytemplate_title")
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class ResponseTime(models.Model):
    """How fast an organisation usually answers a first question, kept by a schedule; too few answers say nothing."""

    organization = models.OneToOneField("accounts.Organization", on_delete=models.CASCADE, related_name="response_time")
    median_days = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.median_days}"
