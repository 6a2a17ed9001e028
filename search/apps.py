"""Search as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from marketplace.core import worker

        from . import sync

        worker.register_lane("index", sync.follow_all, rest=0.05, catch_up=sync.follow_if_free)
