"""Co-owners: whose consent a draft still needs, and what a co-owner is asked for."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marketplace.accounts.actions import add_evidence
from marketplace.accounts.models import Evidence
from marketplace.core.access import Actor, require, signed_in
from marketplace.core.errors import InvalidInput, NotAllowed, NotFound
from marketplace.core.forms import take_refusal

from .. import actions
from ..actions.consents import organization_of
from ..forms.consents import AnswerForm, WrittenConsentForm
from ..models import CoOwnerConsent, Listing
from ..standing import MissingConsent, missing_consents
from .holder import own_listing, parts_tabs

PER_PAGE = 30
_Status = CoOwnerConsent.Status


def _missing(listing: Listing) -> list[MissingConsent]:
    rights = [item.right for item in listing.items.select_related("right").order_by("position", "pk")]
    return missing_consents(listing, rights)


def _page(request: HttpRequest, listing: Listing, forms: dict[str, WrittenConsentForm] | None = None) -> HttpResponse:
    missing = _missing(listing)
    filled = forms or {}
    rows: list[dict[str, Any]] = []
    for number, item in enumerate(missing):
        key = str(number)
        rows.append(
            {
                "missing": item,
                "key": key,
                "is_here": organization_of(item) is not None,
                "form": filled.get(key) or WrittenConsentForm(modes=item.modes, prefix=key),
            }
        )
    known = listing.consents.select_related("right").order_by("right_id", "owner_name", "mode")
    context = {
        "listing": listing,
        "tabs": parts_tabs(listing, "co_owners"),
        "rows": rows,
        "consents": list(known),
        "can_ask": any(row["is_here"] for row in rows),
    }
    return render(request, "listings/co_owners.html", context, status=422 if filled else 200)


@signed_in
def co_owners(request: HttpRequest, ref: str) -> HttpResponse:
    """Who must agree to what, and who has; a consent on paper is handed in here."""
    listing = own_listing(request, ref)
    if request.method != "POST":
        return _page(request, listing)
    key = request.POST.get("key", "")
    missing = dict(enumerate(_missing(listing)))
    item = missing.get(int(key)) if key.isdecimal() and len(key) < 4 else None
    if item is None:
        messages.error(request, _("That consent is no longer missing."))
        return redirect("listings:co_owners", ref=ref)
    form = WrittenConsentForm(request.POST, request.FILES, modes=item.modes, prefix=key)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            # A refused consent leaves no paper behind.
            with transaction.atomic():
                paper = add_evidence(
                    listing.organization, by=actor, document=form.cleaned_data["file"], purpose=Evidence.Purpose.CONSENT
                )
                actions.add_written_consent(
                    listing,
                    by=actor,
                    right=item.right,
                    owner_name=item.owner.name,
                    modes=form.cleaned_data["modes"],
                    paper=paper,
                )
        except InvalidInput as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Kept. Staff check the paper together with the listing."))
            return redirect("listings:co_owners", ref=ref)
    return _page(request, listing, {key: form})


@signed_in
@require_POST
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask every co-owner that is here."""
    listing = own_listing(request, ref)
    asked = actions.ask_co_owners(listing, by=request.actor)  # type: ignore[attr-defined]
    count = len({row.owner_key for row in asked})
    if count:
        text = ngettext("%(n)s co-owner has been asked.", "%(n)s co-owners have been asked.", count) % {"n": count}
        messages.success(request, text)
    else:
        messages.info(request, _("All co-owners that are here have been asked already."))
    return redirect("listings:co_owners", ref=ref)


@signed_in
def consents(request: HttpRequest) -> HttpResponse:
    """What the acting organisation is asked to agree to as co-owner, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.organization_id is None:
        raise NotFound(_("You act for yourself now. Choose or register an organisation first."))
    asked = CoOwnerConsent.objects.asked_of(actor)
    rows = Listing.objects.filter(pk__in=asked.values("listing")).select_related("organization").order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    by_listing: dict[int, list[CoOwnerConsent]] = {}
    for row in asked.filter(listing__in=shown).select_related("right").order_by("right_id", "mode"):
        by_listing.setdefault(row.listing_id, []).append(row)
    context = {
        "lines": [{"listing": listing, "consents": by_listing.get(listing.pk, [])} for listing in shown],
        "next_url": f"?before={shown[-1].pk}" if len(found) > PER_PAGE else "",
        "previous_url": "?" if before else "",
    }
    return render(request, "listings/consents.html", context)


def _asked(request: HttpRequest, ref: str) -> tuple[Listing, list[CoOwnerConsent]]:
    """A listing with what its co-owner, the acting organisation, is asked. Raises NotFound."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = CoOwnerConsent.objects.asked_of(actor).filter(listing__ref=ref)
    found = list(rows.select_related("listing__organization", "right").order_by("right_id", "mode"))
    if not found:
        raise NotFound()
    return found[0].listing, found


@signed_in
def consent(request: HttpRequest, ref: str) -> HttpResponse:
    """One listing's questions to a co-owner, with what it would offer on what terms, and the answer."""
    listing, rows = _asked(request, ref)
    open_rows = [row for row in rows if row.status in (_Status.ASKED, _Status.REFUSED)]
    form = AnswerForm(request.POST if request.method == "POST" else None, consents=open_rows)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor.may("answer_consent"), actor)
    if request.method == "POST" and form.is_valid():
        actions.answer_consents(listing, by=actor, given=form.given(), refused=form.refused())
        messages.success(request, _("Your answer has been sent to the holder of the listing."))
        return redirect("listings:consent", ref=ref)
    context = {
        "listing": listing,
        "terms": list(listing.terms.order_by("position")),
        "consents": rows,
        "has_open": bool(open_rows),
        "form": form,
    }
    return render(request, "listings/consent.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back a consent to one mode."""
    _listing, rows = _asked(request, ref)
    row = next((each for each in rows if str(each.pk) == request.POST.get("consent")), None)
    if row is None:
        raise NotAllowed()
    actions.withdraw_consent(row, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("Withdrawn. The listing is no longer shown in this mode."))
    return redirect("listings:consent", ref=ref)
