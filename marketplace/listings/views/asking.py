"""A first question, with or without an account, and the link that verifies a guest's address."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.accounts.actions import digest_of
from marketplace.core import clock
from marketplace.core.access import Actor, public
from marketplace.core.errors import DomainError, InvalidInput, NotFound
from marketplace.core.forms import take_refusal
from marketplace.core.limits import TooMany

from .. import actions
from ..emails import title_of
from ..enquiry_access import GUEST, guest_of, stands_on_holders_side
from ..enquiry_desk import threads_of
from ..enquiry_links import make_token
from ..enquiry_refusals import OwnListing
from ..enquiry_words import organization_words
from ..forms import AskForm, GuestAskForm
from ..models import Listing, Side, UnverifiedEnquiry
from ..refusals import NoLongerOffered


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as the sign-in limits see it."""
    return str(get_adapter().get_client_ip(request))


@public
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask about a listing on show."""
    listing = Listing.objects.select_related("organization").filter(ref=ref).first()
    if listing is None or (not listing.is_shown and listing.published_at is None):
        raise NotFound()
    if not listing.is_shown:
        raise NoLongerOffered()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _ask_as_member(request, listing, actor) if actor.is_authenticated else _ask_as_guest(request, listing)


def _ask_as_member(request: HttpRequest, listing: Listing, actor: Actor) -> HttpResponse:
    if stands_on_holders_side(actor, listing.organization_id):
        raise OwnListing()
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            enquiry = actions.ask_enquiry(
                listing,
                by=actor,
                text=data["text"],
                is_anonymous=data["is_anonymous"],
                address=address_of(request),
            )
        except (InvalidInput, TooMany) as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Sent. You hear by mail when the holder answers."))
            return redirect("enquiries:thread", ref=enquiry.ref)
    known = threads_of(actor, Side.BUYER).filter(listing=listing).values_list("ref", flat=True).first()
    return _ask_page(request, listing, form, known_url=reverse("enquiries:thread", args=[known]) if known else "")


def _ask_as_guest(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Whatever happens to the address, the page says the same."""
    form = GuestAskForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _ask_page(request, listing, form)
    if form.is_trap_sprung:
        return _sent_page(request, listing)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.request_enquiry(
                listing,
                by=request.actor,  # type: ignore[attr-defined]
                email=data["email"],
                name=data["name"],
                text=data["text"],
                is_anonymous=data["is_anonymous"],
                language=get_language() or "",
                address=address_of(request),
            )
        except (InvalidInput, TooMany) as refusal:
            take_refusal(form, refusal)
        else:
            return _sent_page(request, listing)
    return _ask_page(request, listing, form.again())


def _ask_page(request: HttpRequest, listing: Listing, form: AskForm, known_url: str = "") -> HttpResponse:
    context = {
        "listing": listing,
        "title": title_of(listing),
        "holder": organization_words(listing.organization),
        "form": form,
        "is_guest": isinstance(form, GuestAskForm),
        "known_url": known_url,
    }
    return render(request, "enquiries/ask.html", context, status=422 if form.errors else 200)


def _sent_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    return render(request, "enquiries/sent.html", {"listing": listing, "title": title_of(listing)})


@public
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a guest's mail. Opening it changes nothing, because mail programs open links too; the button does."""
    waiting = _waiting(token)
    context = {"waiting": waiting, "title": title_of(waiting.listing) if waiting else "", "path": request.path}
    if waiting is None or not waiting.is_open_at(clock.now()):
        known = waiting.enquiry if waiting is not None else None
        context["renew_url"] = reverse("enquiries:confirm_renew", args=[token]) if known and known.is_guest else ""
        return render(request, "enquiries/link_over.html", context, status=410)
    if request.method == "POST":
        try:
            enquiry = actions.verify_enquiry(waiting, by=GUEST)
        except DomainError as refusal:
            return render(
                request, "enquiries/confirm.html", {**context, "refusal": str(refusal)}, status=refusal.status
            )
        messages.success(request, _("Sent. You hear by mail when the holder answers."))
        return redirect("enquiries:guest_thread", token=make_token(enquiry))
    return render(request, "enquiries/confirm.html", context)


@public
@require_POST
def confirm_renew(request: HttpRequest, token: str) -> HttpResponse:
    """A link that was used leads to its thread by way of a fresh mail to the same address."""
    waiting = _waiting(token)
    if waiting is None or waiting.enquiry is None or not waiting.enquiry.is_guest:
        raise NotFound()
    actions.resend_link(waiting.enquiry, by=guest_of(waiting.enquiry))
    return render(request, "enquiries/link_sent.html", {"title": title_of(waiting.listing)})


def _waiting(token: str) -> UnverifiedEnquiry | None:
    rows = UnverifiedEnquiry.objects.select_related("listing", "enquiry__listing")
    return rows.filter(token_digest=digest_of(token)).first()
