"""Papers handed in as proof, for their organisation and for staff."""

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from marketplace.accounts.access import SignedInRequest
from marketplace.accounts.models import Evidence
from marketplace.core.access import signed_in
from marketplace.core.downloads import attachment


@signed_in
def evidence(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """One paper as a download; another organisation's does not exist here."""
    row = Evidence.objects.visible_to(request.actor).filter(ref=ref).first()
    if row is None:
        raise Http404
    response: FileResponse = attachment(row.file, title=row.title, media_type=row.media_type)
    return response
