"""Burdens on a right, the one exclusive path it can be promised on, consents, and proofs of ownership."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.models import Timestamped


class Encumbrance(models.Model):
    """A burden as the register shows it; a projection of pledge, preservation, licence and suspension events."""

    class Kind(models.TextChoices):
        PLEDGE = "pledge", _("Pledge")
        PRESERVATION = "preservation", _("Frozen by a court")
        EXCLUSIVE_LICENCE = "exclusive_licence", _("Exclusive licence on record")
        SOLE_LICENCE = "sole_licence", _("Sole licence on record")
        ORDINARY_LICENCE = "ordinary_licence", _("Ordinary licence on record")
        OPEN_LICENCE = "open_licence", _("Open licence declared")
        SUSPENSION = "suspension", _("Procedure suspended")
        INVALIDATION = "invalidation", _("Invalidation requested")

    right = models.ForeignKey("rights.Right", on_delete=models.CASCADE, related_name="encumbrances")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    registration_no = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=300, blank=True)
    effective_on = models.DateField()
    released_on = models.DateField(null=True)
    source = models.CharField(max_length=120)
    as_of = models.DateField()
    event = models.ForeignKey("rights.RightEvent", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.registration_no}"


class ExclusivePath(Timestamped):
    """The one promise a right can be under: the database allows a single open row for each right."""

    class Kind(models.TextChoices):
        SALE = "sale", _("Sale")
        EXCLUSIVE_LICENCE = "exclusive_licence", _("Exclusive licence")
        SOLE_LICENCE = "sole_licence", _("Sole licence")
        AUCTION = "auction", _("Auction")
        PLEDGE = "pledge", _("Pledge")
        OPEN_LICENCE = "open_licence", _("Open licence")

    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="paths")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    holder_type = models.CharField(max_length=60)
    holder_ref = models.CharField(max_length=60)
    taken_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True)
    yielded_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="yielding")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["right"],
                condition=Q(released_at__isnull=True, yielded_to__isnull=True),
                name="rights_exclusivepath_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.holder_ref}"


class PledgeeConsent(Timestamped):
    """A pledgee's written consent to one listing or deal on the pledged right (Civil Code 444)."""

    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="pledgee_consents")
    encumbrance_no = models.CharField(max_length=40)
    listing_ref = models.CharField(max_length=12, blank=True)
    deal_ref = models.CharField(max_length=12, blank=True)
    given_by = models.BigIntegerField()
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.encumbrance_no


class OwnershipProof(Timestamped):
    """Why an organisation may offer a right: register match, checked document or power of attorney.

    `owner_name` is the registered owner it stands for, where that is known.
    """

    class Kind(models.TextChoices):
        REGISTER_MATCH = "register_match", _("Register match")
        DOCUMENT = "document", _("Document checked by staff")
        POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney")

    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="ownership_proofs")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    source = models.CharField(max_length=120)
    proven_on = models.DateField()
    owner_name = models.CharField(max_length=300, blank=True)
    power = models.ForeignKey("rights.PowerOfAttorney", on_delete=models.PROTECT, null=True, related_name="proofs")
    ended_at = models.DateTimeField(null=True)
    checked_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["right", "organization"], name="rights_ownershipproof_pair")]

    def __str__(self) -> str:
        return f"{self.kind} {self.proven_on}"
