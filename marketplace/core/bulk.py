"""Many rows at once: ids reserved beforehand, values written as the database wants them, no object a row."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will use. Call it in the transaction that inserts: SQLite's writers take turns there."""
    if count == 0:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
    return list(range(last + 1, last + 1 + count))


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert plain values: texts, numbers, flags, ISO days, JSON as text, instants from `instant`."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))  # noqa: S608


def find(model: type[models.Model], column: str, values: Sequence[str], names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows whose column is one of many texts, as plain values; the texts travel as one parameter."""
    quote = connection.ops.quote_name
    picked = ", ".join(quote(name) for name in names)
    parameter: Any
    if connection.vendor == "postgresql":
        condition, parameter = "= ANY(%s)", list(values)
    else:
        condition, parameter = "IN (SELECT value FROM json_each(%s))", json.dumps(list(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {picked} FROM {quote(model._meta.db_table)} WHERE {quote(column)} {condition}",  # noqa: S608
            [parameter],
        )
        return list(cursor.fetchall())


def spare_checkpoints() -> None:
    """Let SQLite's write-ahead log grow to some forty megabytes on this connection before it is folded in."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint = 10000")


def instant(at: datetime) -> str:
    """An aware instant as this database stores it."""
    value = connection.ops.adapt_datetimefield_value(at)
    return value.isoformat() if isinstance(value, datetime) else str(value)
