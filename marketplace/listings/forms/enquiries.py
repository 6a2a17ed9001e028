"""What is typed around enquiries: a first question with or without an account, a reply, a report, a decision."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.forms import DocumentField

from ..enquiry_rules import LONGEST
from ..models import EnquiryReport

SALT = "listings.enquiry.form"
SHORTEST_TYPING = timedelta(seconds=3)
LONGEST_TYPING = timedelta(days=1)
TEXT_LABEL = _("Your question")


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """A first question of a signed-in person."""

    text = forms.CharField(
        label=TEXT_LABEL,
        help_text=_("What do you want to make with it, in what amount, and how: buy, license, together?"),
        max_length=LONGEST,
        widget=text_area(7),
    )
    is_anonymous = forms.BooleanField(
        label=_("Ask without my name"),
        help_text=_("The holder then reads only what kind of buyer asks. You can show who you are at any time later."),
        required=False,
        initial=True,
    )


class GuestAskForm(AskForm):
    """The same without an account: an address to verify, and what only programs fill in or do too fast."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a link there; the holder sees your question once you have opened it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    # People do not see this field; programs that fill in everything do.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["text", "email", "name", "is_anonymous", "website", "opened"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = stamp()

    @property
    def is_trap_sprung(self) -> bool:
        return bool(self.data.get(self.add_prefix("website")))

    def typed_fields(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [field for field in self.visible_fields() if field.name != "website"]

    def clean_opened(self) -> str:
        """Nobody reads a page and writes a question in three seconds; a page a day old may be a copy."""
        made_at = read_stamp(self.cleaned_data["opened"])
        if made_at is None or clock.now().timestamp() - made_at > LONGEST_TYPING.total_seconds():
            raise forms.ValidationError(_("This page stood open for long. Check your question and send it again."))
        if clock.now().timestamp() - made_at < SHORTEST_TYPING.total_seconds():
            raise forms.ValidationError(_("That was very quick. Check your question and send it again."))
        return ""

    def again(self) -> "GuestAskForm":
        """The same with a stamp that holds, for the page that shows what to put right."""
        made_at = read_stamp(self.data.get(self.add_prefix("opened"), ""))
        if made_at is None or clock.now().timestamp() - made_at > LONGEST_TYPING.total_seconds():
            data = self.data.copy()  # type: ignore[attr-defined]
            data[self.add_prefix("opened")] = stamp()
            self.data = data
        return self


def stamp() -> str:
    """When a form was opened, signed."""
    return signing.dumps(int(clock.now().timestamp()), salt=SALT)


def read_stamp(text: str) -> int | None:
    try:
        return int(signing.loads(text, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


class ReplyForm(forms.Form):
    """One more message, with a paper where there is one."""

    text = forms.CharField(label=_("Your message"), max_length=LONGEST, widget=text_area(6))
    file = DocumentField(
        label=_("Attachment"),
        required=False,
        help_text=_("A file can carry its author's name inside. Look before you send it if you want to stay unnamed."),
    )


class ReportForm(forms.Form):
    """What is wrong with a thread."""

    reason = forms.ChoiceField(label=_("What is wrong"), choices=EnquiryReport.Reason.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("In your words"), max_length=1000, required=False, widget=text_area(4))


class DecideForm(forms.Form):
    """What staff decide about a report, and on what."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[choice for choice in EnquiryReport.Status.choices if choice[0] != EnquiryReport.Status.OPEN],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the decision. The two sides read only the outcome."),
        max_length=1000,
        widget=text_area(4),
    )


class TemplateForm(forms.Form):
    """A beginning of an answer."""

    title = forms.CharField(label=_("Title"), max_length=60)
    text = forms.CharField(label=_("Text"), max_length=LONGEST, widget=text_area(6))
