"""Recording events, sealing them into a chain, and verifying both."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from . import clock
from .access import Actor
from .models import Event, EventSeal, SealedEvent

GENESIS = "0" * 64
SEAL_BATCH = 1000


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: the bytes that are hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder).encode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(event: Event) -> str:
    """SHA-256 over everything an event says except its row id."""
    return hashlib.sha256(
        canonical(
            [event.verb, event.actor, event.subject_type, event.subject_ref, event.facts, _instant(event.at)],
        )
    ).hexdigest()


def author(by: Actor) -> dict[str, Any]:
    """An actor as an event keeps it: ids only, so that erasing a person never breaks a hash."""
    if by.is_system:
        return {"system": by.name}
    return {"user": by.user_id, "organization": by.organization_id}


def build(verb: str, *, subject: models.Model, by: Actor, facts: Mapping[str, Any] | None = None) -> Event:
    """An event ready to insert; a bulk import builds many and inserts them at once."""
    plain = json.loads(canonical(dict(facts or {})))
    event = Event(
        verb=verb,
        actor=author(by),
        organization_id=by.organization_id,
        subject_type=subject._meta.label_lower,
        subject_ref=str(getattr(subject, "ref", None) or getattr(subject, "slug", None) or subject.pk),
        facts=plain,
        at=clock.now(),
    )
    event.digest = digest_of(event)
    return event


def record(verb: str, *, subject: models.Model, by: Actor, facts: Mapping[str, Any] | None = None) -> Event:
    """Append an event in the current transaction. Facts are ids and figures, never personal data."""
    event = build(verb, subject=subject, by=by, facts=facts)
    event.save(force_insert=True)
    return event


def _key() -> Ed25519PrivateKey:
    seed = settings.EVENT_SEAL_KEY or settings.SECRET_KEY
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"event-seal:" + seed.encode()).digest())


def public_key() -> Ed25519PublicKey:
    """The key with which anybody can check the seals' signatures."""
    return _key().public_key()


def root_of(digests: Iterable[str]) -> str:
    """SHA-256 over the digests of a batch in their order."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def seal_hash(previous_hash: str, root: str, count: int, sealed_at: datetime) -> str:
    return hashlib.sha256(canonical([previous_hash, root, count, _instant(sealed_at)])).hexdigest()


@transaction.atomic
def seal_batch(limit: int = SEAL_BATCH) -> int:
    """Seal the oldest unsealed events into the next link; returns how many. Two sealers cannot fork the chain."""
    events = list(Event.objects.filter(sealed__isnull=True).order_by("id").only("id", "digest")[:limit])
    if not events:
        return 0
    last = EventSeal.objects.select_for_update().order_by("-id").first()
    previous_hash = last.hash if last else GENESIS
    at = clock.now()
    root = root_of(event.digest for event in events)
    link = seal_hash(previous_hash, root, len(events), at)
    seal = EventSeal.objects.create(
        previous=last,
        previous_hash=previous_hash,
        root=root,
        count=len(events),
        hash=link,
        signature=_key().sign(bytes.fromhex(link)).hex(),
        sealed_at=at,
    )
    SealedEvent.objects.bulk_create(
        SealedEvent(event=event, seal=seal, position=position) for position, event in enumerate(events)
    )
    return len(events)


def seal_all() -> int:
    """Seal every event that waits; returns how many."""
    total = 0
    while count := seal_batch():
        total += count
    return total


def _seal_problems(seal: EventSeal, expected_previous: str) -> Iterable[str]:
    sealed = list(SealedEvent.objects.filter(seal=seal).select_related("event").order_by("position"))
    for item in sealed:
        if not hmac.compare_digest(digest_of(item.event), item.event.digest):
            yield f"event {item.event_id} was altered"
    if seal.previous_hash != expected_previous:
        yield f"seal {seal.pk} does not follow the seal before it"
    if len(sealed) != seal.count or root_of(item.event.digest for item in sealed) != seal.root:
        yield f"seal {seal.pk} does not cover the events it was made for"
    if seal_hash(seal.previous_hash, seal.root, seal.count, seal.sealed_at) != seal.hash:
        yield f"seal {seal.pk} was altered"
    try:
        public_key().verify(bytes.fromhex(seal.signature), bytes.fromhex(seal.hash))
    except (InvalidSignature, ValueError):
        yield f"the signature of seal {seal.pk} does not verify"


def verify(progress: Callable[[int], None] = lambda done: None) -> list[str]:
    """Seal what waits, then check every event's content and the whole chain; returns the problems found."""
    seal_all()
    problems: list[str] = []
    previous, done = GENESIS, 0
    for seal in EventSeal.objects.order_by("id").iterator():
        problems.extend(_seal_problems(seal, previous))
        previous = seal.hash
        done += seal.count
        progress(done)
    return problems


def unsealed_count() -> int:
    """How many events wait for the sealer."""
    return Event.objects.filter(sealed__isnull=True).count()
