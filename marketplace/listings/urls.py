"""Listings by reference and verb: for everybody first, then for holders and moderators."""

from django.urls import URLPattern, path

import marketplace.core.converters  # noqa: F401

from .views import public

app_name = "listings"
urlpatterns: list[URLPattern] = [
    path("", public.listing_list, name="list"),
    path("<ref:ref>/", public.listing_detail, name="detail"),
    path("<ref:ref>/sheet/", public.listing_sheet, name="sheet"),
]
