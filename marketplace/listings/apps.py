"""Listings as a Django app."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "marketplace.listings"
    label = "listings"

    def ready(self) -> None:
        from . import access, figures, reactions, search, tasks  # noqa: F401
