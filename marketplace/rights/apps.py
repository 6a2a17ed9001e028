"""Rights as a Django app."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "marketplace.rights"
    label = "rights"

    def ready(self) -> None:
        from marketplace.core import triggers

        from . import access, calculations, emails, figures, organization_facts, search, tasks  # noqa: F401

        triggers.protect("rights_rightevent")
