"""The append-only log of legal events, and the imports that fill it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.flow import Flow
from marketplace.core.models import Timestamped

# Corrections of ours: they supersede one earlier event and carry reason and second person.
CORRECTION_CODES = ("ZR90",)


class ImportBatch(Timestamped):
    """One file's import: where it stands, what it wrote, what it refused."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        INTERRUPTED = "interrupted", _("Interrupted")
        FINISHED = "finished", _("Finished")
        REFUSED = "refused", _("Refused")

    FLOW = Flow(
        "importbatch",
        {
            Status.RUNNING: [Status.FINISHED, Status.INTERRUPTED, Status.REFUSED],
            Status.INTERRUPTED: [Status.RUNNING],
            Status.REFUSED: [Status.RUNNING],
        },
    )

    ref = models.CharField(max_length=12, unique=True)
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    format = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.RUNNING)
    position = models.BigIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rights_added = models.PositiveIntegerField(default=0)
    rights_changed = models.PositiveIntegerField(default=0)
    events_added = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    error_path = models.CharField(max_length=255, blank=True)
    started_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.ref} {self.filename}"


class RightEvent(models.Model):
    """A register fact about a right: appended once, never edited; a wrong one is superseded by a correction."""

    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="events")
    code = models.CharField(max_length=8)
    on = models.DateField()
    facts = models.JSONField(default=dict)
    source = models.CharField(max_length=120)
    source_ref = models.CharField(max_length=120, blank=True)
    as_of = models.DateField()
    fingerprint = models.CharField(max_length=40)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    reason = models.CharField(max_length=500, blank=True)
    entered_by = models.BigIntegerField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, related_name="events")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("register event")
        verbose_name_plural = _("register events")
        indexes = [models.Index(fields=["right", "on", "id"], name="rights_rightevent_log")]
        constraints = [
            models.UniqueConstraint(fields=["right", "fingerprint"], name="rights_rightevent_once"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True)
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=models.F("entered_by")) & ~Q(reason="")),
                name="rights_rightevent_correction_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.on}"
