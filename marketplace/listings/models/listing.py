"""A listing: one right or a bundle, offered in one or more modes."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import Actor
from marketplace.core.flow import Flow
from marketplace.core.models import Timestamped
from marketplace.core.money import Money


class Mode(models.TextChoices):
    SALE = "sale", _("Sale")
    EXCLUSIVE_LICENCE = "exclusive_licence", _("Exclusive licence")
    SOLE_LICENCE = "sole_licence", _("Sole licence")
    ORDINARY_LICENCE = "ordinary_licence", _("Ordinary licence")
    OPEN_LICENCE = "open_licence", _("Open licence")
    EQUITY = "equity", _("Equity contribution")


class PriceKind(models.TextChoices):
    FIXED = "fixed", _("Fixed price")
    RANGE = "range", _("From-to")
    NEGOTIABLE = "negotiable", _("Negotiable")
    ON_REQUEST = "on_request", _("On request")


class ListingStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    VERIFYING = "verifying", _("In review")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    IN_NEGOTIATION = "in_negotiation", _("In negotiation")
    RESERVED = "reserved", _("Reserved")
    UNDER_CONTRACT = "under_contract", _("Under contract")
    SETTLING = "settling", _("Settling")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Expired")
    SOLD_ELSEWHERE = "sold_elsewhere", _("Sold elsewhere")


_S = ListingStatus
SHOWN = (_S.PUBLISHED, _S.IN_NEGOTIATION, _S.RESERVED)
EDITABLE = (_S.DRAFT, _S.RETURNED, _S.WITHDRAWN, _S.EXPIRED)

FLOW = Flow(
    "listing",
    {
        _S.DRAFT: [_S.VERIFYING, _S.WITHDRAWN],
        _S.VERIFYING: [_S.PUBLISHED, _S.RETURNED, _S.WITHDRAWN],
        _S.RETURNED: [_S.VERIFYING, _S.WITHDRAWN],
        _S.PUBLISHED: [_S.IN_NEGOTIATION, _S.RESERVED, _S.WITHDRAWN, _S.SUSPENDED, _S.EXPIRED, _S.SOLD_ELSEWHERE],
        _S.IN_NEGOTIATION: [
            _S.PUBLISHED,
            _S.RESERVED,
            _S.WITHDRAWN,
            _S.SUSPENDED,
            _S.EXPIRED,
            _S.SOLD_ELSEWHERE,
        ],
        _S.RESERVED: [_S.UNDER_CONTRACT, _S.PUBLISHED, _S.SUSPENDED],
        _S.UNDER_CONTRACT: [_S.SETTLING, _S.PUBLISHED, _S.SUSPENDED],
        _S.SETTLING: [_S.CLOSED, _S.PUBLISHED, _S.SUSPENDED],
        _S.SUSPENDED: [_S.PUBLISHED, _S.WITHDRAWN, _S.EXPIRED, _S.SOLD_ELSEWHERE],
        _S.WITHDRAWN: [_S.DRAFT],
        _S.EXPIRED: [_S.DRAFT],
        _S.SOLD_ELSEWHERE: [],
        _S.CLOSED: [],
    },
)


class Industry(models.Model):
    """A link of the city's industry chain; editable data."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")

    def __str__(self) -> str:
        return self.name


class ListingQuerySet(QuerySet["Listing"]):
    """The rows an actor may see."""

    def shown(self) -> "ListingQuerySet":
        return self.filter(status__in=SHOWN)

    def found_on(self, day: date) -> "ListingQuerySet":
        """Shown listings whose verification still counts: what lists, search and sitemaps hold."""
        return self.shown().filter(Q(stale_on__isnull=True) | Q(stale_on__gt=day))

    def visible_to(self, actor: Actor) -> "ListingQuerySet":
        if actor.may("read_every_listing"):
            return self
        visible = Q(status__in=SHOWN)
        if actor.organization_id is not None:
            visible |= Q(organization_id=actor.organization_id)
        return self.filter(visible)

    def owned_by(self, actor: Actor) -> "ListingQuerySet":
        return self.filter(organization_id=actor.organization_id or 0)


