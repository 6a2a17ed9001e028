"""Mail: rendered in the reader's language, text first, and left in the outbox for the worker to send."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import translation

from marketplace.core import outbox

from .models import User
from .sealing import seal

TASK = "accounts.send_mail"
LINKS = ("activate_url", "password_reset_url", "signup_url", "invitation_url", "page_url", "unsubscribe_url")


def language_for(email: str, user: User | None = None) -> str:
    """The language of the person who will read a mail; an unknown address gets that of the page."""
    known = user or User.objects.filter(email__iexact=email).first()
    return known.language if known else (translation.get_language() or settings.LANGUAGE_CODE)


def on_our_site(url: str) -> str:
    """The address under our own name, whatever name the request that caused the mail claimed to be for."""
    return settings.SITE_URL + urlsplit(url)._replace(scheme="", netloc="").geturl()


def queue_mail(
    template: str,
    to: str,
    context: Mapping[str, Any],
    *,
    request: HttpRequest | None = None,
    language: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Render `<template>_subject.txt` and `<template>_message.txt` and leave the mail to the worker, sealed.

    `headers` such as References, by which mail programs keep a thread together.
    """
    user = context.get("user")
    language = language or language_for(to, user if isinstance(user, User) else None)
    links = {name: translate_url(on_our_site(context[name]), language) for name in LINKS if context.get(name)}
    with translation.override(language):
        is_english = language == "en"
        names = {
            "site_name": settings.SITE["name_en" if is_english else "name"],
            "site_url": f"{settings.SITE_URL}/en/" if is_english else f"{settings.SITE_URL}/",
        }
        variables = {**context, **links, **names, "email": to}
        subject = " ".join(render_to_string(f"{template}_subject.txt", variables).split())
        body = render_to_string(f"{template}_message.txt", variables, request).strip() + "\n"
    message: dict[str, Any] = {"to": to, "subject": subject, "body": body}
    kept = dict(headers or {})
    if way_out := links.get("unsubscribe_url"):
        # RFC 8058: the mail program offers to unsubscribe with one click.
        kept |= {"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    if kept:
        message["headers"] = kept
    outbox.enqueue(TASK, lane="mail", message=seal(json.dumps(message, ensure_ascii=False)))
