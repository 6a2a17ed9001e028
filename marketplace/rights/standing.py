"""How a right stands by its log: reading the events, projecting them, comparing and writing what follows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q

from marketplace.core import clock
from marketplace.core.names import name_key
from marketplace.core.refs import new_ref

from . import burdens, owners
from .models import Encumbrance, Owner, Right, RightEvent, RightOwner
from .projection import Basis, LegalEvent, Projection, project
from .term_rules import current_terms

OWNER_NAMES_LENGTH = 1000
BURDEN_COLUMNS = (
    "kind",
    "registration_no",
    "holder",
    "effective_on",
    "released_on",
    "source",
    "as_of",
    "event_id",
)


def read_logs(right_ids: Iterable[int]) -> dict[int, list[LegalEvent]]:
    """The events of each right, those of the twins merged into it among them."""
    ids = list(right_ids)
    rows = RightEvent.objects.filter(Q(right_id__in=ids) | Q(right__merged_into_id__in=ids)).values_list(
        "right_id",
        "right__merged_into_id",
        "id",
        "fingerprint",
        "code",
        "on",
        "facts",
        "source",
        "as_of",
        "supersedes_id",
    )
    logs: dict[int, list[LegalEvent]] = defaultdict(list)
    for right_id, merged_into_id, *event in rows:
        logs[merged_into_id or right_id].append(LegalEvent(*event))
    return logs


def project_right(right: Right, log: Iterable[LegalEvent], *, today: date) -> Projection:
    """What a right's log says of it on a day."""
    return project(Basis(right.kind, right.jurisdiction, right.filing_on), log, terms=current_terms(), today=today)


def is_number_proven(slug: str) -> bool:
    """Whether an application or registration number is known; a publication number alone proves none."""
    return not slug.startswith("cn-patent-CN") and "-publication-" not in slug and "-record-" not in slug


def columns_of(projection: Projection, slug: str) -> dict[str, Any]:
    """The projection as columns of `Right`, all but `proof`."""
    return {
        "status": projection.status,
        "status_on": projection.status_on,
        "publication_on": projection.publication_on,
        "granted_on": projection.granted_on,
        "expires_on": projection.expires_on,
        "compensation_days": projection.compensation_days,
        "annuity_due_on": projection.annuity_due_on,
        "annuity_paid_year": projection.annuity_paid_year,
        **owner_columns(projection.owners),
        "is_pledged": projection.has_open(burdens.PLEDGE),
        "is_frozen": projection.has_open(burdens.PRESERVATION),
        "is_licensed": projection.has_open(*burdens.LICENCES),
        "has_open_licence": projection.has_open(burdens.OPEN_LICENCE),
        "is_suspended": projection.has_open(burdens.SUSPENSION),
        "number_proven": is_number_proven(slug),
        "recheck_on": projection.recheck_on,
        "source": projection.source,
        "as_of": projection.as_of,
    }


def owner_columns(names: Sequence[str]) -> dict[str, str]:
    """What lists and facets read of the owners."""
    return {
        "owner_names": "; ".join(names)[:OWNER_NAMES_LENGTH],
        "owner_kind": owners.owner_kind(names[0]) if names else "",
    }


def proof_of(projection: Projection, refs: Mapping[str, str]) -> dict[str, Any]:
    """What pages show beside each fact, ready on the row: sources, owners with their record, open burdens.

    `refs` maps an owner's name to its public reference; a private person has none.
    """
    proof: dict[str, Any] = {
        "facts": {
            name: [found.source, found.as_of.isoformat(), found.code] for name, found in projection.provenance.items()
        },
        "owners": [[name, refs.get(name, "")] for name in projection.owners],
    }
    if there := [burden for burden in projection.burdens if burden.is_open]:
        proof["burdens"] = [
            {
                "kind": burden.kind,
                "no": burden.registration_no,
                "holder": burden.holder,
                "on": burden.effective_on.isoformat(),
                "until": burden.until.isoformat() if burden.until else "",
                "source": burden.source,
                "as_of": burden.as_of.isoformat(),
            }
            for burden in there
        ]
    return proof


def open_owners(names: Iterable[str], *, place: tuple[str, str] = ("", "")) -> dict[str, Owner]:
    """Name to owner record, made where missing with its province and city; private persons have none."""
    keys = {name: key for name in names if owners.has_page(name) and (key := name_key(name)[:300])}
    known = {owner.name_key: owner for owner in Owner.objects.filter(name_key__in=set(keys.values()))}
    missing: dict[str, Owner] = {}
    for name, key in keys.items():
        if key not in known and key not in missing:
            province, city = place
            missing[key] = Owner(
                ref=new_ref("OW"),
                name=name[:300],
                name_key=key,
                kind=owners.owner_kind(name),
                province=province,
                city=city,
            )
    Owner.objects.bulk_create(missing.values())
    known |= missing
    return {name: known[key] for name, key in keys.items()}


