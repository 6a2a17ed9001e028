"""Choosing pictures and documents; whether a file is safe, `core.pictures` and `core.documents` decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core import pictures
from marketplace.core.errors import InvalidInput
from marketplace.core.forms import CHOOSE, DocumentField, content_of

from ..models import ListingDocument


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

    def clean_file(self) -> pictures.CleanPicture:
        content = content_of(
            self.cleaned_data["file"],
            pictures.MOST_BYTES,
            _("The picture is larger than 15 MB. Make it smaller and choose it again."),
        )
        try:
            return pictures.clean_picture(content)
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class DocumentForm(forms.Form):
    """One document, its title and who may read it; cleans to a `CleanDocument`."""

    file = DocumentField(label=_("Document"))
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Left empty, the file's name stands.")
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=ListingDocument.Audience.choices,
        initial=ListingDocument.Audience.SIGNED_IN,
        widget=forms.RadioSelect,
    )
