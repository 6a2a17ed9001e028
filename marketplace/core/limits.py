"""How often something may be asked for, counted in the shared cache."""

import hashlib
from datetime import timedelta

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from . import clock
from .errors import DomainError


class TooMany(DomainError):
    code = "too_many"
    status = 429
    sentence = _("Too many attempts. Wait a few minutes, then try again.")


def consume(name: str, who: str, *, most: int, per: timedelta) -> None:
    """Count one more; `who` is kept as a digest only. Raises TooMany beyond `most` in the running span of `per`."""
    span = int(per.total_seconds())
    window = int(clock.now().timestamp()) // span
    key = f"limit:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}:{window}"
    cache.add(key, 0, timeout=span + 60)
    try:
        count = cache.incr(key)
    except ValueError:
        # Evicted between the two calls: this is the first of a new count.
        cache.set(key, 1, timeout=span + 60)
        count = 1
    if count > most:
        raise TooMany(limit=name)
