"""The one way a status changes: a table of legal steps and a conditional update that appends its event."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from . import clock, events
from .access import Actor
from .errors import Conflict, IllegalTransition


class Flow:
    """Each status with its successors, for models that keep it in `status`."""

    def __init__(self, noun: str, steps: Mapping[str, Iterable[str]]) -> None:
        self.noun = noun
        self.steps = {str(start): frozenset(map(str, ends)) for start, ends in steps.items()}

    def can_advance(self, obj: Any, to: str) -> bool:
        """Whether the table knows the step from the object's status."""
        return str(to) in self.steps.get(str(obj.status), frozenset())

    def advance(
        self,
        obj: Any,
        to: str,
        *,
        by: Actor,
        verb: str | None = None,
        changes: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> Any:
        """Move `obj` to a status, with other columns in `changes`, and append the event `<noun>.<verb or status>`.

        Raises IllegalTransition for a step the table does not know, Conflict when another writer was first.
        """
        start = str(obj.status)
        if not self.can_advance(obj, to):
            raise IllegalTransition(noun=self.noun, status=start, to=str(to))
        columns = {**(changes or {}), "status": str(to), "updated_at": clock.now()}
        with transaction.atomic():
            model: type[models.Model] = type(obj)
            rows = model._default_manager.filter(pk=obj.pk, status=start).update(**columns)
            if rows == 0:
                raise Conflict(noun=self.noun, status=start)
            for name, value in columns.items():
                setattr(obj, name, value)
            events.record(
                f"{self.noun}.{verb or to}", subject=obj, by=by, facts={"from": start, "to": str(to), **facts}
            )
        return obj
