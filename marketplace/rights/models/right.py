"""A right as the register knows it; everything derived is a projection of its event log."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.models import Timestamped


class RightKind(models.TextChoices):
    INVENTION = "invention", _("Invention patent")
    UTILITY_MODEL = "utility_model", _("Utility model")
    DESIGN = "design", _("Design")
    TRADEMARK = "trademark", _("Trademark")
    COPYRIGHT = "copyright", _("Copyright")
    PLANT_VARIETY = "plant_variety", _("Plant variety")
    LAYOUT_DESIGN = "layout_design", _("Layout design")
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("Geographical indication")


class RightStatus(models.TextChoices):
    UNKNOWN = "unknown", _("Status not known")
    PENDING = "pending", _("Pending")
    IN_FORCE = "in_force", _("In force")
    TERMINATED = "terminated", _("Lapsed, fee unpaid")
    EXPIRED = "expired", _("Term ended")
    INVALIDATED = "invalidated", _("Declared invalid")
    ABANDONED = "abandoned", _("Abandoned")
    CANCELLED = "cancelled", _("Cancelled")
    REFUSED = "refused", _("Refused or withdrawn")


class Owner(Timestamped):
    """An owner as the register names it; linked to an organisation only by proof."""

    ref = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300, unique=True, editable=False)
    name_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    province = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=60, blank=True)
    right_count = models.PositiveIntegerField(default=0)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.SET_NULL, null=True, related_name="register_names"
    )

    class Meta:
        verbose_name = _("owner")
        verbose_name_plural = _("owners")

    def __str__(self) -> str:
        return self.name


class Right(Timestamped):
    """A patent, trademark or other right. Columns under "projection" are rebuilt from `RightEvent` rows."""

    Kind = RightKind
    Status = RightStatus

    slug = models.CharField(max_length=60, unique=True)
    kind = models.CharField(_("kind of right"), max_length=30, choices=RightKind.choices)
    jurisdiction = models.CharField(max_length=2, default="CN")
    title = models.CharField(_("title"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    filing_on = models.DateField(_("filing date"), null=True)
    publication_on = models.DateField(null=True)
    main_class = models.CharField(max_length=40, blank=True)
    classes = models.JSONField(default=list)
    inventors = models.JSONField(default=list)
    province = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=120, blank=True)
    as_of = models.DateField(null=True)
    twin = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    # projection
    status = models.CharField(max_length=20, choices=RightStatus.choices, default=RightStatus.UNKNOWN)
    status_on = models.DateField(null=True)
    granted_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    compensation_days = models.PositiveIntegerField(default=0)
    annuity_due_on = models.DateField(null=True)
    annuity_paid_year = models.PositiveSmallIntegerField(null=True)
    owner_names = models.CharField(max_length=1000, blank=True)
    owner_kind = models.CharField(max_length=20, blank=True)
    is_pledged = models.BooleanField(default=False)
    is_frozen = models.BooleanField(default=False)
    is_licensed = models.BooleanField(default=False)
    has_open_licence = models.BooleanField(default=False)
    is_suspended = models.BooleanField(default=False)
    number_proven = models.BooleanField(default=True)
    recheck_on = models.DateField(null=True)
    proof = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        indexes = [
            models.Index(fields=["expires_on"], name="rights_right_expiring", condition=Q(status="in_force")),
            models.Index(fields=["annuity_due_on"], name="rights_right_annuity", condition=Q(status="in_force")),
            models.Index(fields=["recheck_on"], name="rights_right_recheck", condition=Q(recheck_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.slug})"

    @property
    def is_patent(self) -> bool:
        return self.kind in (RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN)

    @property
    def is_in_force(self) -> bool:
        return self.status == RightStatus.IN_FORCE


class RightNumber(models.Model):
    """Every number of a right, each leading to the one right."""

    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="numbers")
    scheme = models.CharField(max_length=30)
    canonical = models.CharField(max_length=60)
    slug = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.canonical


class RightOwner(models.Model):
    """An owner's place in a right's present owner list; a projection of grant, transfer and name-change events."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="owners")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, null=True, related_name="holdings")
    name = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["right", "position"], name="rights_rightowner_position")]

    def __str__(self) -> str:
        return self.name


class RightText(models.Model):
    """What a right says: abstract, claims, citations; apart from the row that lists read."""

    right = models.OneToOneField(Right, on_delete=models.CASCADE, related_name="text")
    abstract = models.TextField(blank=True)
    abstract_en = models.TextField(blank=True)
    claims = models.JSONField(default=list)
    citations = models.JSONField(default=list)
    goods = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.abstract[:40]


def drawing_path(drawing: "RightDrawing", filename: str) -> str:
    return f"drawings/{drawing.digest[:2]}/{drawing.digest}.png"


class RightDrawing(models.Model):
    """A figure of a patent or the picture of a mark, re-encoded by us."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="drawings")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80, blank=True)
    file = models.FileField(upload_to=drawing_path)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["right", "position"], name="rights_rightdrawing_position")]

    def __str__(self) -> str:
        return self.label or str(self.position)
