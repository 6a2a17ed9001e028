"""Posting: from a number to a draft on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from marketplace.core.access import Actor, require, signed_in
from marketplace.core.errors import InvalidInput
from marketplace.core.forms import take_refusal
from marketplace.rights.actions import declare_right
from marketplace.rights.facts import facts_of
from marketplace.rights.identifiers import Identifier
from marketplace.rights.models import Right
from marketplace.rights.presentation import fact_rows

from ..access import can_create_listing
from ..actions import create_listing
from ..forms import DeclareForm, DraftForm, NumberForm
from ..lookup import Lookup, just_drafted, look_up, on_market
from ..models import Listing
from ..standing import register_obstacle

# A form's field to the field of the action it stands for.
DECLARED = {"title": "right_title", "kind": "right_kind", "owner": "right_owner"}


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """The number in the address, how it is offered in the form: so the number survives a lost session."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.organization_id is None:
        return render(request, "listings/no_organization.html", status=403)
    require(can_create_listing(actor), actor)
    text = request.GET.get("number", "")
    number_form = NumberForm(request.GET if "number" in request.GET else None)
    found = look_up(text) if number_form.is_bound and number_form.is_valid() else Lookup()
    if found.refusal:
        number_form.add_error("number", found.refusal)
    if found.right is None and found.number is None:
        return _page(request, number_form, found, status=422 if number_form.errors else 200)

    data = request.POST or None
    draft = DraftForm(data)
    declare = None if found.right else _declare_form(data, found, actor)
    if data is not None:
        listing = _post(found, draft, declare, actor)
        if listing is not None:
            messages.success(request, _("The draft is kept. Tell buyers what they gain by it."))
            return redirect("listings:edit", ref=listing.ref)
    status = 422 if draft.errors or (declare is not None and declare.errors) else 200
    return _page(request, number_form, found, draft, declare, status=status)


def _declare_form(data: Any, found: Lookup, actor: Actor) -> DeclareForm:
    assert found.number is not None
    return DeclareForm(data, number=found.number, owner=actor.organization_name)


def _post(found: Lookup, draft: DraftForm, declare: DeclareForm | None, actor: Actor) -> Listing | None:
    """The draft, or None where a field was refused."""
    if not all([draft.is_valid(), declare is None or declare.is_valid()]):
        return None
    right = found.right
    if right is None:
        assert declare is not None and found.number is not None
        right = _declare(found.number, declare, actor)
        if right is None:
            return None
    if (twice := just_drafted(right, actor)) is not None:
        return twice
    try:
        return create_listing([right], by=actor, modes=draft.cleaned_data["modes"], **draft.fields_of_listing())
    except InvalidInput as refusal:
        take_refusal(draft, refusal)
        return None


def _declare(number: Identifier, form: DeclareForm, actor: Actor) -> Right | None:
    data = form.cleaned_data
    try:
        return declare_right(
            number, by=actor, kind=data["right_kind"], title=data["right_title"], owner=data["right_owner"]
        )
    except InvalidInput as refusal:
        take_refusal(form, InvalidInput({DECLARED.get(name, name): text for name, text in refusal.fields.items()}))
        return None


def _page(
    request: HttpRequest,
    number_form: NumberForm,
    found: Lookup,
    draft: DraftForm | None = None,
    declare: DeclareForm | None = None,
    *,
    status: int,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    address = reverse("listings:new")
    if found.number is not None and number_form.data.get("number") == found.number.slug:
        # An address of ours is not what people call the number.
        number_form = NumberForm({"number": found.number.display})
    context = {
        "number_form": number_form,
        "found": found,
        "right": found.right,
        "number": found.number,
        "card": {"title": found.right.title, "rows": fact_rows(facts_of(found.right))} if found.right else None,
        "obstacle": register_obstacle(found.right) if found.right else "",
        "market": on_market(found.right, actor) if found.right else None,
        "draft": draft,
        "declare": declare,
        "choices": [
            {"url": f"{address}?{urlencode({'number': each.slug})}", "label": each.display, "right": None}
            for each in found.choices
        ],
        "hits": [{"url": f"{address}?{urlencode({'number': each.slug})}", "right": each} for each in found.found],
        "form_key": f"listing-new-{actor.user_id}-{found.number.slug if found.number else ''}",
    }
    return render(request, "listings/new.html", context, status=status)
