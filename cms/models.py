"""The site's own picture and document models, set before the first migration; pages join with the outreach site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CmsImage(AbstractImage):
    """An editor's picture; the words that describe it are required."""

    description_en = models.CharField(_("description in English"), max_length=255, blank=True)
    licence = models.CharField(_("licence or source"), max_length=255, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "description_en", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class CmsRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(CmsImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="cms_rendition_once")
        ]


class CmsDocument(AbstractDocument):
    """An editor's document."""

    licence = models.CharField(_("licence or source"), max_length=255, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
