"""Related rows as one JSON array inside the main statement, for pages that may ask the database only once or twice."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any, TypeVar

from django.db.models import DateTimeField, JSONField, Model, QuerySet, Subquery

Row = TypeVar("Row", bound=Model)


class JsonRows(Subquery):
    """The rows of a queryset (with `OuterRef`) as a list of dicts; dates arrive as ISO text, flags may be 0 or 1."""

    output_field = JSONField()

    def __init__(self, queryset: QuerySet[Any], *names: str, **extra: Any) -> None:
        self.names = names or columns(queryset.model)
        self.json_names = {
            name
            for name in self.names
            if "__" not in name and isinstance(queryset.model._meta.get_field(name), JSONField)
        }
        super().__init__(queryset.values(*self.names), **extra)

    def as_sql(self, compiler: Any, connection: Any, template: str | None = None, **extra: Any) -> Any:
        body = self._body("json(r.{})")
        template = "(SELECT json_group_array(json_object(" + body + ")) FROM (%(subquery)s) r)"  # noqa: S608
        return super().as_sql(compiler, connection, template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        body = self._body("r.{}")
        template = "(SELECT coalesce(jsonb_agg(jsonb_build_object(" + body + ")), '[]'::jsonb) FROM (%(subquery)s) r)"  # noqa: S608
        return super().as_sql(compiler, connection, template, **extra)

    def _body(self, json_form: str) -> str:
        pairs = []
        for name in self.names:
            form = json_form if name in self.json_names else "r.{}"
            pairs.append(f"'{name}', " + form.format(f'"{name}"'))
        return ", ".join(pairs)


def columns(model: type[Model]) -> tuple[str, ...]:
    """The attribute names of a model's own columns."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def revive(model: type[Row], rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Instances of a model from rows of `JsonRows` over all its columns."""
    revived = []
    for row in rows:
        values = []
        for field in model._meta.concrete_fields:
            value = field.to_python(row[field.attname])
            if isinstance(field, DateTimeField) and value is not None and value.tzinfo is None:
                value = value.replace(tzinfo=UTC)
            values.append(value)
        revived.append(model.from_db("default", columns(model), values))
    return revived


def attach(instance: Model, relation: str, rows: list[Any]) -> None:
    """Make `instance.relation.all()` answer these rows without asking the database."""
    queryset = getattr(instance, relation).get_queryset()
    queryset._result_cache = rows
    queryset._prefetch_done = True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = queryset
    field = instance._meta.get_field(relation)
    for row in rows:
        setattr(row, field.remote_field.name, instance)  # type: ignore[union-attr]
