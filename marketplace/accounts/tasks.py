"""Sending mail that waits in the outbox."""

import json

from celery import shared_task
from django.core.mail import EmailMessage

from .sealing import unseal


@shared_task(name="accounts.send_mail")
def send_mail(*, message: str) -> None:
    """Send one sealed mail; a failure leaves the job for another try."""
    mail = json.loads(unseal(message))
    EmailMessage(subject=mail["subject"], body=mail["body"], to=[mail["to"]], headers=mail.get("headers")).send()
