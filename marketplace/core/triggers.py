"""Append-only tables: triggers with which the database itself refuses update, delete and (PostgreSQL) truncate."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

APPEND_ONLY: list[str] = ["core_event", "core_eventseal", "core_sealedevent"]

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME; END $$
"""


def protect(table: str) -> None:
    """Add a table to the append-only ones; the triggers come with the next migration or start."""
    if table not in APPEND_ONLY:
        APPEND_ONLY.append(table)


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
    return [table for table in APPEND_ONLY if table in existing]


def _verbs() -> tuple[str, ...]:
    """What is refused; SQLite has no TRUNCATE."""
    return ("UPDATE", "DELETE", "TRUNCATE") if connection.vendor == "postgresql" else ("UPDATE", "DELETE")


def install() -> None:
    """(Re)install the triggers: SQLite drops them whenever a migration rebuilds a table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTION)
        for table in _tables():
            for verb in _verbs():
                name = f"{table}_refuse_{verb.lower()}"
                if connection.vendor == "postgresql":
                    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
                    cursor.execute(
                        f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
                        f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
                    )
                else:
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table} is refused'); END"
                    )


def remove() -> None:
    """Drop the triggers; for a test database's teardown only."""
    with connection.cursor() as cursor:
        for table in _tables():
            for verb in _verbs():
                name = f"{table}_refuse_{verb.lower()}"
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


@contextmanager
def lifted() -> Iterator[None]:
    """Without the triggers inside this context; for a test database's teardown only."""
    remove()
    try:
        yield
    finally:
        install()


def missing() -> list[str]:
    """Names of triggers that should be there and are not."""
    wanted = {f"{table}_refuse_{verb.lower()}" for table in _tables() for verb in _verbs()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return sorted(wanted - {row[0] for row in cursor.fetchall()})