class Standing:
    """The stored projections of some rights beside what their logs say; locks nothing."""

    def __init__(self, rights: Sequence[Right], *, today: date) -> None:
        self.rights = [right for right in rights if right.merged_into_id is None]
        ids = [right.pk for right in self.rights]
        logs = read_logs(ids)
        self.projections = {right.pk: project_right(right, logs[right.pk], today=today) for right in self.rights}
        self.owner_rows: dict[int, list[RightOwner]] = defaultdict(list)
        for row in RightOwner.objects.filter(right_id__in=ids).select_related("owner").order_by("right_id", "position"):
            self.owner_rows[row.right_id].append(row)
        self.burden_rows: dict[int, list[Encumbrance]] = defaultdict(list)
        for burden in Encumbrance.objects.filter(right_id__in=ids).order_by("right_id", "id"):
            self.burden_rows[burden.right_id].append(burden)

    def differences(self, right: Right) -> dict[str, tuple[Any, Any]]:
        """Column (or `owners`, `encumbrances`, `proof`) to what is stored and what should be."""
        projection = self.projections[right.pk]
        found = {
            name: (getattr(right, name), value)
            for name, value in columns_of(projection, right.slug).items()
            if getattr(right, name) != value
        }
        rows = self.owner_rows[right.pk]
        stored_owners = tuple(row.name for row in rows)
        if stored_owners != tuple(name[:300] for name in projection.owners):
            found["owners"] = (stored_owners, projection.owners)
        stored = [tuple(getattr(row, name) for name in BURDEN_COLUMNS) for row in self.burden_rows[right.pk]]
        wanted = [burden_values(burden) for burden in projection.burdens]
        if sorted(stored, key=repr) != sorted(wanted, key=repr):
            found["encumbrances"] = (stored, wanted)
        proof = proof_of(projection, {row.name: row.owner.ref for row in rows if row.owner})
        if "owners" not in found and right.proof != proof:
            found["proof"] = (right.proof, proof)
        return found

    def write(self, right: Right) -> bool:
        """Bring a locked right's columns, owners and burdens up to its log; False where nothing differed."""
        found = self.differences(right)
        if not found:
            return False
        projection = self.projections[right.pk]
        if "owners" in found:
            self._write_owners(right, projection)
        if "encumbrances" in found:
            Encumbrance.objects.filter(right=right).delete()
            Encumbrance.objects.bulk_create(
                Encumbrance(right=right, **dict(zip(BURDEN_COLUMNS, burden_values(burden), strict=True)))
                for burden in projection.burdens
            )
        refs = {row.name: row.owner.ref for row in self.owner_rows[right.pk] if row.owner}
        columns = {
            **columns_of(projection, right.slug),
            "proof": proof_of(projection, refs),
            "version": right.version + 1,
            "updated_at": clock.now(),
        }
        Right.objects.filter(pk=right.pk).update(**columns)
        for name, value in columns.items():
            setattr(right, name, value)
        return True

    def _write_owners(self, right: Right, projection: Projection) -> None:
        clear_owners(right)
        records = open_owners(projection.owners, place=(right.province, right.city))
        rows = [
            RightOwner(right=right, owner=records.get(name), name=name[:300], position=position)
            for position, name in enumerate(projection.owners)
        ]
        RightOwner.objects.bulk_create(rows)
        holders = {owner.pk for owner in records.values()}
        Owner.objects.filter(pk__in=holders).update(right_count=F("right_count") + 1)
        self.owner_rows[right.pk] = rows


def clear_owners(right: Right) -> None:
    """Take a right out of its owners' lists."""
    holders = set(RightOwner.objects.filter(right=right, owner__isnull=False).values_list("owner_id", flat=True))
    Owner.objects.filter(pk__in=holders).update(right_count=F("right_count") - 1)
    RightOwner.objects.filter(right=right).delete()


def burden_values(burden: burdens.Burden) -> tuple[Any, ...]:
    return (
        burden.kind,
        burden.registration_no[:40],
        burden.holder[:300],
        burden.effective_on,
        burden.released_on,
        burden.source,
        burden.as_of,
        burden.event,
    )
