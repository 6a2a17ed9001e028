"""A holder's desk: my listings, editing, preview, and each listing's next step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.core.access import Actor, require, signed_in
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.core.forms import take_refusal

from .. import actions
from ..access import can_edit_listing
from ..completeness import completeness
from ..desk import GROUPS, MINE_PER_PAGE, Line, field_address, group_counts, lines_of, tabs_of
from ..entry import entry_for
from ..forms import EditForm, NumberForm
from ..lookup import look_up
from ..models import Listing
from ..refusals import EditedMeanwhile, ListingIncomplete
from ..standing import problems_of, unproven


def own_listing(request: HttpRequest, ref: str, queryset: QuerySet[Listing] | None = None) -> Listing:
    """A listing of the acting organisation; another's does not exist here. Raises NotFound, NotAllowed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = (queryset or Listing.objects.all()).owned_by(actor)  # type: ignore[attr-defined]
    listing = rows.filter(ref=ref).first()
    if listing is None:
        raise NotFound()
    require(can_edit_listing(actor, listing), actor)
    return listing


def parts_tabs(listing: Listing, current: str) -> list[dict[str, Any]]:
    """The pages of one draft."""
    return [
        {"label": label, "url": reverse(f"listings:{name}", args=[listing.ref]), "current": name == current}
        for name, label in (
            ("edit", _("Text and price")),
            ("pictures", _("Pictures")),
            ("documents", _("Documents")),
            ("co_owners", _("Co-owners")),
            ("preview", _("Preview")),
        )
    ]


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """My listings by state, newest first, with what to do next."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.organization_id is None:
        return render(request, "listings/no_organization.html", status=403)
    group = request.GET.get("state", "all")
    group = group if group in GROUPS else "all"
    counts = group_counts(Listing.objects.owned_by(actor).values_list("status").annotate(n=Count("pk")))
    rows = Listing.objects.owned_by(actor).filter(status__in=GROUPS[group].statuses)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found: list[Line] = lines_of(rows, actor)
    shown = found[:MINE_PER_PAGE]
    return render(
        request,
        "listings/mine.html",
        {
            "tabs": tabs_of(group, counts),
            "lines": shown,
            "group": group,
            "next_url": f"?state={group}&before={shown[-1].listing.pk}" if len(found) > MINE_PER_PAGE else "",
            "previous_url": f"?state={group}" if before else "",
        },
    )


@signed_in
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything a listing says; a refused or outrun save keeps every value."""
    listing = own_listing(request, ref, Listing.objects.select_related("industry").prefetch_related("terms"))
    if not listing.is_editable:
        return render(request, "listings/not_editable.html", {"listing": listing}, status=409)
    form = EditForm(request.POST or None, listing=listing)
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_listing(
                listing,
                by=request.actor,  # type: ignore[attr-defined]
                changes=form.changes(),
                terms=form.terms(),
                version=form.cleaned_data["version"],
            )
        except EditedMeanwhile as refusal:
            conflict = differences(form)
            form.add_error(None, str(refusal))
            # Saving again is then a decision: the page now stands on the version it has just shown.
            again = request.POST.copy()
            again["version"] = str(listing.version)
            form.data = again
        except InvalidInput as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"listings:{'preview' if 'preview' in request.POST else 'edit'}", ref=ref)
    return _edit_page(request, listing, form, conflict)


@dataclass(frozen=True)
class Difference:
    """One field as it was typed here and as it is kept now."""

    label: str
    typed: str
    kept: str


def differences(form: EditForm) -> list[Difference]:
    """Where what was typed differs from what somebody else has saved since."""
    found = []
    for field in form.visible_fields():
        typed, kept = field.value(), form.initial.get(field.name)
        if _plain(typed) != _plain(kept):
            found.append(Difference(str(field.label), _shown(field, typed), _shown(field, kept)))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return "" if value in (None, False) else str(value).replace("\r\n", "\n")


def _shown(field: Any, value: Any) -> str:
    """A value in the words of its choices."""
    words = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    if isinstance(value, list | tuple):
        return ", ".join(words.get(str(each), str(each)) for each in value)
    if value in (None, False, ""):
        return "–"
    return words.get(str(value), str(value))


