"""A draft's pictures and documents."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.core.access import signed_in
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.core.forms import take_refusal

from ..actions import add_document, add_picture, move_picture, remove_document, remove_picture
from ..actions.media import MOST_DOCUMENTS, MOST_PICTURES
from ..forms import DocumentForm, PictureForm
from ..models import Listing, ListingDocument, ListingPicture
from ..pictures import shown_picture
from .holder import own_listing, parts_tabs


@signed_in
def pictures(request: HttpRequest, ref: str) -> HttpResponse:
    """Add, order and remove pictures."""
    listing = own_listing(request, ref)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = PictureForm(request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            try:
                add_picture(
                    listing,
                    by=request.actor,  # type: ignore[attr-defined]
                    picture=data["file"],
                    alt=data["alt"],
                    alt_en=data["alt_en"],
                )
            except InvalidInput as refusal:
                take_refusal(form, refusal)
            else:
                messages.success(request, _("The picture is added."))
                return redirect("listings:pictures", ref=ref)
    language = get_language() or ""
    rows = list(listing.pictures.order_by("position", "pk"))
    context = {
        "listing": listing,
        "form": form,
        "tabs": parts_tabs(listing, "pictures"),
        "pictures": [
            {"row": row, "shown": shown_picture(row, language, "12rem"), "number": number}
            for number, row in enumerate(rows, start=1)
        ],
        "is_full": len(rows) >= MOST_PICTURES,
        "returned": _reason(listing, "pictures"),
    }
    return render(request, "listings/pictures.html", context, status=422 if form.errors else 200)


@signed_in
def documents(request: HttpRequest, ref: str) -> HttpResponse:
    """Add and remove documents, each with who may read it."""
    listing = own_listing(request, ref)
    form = DocumentForm()
    if request.method == "POST":
        form = DocumentForm(request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            try:
                add_document(
                    listing,
                    by=request.actor,  # type: ignore[attr-defined]
                    document=data["file"],
                    title=data["title"],
                    audience=data["audience"],
                )
            except InvalidInput as refusal:
                take_refusal(form, refusal)
            else:
                messages.success(request, _("The document is added."))
                return redirect("listings:documents", ref=ref)
    rows = list(listing.documents.order_by("pk"))
    context = {
        "listing": listing,
        "form": form,
        "tabs": parts_tabs(listing, "documents"),
        "documents": rows,
        "is_full": len(rows) >= MOST_DOCUMENTS,
        "returned": _reason(listing, "documents"),
    }
    return render(request, "listings/documents.html", context, status=422 if form.errors else 200)


def _reason(listing: Listing, field: str) -> str:
    return listing.returns.filter(field=field, settled_at__isnull=True).values_list("reason", flat=True).first() or ""


@signed_in
@require_POST
def change_picture(request: HttpRequest, ref: str, picture_ref: str) -> HttpResponse:
    """Move a picture to a place, or remove it."""
    listing = own_listing(request, ref)
    picture = ListingPicture.objects.select_related("listing").filter(listing=listing, ref=picture_ref).first()
    if picture is None:
        raise NotFound()
    place = request.POST.get("position", "")
    if place.isdecimal() and len(place) < 4:
        move_picture(picture, by=request.actor, position=int(place))  # type: ignore[attr-defined]
    else:
        remove_picture(picture, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("The picture is removed."))
    return redirect("listings:pictures", ref=ref)


@signed_in
@require_POST
def drop_document(request: HttpRequest, ref: str, document_ref: str) -> HttpResponse:
    listing = own_listing(request, ref)
    row = ListingDocument.objects.select_related("listing").filter(listing=listing, ref=document_ref).first()
    if row is None:
        raise NotFound()
    remove_document(row, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("The document is removed."))
    return redirect("listings:documents", ref=ref)
