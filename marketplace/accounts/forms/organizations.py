"""Forms of organisations: their entries, papers, members, and what staff decide about them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import ROLES_BY_KIND, OrganizationKind, Role
from marketplace.core.forms import DocumentField
from marketplace.core.regions import REGIONS, region_name

from ..access import STAFF_ROLES
from ..cases import RETURNABLE
from ..models import Evidence, Organization

PAPER_LIMITS = _("PDF, DOCX, PNG or JPEG, up to 20 MB; only your organisation and our staff can read it.")


def paper_field(*, label: Any, required: bool = False, help_text: Any = PAPER_LIMITS) -> DocumentField:
    """A scan of a licence or certificate."""
    return DocumentField(label=label, required=required, help_text=help_text)


class OrganizationForm(forms.Form):
    """What the register of organisations needs; everything else is checked by the action."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(
        label=_("Registered name"),
        max_length=160,
        help_text=_("As on the business licence or certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=80,
        required=False,
        help_text=_("18 characters, for example 91210300MA0ABC1D1K. Organisations outside mainland China have none."),
    )

    document = paper_field(
        label=_("Business licence or certificate"),
        help_text=_(
            "A scan or a clear photograph. With it, the organisation goes to our staff at once; you can also add it "
            "later."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]


class EditOrganizationForm(OrganizationForm):
    """Everything an organisation says about itself."""

    region = forms.ChoiceField(label=_("County or district"), required=False)
    introduction = forms.CharField(
        label=_("Introduction"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    introduction_en = forms.CharField(
        label=_("Introduction in English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    document = paper_field(
        label=_("New paper"),
        help_text=_("Needed when name, code or kind of a verified organisation change: a paper that shows the change."),
    )
    field_order = ("kind", "name", "name_en", "uscc", "region", "introduction", "introduction_en", "document")

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        names = ("kind", "name", "name_en", "region", "introduction", "introduction_en")
        initial = {name: getattr(organization, name) for name in names} | {"uscc": organization.uscc or ""}
        super().__init__(*args, initial=initial, **kwargs)
        codes = dict.fromkeys(filter(None, (organization.region, *REGIONS)))
        regions = [(code, region_name(code)) for code in codes]
        self.fields["region"].choices = [("", _("Elsewhere or not given")), *regions]  # type: ignore[attr-defined]
        if organization.kind == OrganizationKind.OPERATOR:
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (organization.kind, organization.get_kind_display())
            ]

    def changes(self) -> dict[str, Any]:
        """The entries and the new paper, as `edit_organization` takes them."""
        return dict(self.cleaned_data)


class PaperForm(forms.Form):
    """One more paper."""

    document = paper_field(label=_("Business licence or certificate"))


class VerifyForm(forms.Form):
    """The papers that staff compared with the entries."""

    evidence = forms.ModelMultipleChoiceField(
        label=_("Papers compared with the entries"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, papers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = papers  # type: ignore[attr-defined]


class ReturnOrganizationForm(forms.Form):
    """A reason for each part that needs another look; at least one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in RETURNABLE.items():
            self.fields[f"reason_{name}"] = forms.CharField(
                label=label, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )

    def reasons(self) -> dict[str, str]:
        """Field to reason, as `return_organization` takes it."""
        return {name.removeprefix("reason_"): text for name, text in self.cleaned_data.items() if text.strip()}


class SuspendForm(forms.Form):
    """Why an organisation may not act."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The owners read it, in the mail and on their page."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds that can register here."""
    return [choice for choice in OrganizationKind.choices if choice[0] != OrganizationKind.OPERATOR]


def role_choices(kind: str) -> list[tuple[str, Any]]:
    """The roles that an owner can give in an organisation of this kind."""
    known = ROLES_BY_KIND[kind] - STAFF_ROLES
    return [(value, label) for value, label in Role.choices if value in known]


class InvitationForm(forms.Form):
    """Whom to invite and as what."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(kind)  # type: ignore[attr-defined]
