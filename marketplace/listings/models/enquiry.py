"""Enquiries: one thread for each buyer and listing, its messages and papers, and what waits for a mail address."""

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.flow import Flow
from marketplace.core.models import Timestamped


class Side(models.TextChoices):
    """Who wrote or did something in a thread."""

    BUYER = "buyer", _("Buyer")
    HOLDER = "holder", _("Holder")
    STAFF = "staff", _("Staff")


class EnquiryStatus(models.TextChoices):
    OPEN = "open", _("Waits for the holder")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", pgettext_lazy("enquiry", "Closed")


_S = EnquiryStatus
ENQUIRY_FLOW = Flow(
    "enquiry",
    {
        _S.OPEN: [_S.ANSWERED, _S.CLOSED],
        _S.ANSWERED: [_S.OPEN, _S.CLOSED],
        _S.CLOSED: [_S.OPEN, _S.ANSWERED],
    },
)


class EnquiryQuerySet(QuerySet["Enquiry"]):
    """Threads by side."""

    def held_by(self, organization_id: int | None) -> "EnquiryQuerySet":
        return self.filter(holder_id=organization_id or 0)

    def asked_by(self, user_id: int | None, organization_id: int | None) -> "EnquiryQuerySet":
        """Of an organisation that one acts for, else of the person."""
        if organization_id is not None:
            return self.filter(buyer_organization_id=organization_id)
        return self.filter(buyer_user_id=user_id or 0, buyer_organization__isnull=True)


class Enquiry(Timestamped):
    """A thread between a buyer (a person, an organisation or a guest with a verified address) and a listing's holder.

    `counterpart` names the buyer for the unique constraint without saying who it is (`enquiry_words.counterpart_of`).
    """

    Status = EnquiryStatus
    FLOW = ENQUIRY_FLOW

    ref = models.CharField(max_length=12, unique=True)
    listing = models.ForeignKey("listings.Listing", on_delete=models.PROTECT, related_name="enquiries")
    holder = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="enquiries_received")
    buyer_user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="enquiries_asked"
    )
    buyer_organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.PROTECT, null=True, related_name="enquiries_asked"
    )
    guest_email = models.EmailField(blank=True)
    guest_name = models.CharField(max_length=80, blank=True)
    guest_language = models.CharField(max_length=10, blank=True)
    counterpart = models.CharField(max_length=64)
    status = models.CharField(max_length=20, choices=EnquiryStatus.choices, default=EnquiryStatus.OPEN)
    is_anonymous = models.BooleanField(default=True)

    asked_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    closed_by_side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    is_reported = models.BooleanField(default=False)
    link_number = models.PositiveIntegerField(default=1)

    holder_unread = models.BooleanField(default=False)
    buyer_unread = models.BooleanField(default=False)
    holder_read_at = models.DateTimeField(null=True)
    buyer_read_at = models.DateTimeField(null=True)
    holder_told_at = models.DateTimeField(null=True)
    buyer_told_at = models.DateTimeField(null=True)
    holder_muted = models.BooleanField(default=False)
    buyer_muted = models.BooleanField(default=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [
            models.UniqueConstraint(fields=["listing", "counterpart"], name="listings_enquiry_once"),
        ]
        indexes = [
            models.Index(fields=["holder", "-last_message_at", "-id"], name="listings_enquiry_held"),
            models.Index(fields=["holder", "status", "-last_message_at", "-id"], name="listings_enquiry_state"),
            models.Index(fields=["holder", "answered_by", "-last_message_at", "-id"], name="listings_enquiry_agent"),
            models.Index(fields=["listing", "-last_message_at", "-id"], name="listings_enquiry_listing"),
            models.Index(
                fields=["holder", "-last_message_at", "-id"],
                name="listings_enquiry_unread",
                condition=Q(holder_unread=True),
            ),
            models.Index(
                fields=["holder", "-last_message_at", "-id"],
                name="listings_enquiry_reported",
                condition=Q(is_reported=True),
            ),
            models.Index(fields=["buyer_user", "-last_message_at", "-id"], name="listings_enquiry_person"),
            models.Index(fields=["buyer_organization", "-last_message_at", "-id"], name="listings_enquiry_buyer"),
            models.Index(
                fields=["last_message_at"], name="listings_enquiry_guests", condition=~Q(guest_email="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref

    @property
    def is_guest(self) -> bool:
        return bool(self.guest_email)

    @property
    def is_settled(self) -> bool:
        """Whether staff closed it: then nobody writes any more."""
        return self.status == EnquiryStatus.CLOSED and self.closed_by_side == Side.STAFF

    def is_muted(self, side: str) -> bool:
        return bool(getattr(self, f"{side}_muted"))

    def has_unread(self, side: str) -> bool:
        return bool(getattr(self, f"{side}_unread"))


class EnquiryMessage(models.Model):
    """What one side wrote; the database refuses to change it.

    `written_by` is kept of the holder's members only: who the buyer is, the thread says while it may be said.
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    written_by = models.BigIntegerField(null=True)
    text = models.TextField(max_length=4000)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["enquiry", "-id"], name="listings_enquirymessage_of"),
            models.Index(fields=["digest", "at"], name="listings_enquirymessage_same"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id}/{self.pk}"


def attachment_path(attachment: "EnquiryAttachment", filename: str) -> str:
    return f"enquiries/{attachment.digest[:2]}/{attachment.ref}"


class EnquiryAttachment(Timestamped):
    """A checked paper beside a message, for the two sides and, where the thread is reported, for staff."""

    ref = models.CharField(max_length=12, unique=True)
    message = models.ForeignKey(EnquiryMessage, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to=attachment_path)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.ref


class UnverifiedEnquiry(Timestamped):
    """A guest's question that waits until its mail address is verified; no holder sees it."""

    listing = models.ForeignKey("listings.Listing", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10)
    text = models.TextField(max_length=4000, blank=True)
    digest = models.CharField(max_length=64)
    is_anonymous = models.BooleanField(default=True)
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["digest", "created_at"], name="listings_unverified_same")]

    def __str__(self) -> str:
        return f"unverified #{self.pk}"

    def is_open_at(self, instant: Any) -> bool:
        return self.used_at is None and instant < self.expires_at
