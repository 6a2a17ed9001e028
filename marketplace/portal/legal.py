"""Imprint, terms of use and privacy notice, and the style guide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.core.access import public


@public
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/imprint.html")


@public
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/terms.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@public
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component with its variables, as pages use them."""
    return render(request, "portal/style_guide.html")
