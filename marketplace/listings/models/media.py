"""A listing's pictures and documents; originals are private, renditions are made by us."""

from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.models import Timestamped


def picture_path(picture: "ListingPicture", filename: str) -> str:
    return f"pictures/{picture.digest[:2]}/{picture.digest}{PurePath(filename).suffix or '.png'}"


def document_path(document: "ListingDocument", filename: str) -> str:
    return f"documents/{document.digest[:2]}/{document.digest}"


class ListingPicture(Timestamped):
    """A picture as re-encoded by us: upright, without EXIF or GPS."""

    ref = models.CharField(max_length=12, unique=True)
    listing = models.ForeignKey("listings.Listing", on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to=picture_path)
    digest = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("description of the picture"), max_length=200, blank=True)
    alt_en = models.CharField(_("description in English"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.alt or self.ref


class ListingDocument(Timestamped):
    """A document, served only through permission."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        SIGNED_IN = "signed_in", _("Signed-in organisations")
        PRIVATE = "private", _("Only us and the staff")

    ref = models.CharField(max_length=12, unique=True)
    listing = models.ForeignKey("listings.Listing", on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=120)
    file = models.FileField(upload_to=document_path)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.SIGNED_IN)

    def __str__(self) -> str:
        return self.title
