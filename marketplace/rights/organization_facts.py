"""What the register knows about an organisation's name, for the staff who check it."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.accounts import cases
from marketplace.accounts.models import Organization

from .models import Owner


def register_facts(organization: Organization) -> Iterable[cases.Fact]:
    """Owners of this name, and whose they are already. One statement."""
    label = _("Owners of this name in the register")
    names = Q(name_key=organization.name_key)
    if organization.name_en:
        names |= Q(name_en__iexact=organization.name_en)
    owners = list(Owner.objects.filter(names).select_related("organization").order_by("pk")[:5])
    if not owners:
        yield cases.Fact(label, _("None"))
    for owner in owners:
        count = ngettext("%(name)s, %(n)s right", "%(name)s, %(n)s rights", owner.right_count)
        answer = count % {"name": owner.name, "n": owner.right_count}
        if owner.organization is not None and owner.organization_id != organization.pk:
            taken = _("proven to be %(name)s") % {"name": owner.organization.name}
            yield cases.Fact(label, f"{answer}; {taken}", "red")
        else:
            yield cases.Fact(label, answer, "jade")


cases.register(register_facts)
