"""The owner records of one import: made where missing, counted, each looked up once."""

from collections.abc import Sequence

from django.db.models import F

from marketplace.core import bulk, clock
from marketplace.core.names import name_key
from marketplace.core.refs import new_ref

from .. import owners
from ..models import Owner
from .gathering import Gathered

_RECORD_COLUMNS = (
    "id", "ref", "name", "name_key", "name_en", "kind", "province", "city", "right_count", "organization_id",
    "created_at", "updated_at",
)  # fmt: skip


class OwnerBook:
    """Owner records by name key, those of one import kept in memory so that each is looked up once."""

    MOST = 50_000

    def __init__(self) -> None:
        self.known: dict[str, tuple[int, str]] = {}
        self.by_name: dict[str, str] = {}

    def key_of(self, name: str) -> str:
        """The key of a name that gets a record, else nothing; each name is looked at once."""
        key = self.by_name.get(name)
        if key is None:
            if len(self.by_name) > self.MOST:
                self.by_name.clear()
            key = name_key(name)[:300] if owners.has_page(name) else ""
            self.by_name[name] = key
        return key

    def id_of(self, name: str) -> int | None:
        """The record of an entered owner; a private person has none."""
        return self.known[key][0] if (key := self.key_of(name)) else None

    def ref_of(self, name: str) -> str:
        """Its public reference, or nothing."""
        return self.known[key][1] if (key := self.key_of(name)) else ""

    def enter(self, owned: Sequence[tuple[Gathered, tuple[str, ...]]]) -> None:
        """Make or find the record of every owner, and count these rights on them."""
        counts: dict[str, int] = {}
        first: dict[str, tuple[str, Gathered]] = {}
        for each, names in owned:
            keys = {key: name for name in reversed(names) if (key := self.key_of(name))}
            for key, name in keys.items():
                counts[key] = counts.get(key, 0) + 1
                if key not in first:
                    first[key] = (name, each)
        if len(self.known) > self.MOST:
            self.known.clear()
        unknown = [key for key in counts if key not in self.known]
        for key, pk, ref in bulk.find(Owner, "name_key", unknown, ("name_key", "id", "ref")):
            self.known[key] = (pk, ref)
        missing = [key for key in unknown if key not in self.known]
        standing = {key: count for key, count in counts.items() if key in self.known}
        for count in sorted(set(standing.values())):
            ids = [self.known[key][0] for key, found in standing.items() if found == count]
            Owner.objects.filter(pk__in=ids).update(right_count=F("right_count") + count)
        self._insert(missing, counts, first)

    def _insert(self, keys: list[str], counts: dict[str, int], first: dict[str, tuple[str, Gathered]]) -> None:
        refs = _new_refs(len(keys))
        now = bulk.instant(clock.now())
        rows = []
        for pk, ref, key in zip(bulk.reserve_ids(Owner, len(keys)), refs, keys, strict=True):
            name, each = first[key]
            kind = owners.owner_kind(name)
            place = (each.told["province"], each.told["city"])
            rows.append((pk, ref, name, key, "", kind, *place, counts[key], None, now, now))
            self.known[key] = (pk, ref)
        bulk.insert(Owner, _RECORD_COLUMNS, rows)

    def forget(self) -> None:
        """Drop what a rolled-back batch may have noted."""
        self.known.clear()


def _new_refs(count: int) -> list[str]:
    """References that no owner has."""
    refs: dict[str, None] = {}
    while len(refs) < count:
        drawn = {new_ref("OW"): None for _ in range(count - len(refs))}
        taken = {ref for (ref,) in bulk.find(Owner, "ref", list(drawn), ("ref",))}
        refs |= {ref: None for ref in drawn if ref not in taken}
    return list(refs)
