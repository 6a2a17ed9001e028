"""Theme and size of text for those whose browser runs no script."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace.core.access import public
from marketplace.core.templatetags.ui import LOOKS

A_YEAR = 365 * 24 * 60 * 60


@public
@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen in the cookies that js/theme.js writes; back to the page of ours that was left."""
    left = urlsplit(request.headers.get("Referer", ""))
    is_ours = left.netloc == request.get_host() and left.path.startswith("/") and not left.path.startswith("//")
    page = left.path + (f"?{left.query}" if left.query else "") if is_ours else reverse("portal:home")
    response = HttpResponseRedirect(page)
    for name, known in LOOKS.items():
        chosen = request.GET.get(name)
        if chosen in known:
            response.set_cookie(name, chosen, max_age=A_YEAR, samesite="Lax")
        elif chosen is not None:
            response.delete_cookie(name, samesite="Lax")
    return response
