"""Two first messages at the same moment, on PostgreSQL: one thread."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.listings import actions
from marketplace.listings.models import Enquiry, EnquiryMessage, Listing
from tests.concurrency.racing import in_thread, race
from tests.listings.enquiring import ask

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


def test_without_the_constraint_both_would_find_no_thread_yet(cast):
    listing, buyer = cast.listing, cast.xin

    def finds_none():
        return not Enquiry.objects.filter(listing=listing, counterpart=f"u:{buyer.pk}").exists()

    def opens():
        return Enquiry.objects.create(
            ref="EQ-OTHER01",
            listing=listing,
            holder_id=listing.organization_id,
            counterpart=f"u:{buyer.pk}",
            asked_at=clock.now(),
            last_message_at=clock.now(),
        )

    assert finds_none() and in_thread(finds_none)
    in_thread(opens)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.create(
            ref="EQ-OTHER02",
            listing=listing,
            holder_id=listing.organization_id,
            counterpart=f"u:{buyer.pk}",
            asked_at=clock.now(),
            last_message_at=clock.now(),
        )


def test_of_many_first_messages_one_opens_the_thread_and_all_are_kept(cast):
    listing, by = cast.listing, cast.buyer
    assert by

    def first(number):
        return actions.ask_enquiry(Listing.objects.get(pk=listing.pk), by=by, text=f"第 {number} 个窗口里的问题？")

    results = race(*[lambda number=number: first(number) for number in range(6)])

    assert [item for item in results if isinstance(item, Exception)] == []
    assert Enquiry.objects.count() == 1
    assert EnquiryMessage.objects.count() == 6


def test_a_question_and_an_answer_at_once_leave_a_state_that_one_of_them_wrote(cast):
    enquiry = ask(cast)
    holder, buyer = cast.holder, cast.buyer

    results = race(
        lambda: actions.answer_enquiry(Enquiry.objects.get(pk=enquiry.pk), by=holder, text="可以，请来看看。"),
        lambda: actions.continue_enquiry(Enquiry.objects.get(pk=enquiry.pk), by=buyer, text="补充：两条产线。"),
    )

    assert all(isinstance(item, EnquiryMessage) for item in results)
    last = EnquiryMessage.objects.order_by("-pk").first()
    row = Enquiry.objects.get(pk=enquiry.pk)
    assert row.status == ("answered" if last.side == "holder" else "open")
    assert (row.holder_unread, row.buyer_unread) == (True, True)
