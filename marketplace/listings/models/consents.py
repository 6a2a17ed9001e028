"""A co-owner's consent to one listing, by mode."""

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import Actor
from marketplace.core.flow import Flow
from marketplace.core.models import Timestamped

from .listing import Mode


class ConsentStatus(models.TextChoices):
    ASKED = "asked", _("Asked")
    GIVEN = "given", _("Agreed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_S = ConsentStatus


class CoOwnerConsentQuerySet(QuerySet["CoOwnerConsent"]):
    """The consents an actor is asked for."""

    def asked_of(self, actor: Actor) -> "CoOwnerConsentQuerySet":
        return self.filter(organization_id=actor.organization_id or 0)


class CoOwnerConsent(Timestamped):
    """What a registered co-owner says to a listing in one mode (Patent Law 14).

    Asked of the co-owner's own organisation here, or proven by a paper that staff check (`evidence`, `checked_by`), or
    both: what a paper says for a co-owner that is here, that co-owner sees and can take back.
    """

    Status = ConsentStatus
    FLOW = Flow(
        "coownerconsent",
        {
            _S.ASKED: [_S.GIVEN, _S.REFUSED, _S.WITHDRAWN],
            _S.GIVEN: [_S.WITHDRAWN],
            _S.REFUSED: [_S.GIVEN, _S.ASKED],
            _S.WITHDRAWN: [_S.ASKED, _S.GIVEN],
        },
    )

    listing = models.ForeignKey("listings.Listing", on_delete=models.CASCADE, related_name="consents")
    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=300)
    owner_key = models.CharField(max_length=300, editable=False)
    mode = models.CharField(max_length=20, choices=Mode.choices)
    status = models.CharField(max_length=12, choices=ConsentStatus.choices, default=ConsentStatus.ASKED)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.PROTECT, null=True, related_name="consents_asked"
    )
    evidence = models.ForeignKey("accounts.Evidence", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    checked_by = models.BigIntegerField(null=True)

    objects = CoOwnerConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-owner's consent")
        verbose_name_plural = _("co-owners' consents")
        indexes = [models.Index(fields=["organization", "status", "-id"], name="listings_consents_asked")]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "right", "owner_key", "mode"], name="listings_coownerconsent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_name} {self.mode}"
