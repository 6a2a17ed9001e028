"""What everybody sees of listings: the list, one listing, its print sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.core.access import public


@public
def listing_list(request: HttpRequest) -> HttpResponse:
    return render(request, "listings/list.html")


@public
def listing_detail(request: HttpRequest, ref: str) -> HttpResponse:
    return render(request, "listings/detail.html")


@public
def listing_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    return render(request, "listings/sheet.html")