class Listing(Timestamped):
    """An offer of one right or a bundle by an organisation."""

    Status = ListingStatus
    FLOW = FLOW

    ref = models.CharField(max_length=12, unique=True)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="listings")
    created_by = models.BigIntegerField(null=True)
    rights = models.ManyToManyField("rights.Right", through="ListingRight", related_name="listings")
    status = models.CharField(max_length=20, choices=ListingStatus.choices, default=ListingStatus.DRAFT)

    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    benefit = models.CharField(_("benefit in one sentence"), max_length=200, blank=True)
    benefit_en = models.CharField(_("benefit in English"), max_length=300, blank=True)
    problem = models.TextField(_("problem solved"), max_length=4000, blank=True)
    problem_en = models.TextField(_("problem solved, in English"), max_length=6000, blank=True)
    applications = models.TextField(_("applications"), max_length=4000, blank=True)
    applications_en = models.TextField(_("applications in English"), max_length=6000, blank=True)
    maturity = models.PositiveSmallIntegerField(_("maturity"), null=True, blank=True)
    industry = models.ForeignKey(
        Industry, on_delete=models.PROTECT, null=True, blank=True, related_name="listings", verbose_name=_("industry")
    )
    region = models.CharField(_("county or district"), max_length=6, blank=True)

    price_kind = models.CharField(_("price"), max_length=12, choices=PriceKind.choices, default=PriceKind.NEGOTIABLE)
    price_amount = models.BigIntegerField(_("price"), null=True, blank=True)
    price_to_amount = models.BigIntegerField(_("price up to"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")

    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    verified_on = models.DateField(null=True)
    stale_on = models.DateField(null=True)
    told_age = models.CharField(max_length=8, blank=True)
    suspension = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="listings_shown_newest", condition=Q(status__in=SHOWN)),
            models.Index(fields=["organization", "-id"], name="listings_of_organization"),
            models.Index(fields=["status", "submitted_at", "id"], name="listings_queue"),
            models.Index(fields=["stale_on"], name="listings_stale", condition=Q(status__in=SHOWN)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(price_kind="fixed") | Q(price_amount__gt=0), name="listings_listing_fixed_price"
            ),
            models.CheckConstraint(
                condition=~Q(price_kind="range")
                | (Q(price_amount__gt=0) & Q(price_to_amount__gt=models.F("price_amount"))),
                name="listings_listing_price_range",
            ),
            models.CheckConstraint(
                condition=Q(maturity__isnull=True) | Q(maturity__range=(1, 9)), name="listings_listing_maturity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def is_shown(self) -> bool:
        return self.status in SHOWN

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def price(self) -> Money | None:
        return Money(self.price_amount, self.currency) if self.price_amount is not None else None

    @property
    def price_to(self) -> Money | None:
        return Money(self.price_to_amount, self.currency) if self.price_to_amount is not None else None

    def is_visible_to(self, actor: Actor) -> bool:
        """The same as `ListingQuerySet.visible_to`, of one row."""
        own = actor.organization_id is not None and actor.organization_id == self.organization_id
        return self.is_shown or own or actor.may("read_every_listing")

    def text(self, field: str, language: str) -> Any:
        """A text in the reader's language, else in the other one."""
        own, other = (f"{field}_en", field) if language == "en" else (field, f"{field}_en")
        return getattr(self, own) or getattr(self, other)


class ListingRight(models.Model):
    """A right's place in a listing."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="items")
    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="listing_items")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "right"], name="listings_listingright_once")]

    def __str__(self) -> str:
        return f"{self.listing_id}/{self.right_id}"


class ListingTerm(models.Model):
    """A mode in which the listing is offered, with its own price where it differs from the headline."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="terms")
    mode = models.CharField(max_length=20, choices=Mode.choices)
    price_kind = models.CharField(max_length=12, choices=PriceKind.choices, default=PriceKind.NEGOTIABLE)
    amount = models.BigIntegerField(null=True, blank=True)
    amount_to = models.BigIntegerField(null=True, blank=True)
    is_yearly = models.BooleanField(default=False)
    royalty_bp = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "mode"], name="listings_listingterm_once"),
            models.CheckConstraint(
                condition=Q(royalty_bp__isnull=True) | Q(royalty_bp__lte=10000), name="listings_listingterm_royalty"
            ),
        ]

    def __str__(self) -> str:
        return self.mode


class ListingReturn(Timestamped):
    """A field a moderator sent back, with the reason the holder reads beside it."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="returns")
    field = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    returned_by = models.BigIntegerField()
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.field
