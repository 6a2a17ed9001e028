"""Public pages that combine apps: home, a right, an owner, an organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.core.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


@public
def right_detail(request: HttpRequest, number: str) -> HttpResponse:
    return render(request, "portal/right.html")


@public
def owner_detail(request: HttpRequest, ref: str) -> HttpResponse:
    return render(request, "portal/owner.html")


@public
def organization_detail(request: HttpRequest, ref: str) -> HttpResponse:
    return render(request, "portal/organization.html")
