"""People of the demo: their logins lie in a file under var/, so they exist in demo mode only."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher, make_password
from django.db import transaction

from marketplace.core import clock
from marketplace.core.access import Actor

from . import legal
from .actions import accept_legal
from .models import User


@dataclass(frozen=True)
class DemoLogin:
    """A row of `var/demo.json`."""

    role: str
    login: str
    password: str
    totp_secret: str | None = None


def logins_file() -> Path:
    return Path(settings.VAR_DIR) / "demo.json"


def write_logins(logins: Iterable[DemoLogin]) -> Path:
    """Replace the file of logins; only its owner may read it."""
    path = logins_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump([asdict(login) for login in logins], file, ensure_ascii=False, indent=2)
    fresh.replace(path)
    return path


def read_logins() -> list[DemoLogin]:
    """The logins that the demo wrote; none where there is no demo."""
    path = logins_file()
    if not path.is_file():
        return []
    names = DemoLogin.__dataclass_fields__
    return [
        DemoLogin(**{name: value for name, value in row.items() if name in names})
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]


def current_code(secret: str, at: float | None = None) -> str:
    """What an authenticator app shows for a secret; `at` in seconds since 1970, now unless said."""
    instant = clock.now().timestamp() if at is None else at
    return format_hotp_value(hotp_value(secret, int(instant) // mfa_settings.TOTP_PERIOD))


class QuickArgon2(Argon2PasswordHasher):
    """For passwords of 96 random bits, which need no slow hash; the first sign-in hashes them anew in full."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1


def hashed(password: str) -> str:
    """The hash of a demo password, in the installation's first algorithm."""
    hasher = get_hasher()
    return make_password(password, hasher=QuickArgon2() if isinstance(hasher, Argon2PasswordHasher) else hasher)


@transaction.atomic
def create_demo_person(
    email: str, password: str, totp_secret: str | None = None, *, full_name: str = "", language: str = "zh-hans"
) -> User:
    """A person of the demo who can sign in at once; called again, it sets password and second factor anew."""
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email)
    user.full_name, user.language, user.is_demo = full_name, language, True
    user.password = hashed(password)
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    versions = {text.kind: text.version for text in legal.in_force()}
    accept_legal(user, by=Actor(kind="person", user_id=user.pk), versions=versions)
    Authenticator.objects.filter(user=user).delete()
    if totp_secret:
        TOTP.activate(user, totp_secret)
        RecoveryCodes.activate(user)
    return user
