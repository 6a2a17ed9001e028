"""Statements that a page makes at every showing: put into words once a process, not once a page.

Putting a queryset into SQL costs several times what a small statement takes to run.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]


class Words(NamedTuple):
    """A statement as the database takes it, and what turns its columns into values."""

    sql: str
    parameters: Row
    converters: Mapping[int, tuple[list[Callable[..., Any]], Any]]


class Prepared:
    """A `values_list` queryset whose only changing parts are texts, each marked by a `slot` where it stands."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._words: dict[str, Words] = {}

    def rows(self, **values: str) -> list[Row]:
        """The rows, in one statement; `values` by the names of the slots."""
        sql, parameters, converters = self._words.get(connection.vendor) or self._put_into_words()
        filled = {slot(name): value for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [filled.get(each, each) if isinstance(each, str) else each for each in parameters])
            rows = cursor.fetchall()
        return [_converted(row, converters) for row in rows] if converters else rows

    def _put_into_words(self) -> Words:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        return self._words.setdefault(connection.vendor, Words(sql, tuple(parameters), converters))


def slot(name: str) -> str:
    """What stands in a queryset for a text that is known only when the statement runs."""
    return f"\N{OBJECT REPLACEMENT CHARACTER}{name}"


def _converted(row: Row, converters: Mapping[int, tuple[list[Callable[..., Any]], Any]]) -> Row:
    values = list(row)
    for place, (functions, expression) in converters.items():
        for function in functions:
            values[place] = function(values[place], expression, connection)
    return tuple(values)
