"""Handing in proofs of ownership and powers of attorney, and deciding on them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.accounts.models import Evidence, Organization
from marketplace.core.forms import DocumentField

from ..identifiers import InvalidIdentifier, parse_number
from ..models import Right, RightNumber
from ..refusals import sentence

MOST_KNOWN = 30
MOST_NUMBERS = 500
NOT_NAMED = ""
NOBODY = "nobody"


class PapersMixin(forms.Form):
    """A new paper, papers handed in before, or both."""

    file = DocumentField(label=_("Paper"), required=False)
    title = forms.CharField(
        label=_("Title of the paper"),
        max_length=120,
        required=False,
        help_text=_("Left empty, the file's name stands."),
    )
    known = forms.ModelMultipleChoiceField(
        label=_("Papers handed in before"),
        queryset=Evidence.objects.none(),
        to_field_name="ref",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organization: Organization, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = organization.evidence.filter(purpose=purpose).order_by("-pk")
        shown = list(rows.values_list("pk", flat=True)[:MOST_KNOWN])
        field = self.fields["known"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Evidence.objects.filter(pk__in=shown).order_by("-pk")
        if not shown:
            del self.fields["known"]

    def known_papers(self) -> list[Evidence]:
        return list(self.cleaned_data.get("known", ()))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors.get("file") and not data.get("file") and not data.get("known"):
            self.add_error("file", _("Hand in at least one paper."))
        return data


class ClaimForm(PapersMixin):
    """How the right came to the organisation, and which registered owner it stands for."""

    owner_name = forms.ChoiceField(
        label=_("You are, in the register"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Choose the name under which the register has you, or say that it does not name you yet."),
    )
    statement = forms.CharField(
        label=_("How the right came to you"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: bought in March 2026, transfer filed with the office, not yet published."),
    )
    field_order = ["owner_name", "statement", "file", "title", "known"]

    def __init__(self, *args: Any, owners: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*((name, name) for name in owners), (NOT_NAMED, _("The register does not name us yet"))]
        self.fields["owner_name"].choices = choices  # type: ignore[attr-defined]


class PowerForm(PapersMixin):
    """Whose rights, which of them, and for how long."""

    principal_name = forms.CharField(
        label=pgettext_lazy("of a right", "Owner"),
        max_length=300,
        help_text=_("The owner's name exactly as the register has it."),
    )
    covers_all = forms.ChoiceField(
        label=_("It covers"),
        choices=[("", _("the rights named below")), ("1", _("all rights of this owner"))],
        required=False,
        widget=forms.RadioSelect,
    )
    numbers = forms.CharField(
        label=_("Numbers of the rights"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One number a line, in any spelling."),
    )
    starts_on = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day in force"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ["principal_name", "covers_all", "numbers", "starts_on", "ends_on", "file", "title", "known"]

    def clean_numbers(self) -> list[Right]:
        """The rights behind the numbers; each line that leads to none is named with its reason."""
        lines = [line.strip() for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        if len(lines) > MOST_NUMBERS:
            raise forms.ValidationError(_("At most five hundred rights can be named in one power of attorney."))
        slugs: dict[str, str] = {}
        problems: list[str] = []
        for line in lines:
            try:
                slugs.setdefault(parse_number(line).slug, line)
            except InvalidIdentifier as error:
                problems.append(f"{line}: {sentence(error)}")
        rows = RightNumber.objects.filter(slug__in=slugs).select_related("right__merged_into")
        found = {row.slug: row.right.merged_into or row.right for row in rows}
        for slug, line in slugs.items():
            if slug not in found:
                problems.append(f"{line}: {_('Our register data does not hold this number.')}")
        if problems:
            raise forms.ValidationError(problems[:20])
        return list({right.pk: right for right in found.values()}.values())


class DecideForm(forms.Form):
    """What is missing, where something is returned."""

    reason = forms.CharField(
        label=_("What is missing"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation reads this. Say what is wrong and what would be right."),
    )


class DisputeForm(forms.Form):
    """Who may offer the right, and on what evidence; that it is nobody has to be chosen too."""

    winner = forms.ChoiceField(label=_("Who may offer the right"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("On what evidence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("All parties read this. Name the papers, not the people."),
    )

    def __init__(self, *args: Any, parties: Iterable[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {party.ref: party for party in parties}
        choices = [(ref, party.name) for ref, party in self.parties.items()]
        field = self.fields["winner"]
        field.choices = [*choices, (NOBODY, _("Nobody, on this evidence"))]  # type: ignore[attr-defined]

    def winner_chosen(self) -> Organization | None:
        return self.parties.get(self.cleaned_data["winner"])


class EndForm(forms.Form):
    """Why a power of attorney ends before its last day."""

    reason = forms.CharField(
        label=_("Why it ends"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
