"""A co-owner's answer, and a consent on paper."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.forms import CHOOSE, DocumentField

from ..models import CoOwnerConsent, Mode


class WrittenConsentForm(forms.Form):
    """A paper in which one co-owner agrees to one mode or several."""

    modes = forms.MultipleChoiceField(
        label=_("The paper agrees to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the modes to which the paper agrees.")},
    )
    file = DocumentField(label=_("Signed consent"), error_messages=CHOOSE)

    def __init__(self, *args: Any, modes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modes"].choices = [(mode, Mode(mode).label) for mode in modes]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The modes to which a co-owner agrees; those left out are refused."""

    modes = forms.MultipleChoiceField(label=_("We agree to"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, consents: Iterable[CoOwnerConsent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {str(row.pk): row for row in consents}
        choices = [(pk, f"{row.get_mode_display()} · {row.right.title}") for pk, row in self.asked.items()]
        self.fields["modes"].choices = choices  # type: ignore[attr-defined]

    def given(self) -> list[CoOwnerConsent]:
        return [self.asked[pk] for pk in self.cleaned_data["modes"]]

    def refused(self) -> list[CoOwnerConsent]:
        return [row for pk, row in self.asked.items() if pk not in self.cleaned_data["modes"]]
