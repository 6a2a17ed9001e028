"""Listings as a Django app."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "marketplace.listings"
    label = "listings"

    def ready(self) -> None:
        from marketplace.core import triggers

        from . import access, emails, figures, holder_emails, personal, reactions, search, tasks  # noqa: F401

        triggers.protect("listings_enquirymessage")
