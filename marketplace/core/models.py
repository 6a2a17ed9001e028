"""The kernel's own facts: events and their chain, the outbox, jobs, schedules, policy and the calendar."""

from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import clock
from .fields import CurrentTransaction


class Timestamped(models.Model):
    """When the row came and when it last changed; never a business fact."""

    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.updated_at = clock.now()
        if (names := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*names, "updated_at"}
        super().save(*args, **kwargs)


class Event(models.Model):
    """Something that happened, by whom, to what: appended once, refused update and delete by the database."""

    verb = models.CharField(max_length=60)
    actor = models.JSONField(encoder=DjangoJSONEncoder)
    organization_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_ref = models.CharField(max_length=80)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject_type", "subject_ref", "id"], name="core_event_subject"),
            models.Index(fields=["verb", "id"], name="core_event_verb"),
            models.Index(fields=["organization_id", "id"], name="core_event_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_ref}"


class EventSeal(models.Model):
    """A link of the chain: the root over a batch of events, bound to the link before and signed."""

    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    previous_hash = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    hash = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=128)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["previous_hash"], name="core_eventseal_one_successor"),
        ]

    def __str__(self) -> str:
        return self.hash[:12]


class SealedEvent(models.Model):
    """An event's place in a seal."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="sealed")
    seal = models.ForeignKey(EventSeal, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="core_sealedevent_position")]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}"


class IndexChange(models.Model):
    """A key whose search document may have changed; each index follows this log by a position of its own."""

    index = models.CharField(max_length=30)
    key = models.CharField(max_length=60)
    xact = models.BigIntegerField(db_default=CurrentTransaction())
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["index", "xact", "id"], name="core_indexchange_follow")]

    def __str__(self) -> str:
        return f"{self.index} {self.key}"


class Job(models.Model):
    """One mail, webhook or long task: leased, retried, kept when it fails for good."""

    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    lane = models.CharField(max_length=20, default="task")
    key = models.CharField(max_length=120, null=True, unique=True)
    run_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["lane", "run_at"],
                name="core_job_waiting",
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"


class ScheduleRun(models.Model):
    """When a schedule last ran, so that time is only ever played forward."""

    name = models.CharField(max_length=80, unique=True)
    ran_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class PolicyVersion(Timestamped):
    """A rate, cap, deadline, fee or class list of the city: dated data with its legal basis, never a constant."""

    class Confidence(models.TextChoices):
        SOURCED = "S", _("from a stored public source")
        KNOWLEDGE = "K", _("unverified: check before relying on it")
        DESIGN = "D", _("our own convention")

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField(default=date.min)
    valid_to = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=1, choices=Confidence.choices, default=Confidence.DESIGN)
    proposed_by = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("policy version")
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="core_policyversion_key_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="core_policyversion_period",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(approved_by=models.F("proposed_by")),
                name="core_policyversion_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class CalendarDay(models.Model):
    """A day of a published year that differs from the plain week: a holiday, or a working weekend (swap day)."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.day} {'working' if self.is_working else 'rest'}"


class CalendarYear(models.Model):
    """A year whose official working-day calendar has been entered; deadlines inside it are final."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return str(self.year)


class Tally(models.Model):
    """A kept counter, so that no page counts a whole table."""

    name = models.CharField(max_length=60, unique=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