def _edit_page(request: HttpRequest, listing: Listing, form: EditForm, conflict: list[Difference]) -> HttpResponse:
    problems = problems_of(listing)
    rights = [item.right for item in listing.items.select_related("right").order_by("position", "pk")]
    done = completeness(listing, picture_count=listing.pictures.count(), problems=problems)
    context = {
        "listing": listing,
        "form": form,
        "tabs": parts_tabs(listing, "edit"),
        "returned": {item.field: item.reason for item in listing.returns.filter(settled_at__isnull=True)},
        "rights": rights,
        "unproven": unproven(listing, rights),
        "number_form": NumberForm(prefix="add"),
        "problems": problems,
        "done": done,
        "missing": [{"label": question.label, "url": field_address(listing, question.field)} for question in done.open],
        "conflict": conflict,
        "form_key": f"listing-{request.actor.user_id}-{listing.ref}",  # type: ignore[attr-defined]
    }
    return render(request, "listings/edit.html", context, status=409 if conflict else 422 if form.errors else 200)


@signed_in
def preview(request: HttpRequest, ref: str) -> HttpResponse:
    """The listing as the public will see it, and the step after that."""
    listing = own_listing(request, ref, Listing.objects.select_related("industry", "organization"))
    problems = problems_of(listing) if listing.is_editable else {}
    context = {
        "listing": listing,
        "tabs": parts_tabs(listing, "preview"),
        "problems": [{"label": text, "url": field_address(listing, field)} for field, text in problems.items()],
        "entry": entry_for(ref, request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "listings/preview.html", context)


@signed_in
@require_POST
def add_right(request: HttpRequest, ref: str) -> HttpResponse:
    """Bundle one more right in by its number."""
    listing = own_listing(request, ref)
    form = NumberForm(request.POST, prefix="add")
    found = look_up(form.cleaned_data["number"]) if form.is_valid() else None
    if found is None or found.right is None:
        reason = found.refusal if found else ""
        messages.error(request, reason or _("Our register data does not hold this number. Post it by itself first."))
        return redirect("listings:edit", ref=ref)
    right = found.right
    return _step(request, listing, "edit", lambda by: actions.add_right(listing, by=by, right=right))


@signed_in
@require_POST
def remove_right(request: HttpRequest, ref: str) -> HttpResponse:
    listing = own_listing(request, ref)
    slug = request.POST.get("right", "")
    item = next((each for each in listing.items.select_related("right") if each.right.slug == slug), None)
    if item is None:
        raise NotFound()
    return _step(request, listing, "edit", lambda by: actions.remove_right(listing, by=by, right=item.right))


@signed_in
@require_POST
def submit(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand the draft to the moderators; what is missing leads back to its field."""
    listing = own_listing(request, ref)
    try:
        actions.submit_listing(listing, by=request.actor)  # type: ignore[attr-defined]
    except ListingIncomplete as refusal:
        for sentence in refusal.fields.values():
            messages.error(request, str(sentence))
        return redirect("listings:edit", ref=ref)
    messages.success(request, _("Handed in. A moderator answers within the promised working days."))
    return redirect("listings:mine")


def _step(request: HttpRequest, listing: Listing, back: str, act: Callable[[Actor], Any]) -> HttpResponse:
    """One action on the listing, its refusal of input shown on the page it came from."""
    try:
        act(request.actor)  # type: ignore[attr-defined]
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
    return redirect(f"listings:{back}", ref=listing.ref)


def _verb(act: Callable[..., Any], done: Callable[[], str], back: str = "") -> Callable[..., HttpResponse]:
    """A view that plays one action on an own listing and says so."""

    @signed_in
    @require_POST
    def view(request: HttpRequest, ref: str) -> HttpResponse:
        listing = own_listing(request, ref)
        act(listing, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, done())
        return redirect(f"listings:{back}", ref=ref) if back else redirect("listings:mine")

    return view


withdraw = _verb(actions.withdraw_listing, lambda: _("Withdrawn. It can be relisted at any time."))
relist = _verb(actions.relist_listing, lambda: _("A draft again. Check it and hand it in."), back="edit")


@signed_in
def mark_sold_elsewhere(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks first: a listing that was sold elsewhere does not come back."""
    listing = own_listing(request, ref)
    if request.method != "POST":
        context = {
            "title": _("Mark as sold elsewhere?"),
            "text": listing.title,
            "points": [
                _("Buyers no longer find it, and it cannot be relisted."),
                _("If the sale falls through, post the right again by its number."),
            ],
            "action": request.path,
            "label": _("Mark as sold elsewhere"),
            "cancel_url": reverse("listings:mine"),
        }
        return render(request, "listings/confirm.html", context)
    actions.mark_listing_sold_elsewhere(listing, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("Marked as sold elsewhere."))
    return redirect("listings:mine")
