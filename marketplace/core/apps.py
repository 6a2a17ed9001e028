"""The kernel as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Reinstall the append-only triggers and the shipped policy versions."""
    from pathlib import Path

    from . import policy, triggers

    triggers.install()
    path = Path(sender.path) / "policies.json"
    if path.exists() and "core_policyversion" in _tables():
        policy.install(path)


def _tables() -> list[str]:
    from django.db import connection

    return connection.introspection.table_names()


class CoreConfig(AppConfig):
    name = "marketplace.core"
    label = "core"
    verbose_name = "core"

    def ready(self) -> None:
        from . import calculations, checks, tasks  # noqa: F401

        post_migrate.connect(after_migrate, dispatch_uid="core.after_migrate")
