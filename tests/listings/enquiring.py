"""Threads and their mail for the tests of enquiries."""

import json
from typing import Any

from marketplace.accounts.sealing import unseal
from marketplace.core.documents import clean_document
from marketplace.core.models import Job
from marketplace.listings import actions
from marketplace.listings.enquiry_access import GUEST, guest_of
from marketplace.listings.models import Enquiry, UnverifiedEnquiry
from tests.listings.test_media import PDF

QUESTION = "我们年产两万吨连铸坯，想了解普通许可的条件。"
ANSWER = "可以，请说明使用的产线和年限。"
GUEST_MAIL = "anna.buyer@example.test"


def mails() -> list[dict[str, Any]]:
    """What waits in the outbox, oldest first."""
    return [json.loads(unseal(job.arguments["message"])) for job in Job.objects.filter(lane="mail").order_by("pk")]


def mails_to(address: str) -> list[dict[str, Any]]:
    return [mail for mail in mails() if mail["to"] == address]


def link_in(mail: dict[str, Any]) -> str:
    """The path of the first link of ours."""
    line = next(line for line in mail["body"].splitlines() if "/enquiries/" in line)
    return "/" + line.strip().partition("//")[2].partition("/")[2]


def ask(cast: Any, **options: Any) -> Enquiry:
    """Xin asks for herself."""
    return actions.ask_enquiry(cast.listing, by=options.pop("by", cast.buyer), **{"text": QUESTION, **options})


def request(cast: Any, **options: Any) -> UnverifiedEnquiry:
    values = {"email": GUEST_MAIL, "text": QUESTION, "language": "en", "name": "Anna Buyer", **options}
    return actions.request_enquiry(cast.listing, by=GUEST, **values)


def guest_thread(cast: Any, **options: Any) -> Enquiry:
    """A guest's question, verified."""
    return actions.verify_enquiry(request(cast, **options), by=GUEST)


def answer(cast: Any, enquiry: Enquiry, text: str = ANSWER, **options: Any) -> Any:
    return actions.answer_enquiry(enquiry, by=cast.holder, text=text, **options)


def go_on(enquiry: Enquiry, text: str, **options: Any) -> Any:
    """The guest writes on."""
    return actions.continue_enquiry(enquiry, by=guest_of(enquiry), text=text, **options)


def paper(name: str = "辛白露的问题.pdf") -> Any:
    return clean_document(PDF, name)
