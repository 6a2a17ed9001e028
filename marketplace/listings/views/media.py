"""Pictures, drawings and documents, each through permission; what is not open does not exist."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from marketplace.core.access import public
from marketplace.core.downloads import PRIVATE_CACHE, attachment, closed
from marketplace.rights.models import RightDrawing
from marketplace.rights.models.right import drawing_path

from ..access import can_read_document
from ..media import FORMATS, WIDTHS, rendition_file, rendition_path
from ..models import SHOWN, Listing, ListingDocument, ListingPicture

MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
# A reader's browser keeps a picture for a week; a shared cache forgets it in five minutes, because a withdrawn
# listing's pictures must vanish.
SHOWN_CACHE = "public, max-age=604800, s-maxage=300, immutable"
REGISTER_CACHE = "public, max-age=31536000, immutable"


@public
def picture(request: HttpRequest, ref: str, width: int, format: str) -> HttpResponseBase:
    """A listing's picture: for everybody while the listing is shown, else for its organisation and the staff."""
    _refuse_unknown(width, format)
    row = (
        ListingPicture.objects.filter(ref=ref)
        .values_list("digest", "file", "listing__status", "listing__organization_id")
        .first()
    )
    if row is None:
        raise Http404
    digest, name, status, organization_id = row
    is_shown = status in SHOWN
    if not is_shown and not Listing(status=status, organization_id=organization_id).is_visible_to(request.actor):  # type: ignore[attr-defined]
        raise Http404
    return _rendition(request, "pictures", digest, name, width, format, SHOWN_CACHE if is_shown else PRIVATE_CACHE)


@public
def drawing(request: HttpRequest, digest: str, width: int | str, format: str) -> HttpResponseBase:
    """A figure of the public register; its address is its content, so no row is read."""
    width = int(width)
    _refuse_unknown(width, format)
    name = drawing_path(RightDrawing(digest=digest), "")
    return _rendition(request, "drawings", digest, name, width, format, REGISTER_CACHE)


@public
def document(request: HttpRequest, ref: str) -> FileResponse:
    """A document as a download, for those its audience names."""
    row = ListingDocument.objects.select_related("listing").filter(ref=ref).first()
    if row is None or not can_read_document(request.actor, row, row.listing):  # type: ignore[attr-defined]
        raise Http404
    return attachment(row.file, title=row.title, media_type=row.media_type)


def _refuse_unknown(width: int, format: str) -> None:
    if width not in WIDTHS or format not in FORMATS:
        raise Http404


def _rendition(
    request: HttpRequest, kind: str, digest: str, name: str, width: int, format: str, cache: str
) -> HttpResponseBase:
    etag = f'"{digest[:24]}-{width}"'
    if request.headers.get("If-None-Match") == etag:
        unchanged: HttpResponse = HttpResponseNotModified()
        unchanged.headers["ETag"] = etag
        return closed(unchanged, cache)
    path = rendition_path(kind, digest, width, format)
    if not path.exists():
        try:
            with default_storage.open(name) as master:
                path = rendition_file(kind, digest, width, format, master)
        except FileNotFoundError as error:
            raise Http404 from error
    response = FileResponse(path.open("rb"), content_type=MEDIA_TYPES[format])
    response.headers["ETag"] = etag
    return closed(response, cache)
