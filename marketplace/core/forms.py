"""Fields that read what people type, and showing an action's refusal in its form, so that nothing typed is lost."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from . import documents
from .errors import DomainError, InvalidInput
from .money import EXPONENTS
from .money_text import LONGEST


def take_refusal(form: BaseForm, error: DomainError) -> None:
    """Put the sentences of a refusal beside their fields, or above the form where it has no such field."""
    fields = getattr(error, "fields", {})
    for name, sentence in fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    if not fields:
        form.add_error(None, str(error))


def plain_amount(minor: int | None, currency: str) -> str:
    """An amount as an editor meets it again: 480,000 or 1,234.50."""
    if minor is None:
        return ""
    places = EXPONENTS[currency]
    whole, rest = divmod(minor, 10**places)
    return f"{whole:,}.{rest:0{places}d}" if rest else f"{whole:,}"


class AmountField(forms.CharField):
    """A price in any spelling of the trade; the form reads it with `money_text` once the currency is known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)


class PercentField(forms.CharField):
    """A share such as 3, 3% or 2.5 %; cleans to basis points."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        folded = unicodedata.normalize("NFKC", text).replace("%", "").strip()
        points = Decimal(folded) * 100 if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", folded) else None
        if points is None or not 0 < points <= 10_000:
            raise forms.ValidationError(_("Write a share between 0 and 100, such as 3 or 2.5."), code="share")
        return int(points)


CHOOSE = {"required": _("Choose a file."), "empty": _("The file is empty.")}


def content_of(upload: UploadedFile, longest: int, too_large: Any) -> bytes:
    """The bytes of an upload; one that says it is too large is not even read. Raises ValidationError."""
    if (upload.size or 0) > longest:
        raise forms.ValidationError(too_large)
    return upload.read()


class DocumentField(forms.FileField):
    """A PDF, Word, Excel, PNG or JPEG file; cleans to a `CleanDocument`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", CHOOSE)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}))
        super().__init__(**kwargs)

    def clean(self, value: Any, initial: Any = None) -> Any:
        upload = super().clean(value, initial)
        if not upload:
            return None
        too_large = _("The document is larger than 20 MB. Make it smaller or split it.")
        content = content_of(upload, documents.MOST_DOCUMENT_BYTES, too_large)
        try:
            return documents.clean_document(content, upload.name or "")
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
