"""The search page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from marketplace.core.access import public


@public
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "search/search.html")


@public
def suggest(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"suggestions": []})
