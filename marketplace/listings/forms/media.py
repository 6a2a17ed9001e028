"""Choosing pictures and documents; whether a file is safe, `listings.media` decides."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from marketplace.core import pictures
from marketplace.core.errors import InvalidInput

from .. import media
from ..models import ListingDocument

CHOOSE = {"required": _("Choose a file."), "empty": _("The file is empty.")}


def _content(upload: UploadedFile, longest: int, too_large: Any) -> bytes:
    """The bytes of an upload; one that says it is too large is not even read."""
    if (upload.size or 0) > longest:
        raise forms.ValidationError(too_large)
    return upload.read()


class DescribeForm(forms.Form):
    """What a picture shows, for those who cannot see it and for search."""

    alt = forms.CharField(label=_("What it shows"), max_length=200, required=False)
    alt_en = forms.CharField(label=_("What it shows, in English"), max_length=300, required=False)


class PictureForm(DescribeForm):
    """One picture with its description; cleans to a `CleanPicture`."""

    file = forms.FileField(
        label=_("Picture"),
        error_messages=CHOOSE,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/avif,image/gif"}),
    )
    field_order = ["file", "alt", "alt_en"]

    def clean_file(self) -> media.CleanPicture:
        content = _content(
            self.cleaned_data["file"],
            pictures.MOST_BYTES,
            _("The picture is larger than 15 MB. Make it smaller and choose it again."),
        )
        try:
            return media.clean_picture(content)
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class DocumentForm(forms.Form):
    """One document, its title and who may read it; cleans to a `CleanDocument`."""

    file = forms.FileField(
        label=_("Document"),
        error_messages=CHOOSE,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}),
    )
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Left empty, the file's name stands.")
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=ListingDocument.Audience.choices,
        initial=ListingDocument.Audience.SIGNED_IN,
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> media.CleanDocument:
        upload = self.cleaned_data["file"]
        content = _content(
            upload,
            media.MOST_DOCUMENT_BYTES,
            _("The document is larger than 20 MB. Make it smaller or split it."),
        )
        try:
            return media.clean_document(content, upload.name or "")
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
