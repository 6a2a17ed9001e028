"""System checks: the append-only triggers stand, and a production database holds no demo users."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from . import triggers


@register(Tags.database)
def append_only_triggers(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Refuse to go on when the database no longer protects its append-only tables.

    A database with migrations still to run is on its way: `migrate`, which runs this check first and installs the
    triggers at its end, must not be kept from finishing.
    """
    if not databases or "core_event" not in connection.introspection.table_names():
        return []
    names = triggers.missing()
    if not names or has_pending_migrations():
        return []
    hint = "run manage.py migrate --skip-checks, which puts them back"
    return [Error(f"append-only triggers are missing: {', '.join(names)}", hint=hint, id="core.E001")]


def has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@register(Tags.database)
def no_demo_users(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Refuse demo users where demo mode is off: their passwords lie in a file."""
    if settings.DEMO or not databases or "accounts_user" not in connection.introspection.table_names():
        return []
    if get_user_model()._default_manager.filter(is_demo=True).exists():
        return [Error("this database holds demo users", hint="start from an empty database", id="core.E002")]
    return []
