"""Asking and answering: one thread for each buyer and listing, told once by mail, kept from everybody else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction

from marketplace.accounts import actions as accounts
from marketplace.accounts.models import NotificationPreference
from marketplace.core import clock
from marketplace.core.access import ANONYMOUS, Role
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed
from marketplace.core.limits import TooMany
from marketplace.core.models import Event, Job
from marketplace.listings import actions, enquiry_links
from marketplace.listings.enquiry_access import GUEST, guest_of, side_of
from marketplace.listings.enquiry_refusals import AlreadyKnown, EnquirySettled, LinkUsed, OwnListing, SenderBlocked
from marketplace.listings.models import Enquiry, EnquiryBlock, EnquiryMessage, UnverifiedEnquiry
from tests import builders
from tests.listings.enquiring import (
    ANSWER,
    GUEST_MAIL,
    QUESTION,
    answer,
    ask,
    go_on,
    guest_thread,
    mails,
    mails_to,
    paper,
    request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


def fresh(enquiry):
    return Enquiry.objects.get(pk=enquiry.pk)


def test_it_opens_one_thread_and_puts_the_second_question_into_it(cast):
    first = ask(cast)
    second = ask(cast, text="还有一个问题：图纸能看吗？")

    assert first.pk == second.pk
    assert [message.text for message in first.messages.order_by("pk")] == [QUESTION, "还有一个问题：图纸能看吗？"]
    assert list(Event.objects.filter(subject_ref=first.ref).order_by("pk").values_list("verb", flat=True)) == [
        "enquiry.asked",
        "enquiry.continued",
    ]


def test_colleagues_of_one_organisation_share_its_thread(cast):
    colleague = builders.person("colleague@example.test")
    accounts.add_member(cast.rival, colleague, by=builders.SYSTEM, roles=[Role.AGENT])

    first = ask(cast, by=cast.rival_holder)
    second = ask(cast, by=builders.actor(colleague, cast.rival, Role.AGENT), text="另外请报价。")

    assert first.pk == second.pk
    assert fresh(first).counterpart == f"o:{cast.rival.pk}"


def test_it_waits_for_the_holder_then_for_the_buyer_and_opens_again(cast):
    enquiry = ask(cast)
    states = [fresh(enquiry).status]
    answer(cast, enquiry)
    states.append(fresh(enquiry).status)
    actions.close_enquiry(fresh(enquiry), by=cast.holder)
    states.append(fresh(enquiry).status)
    actions.continue_enquiry(enquiry, by=cast.buyer, text="还想再问一句。")
    states.append(fresh(enquiry).status)

    assert states == ["open", "answered", "closed", "open"]
    assert fresh(enquiry).answered_by == cast.lin
    assert fresh(enquiry).closed_by_side == ""


@pytest.mark.parametrize(
    "text", ["", "  \n ", "ab", "x" * 4001], ids=["nothing", "blank", "two letters", "more than 4,000"]
)
def test_it_refuses_a_text_that_asks_nothing_or_too_much(cast, text):
    with pytest.raises(InvalidInput):
        ask(cast, text=text)

    assert not Enquiry.objects.exists()


def test_nobody_asks_their_own_organisation_under_any_hat(cast):
    for by in (cast.holder, builders.actor(cast.lin, None)):
        with pytest.raises(OwnListing):
            ask(cast, by=by)

    assert not Enquiry.objects.exists()


def test_nobody_asks_about_what_is_not_on_show(cast):
    listing = builders.draft(cast.right, by=cast.holder)

    with pytest.raises(NotAllowed):
        actions.ask_enquiry(listing, by=cast.buyer, text=QUESTION)
    with pytest.raises(NotAllowed):
        actions.request_enquiry(listing, by=ANONYMOUS, email=GUEST_MAIL, text=QUESTION, language="en")

    assert not Enquiry.objects.exists() and not UnverifiedEnquiry.objects.exists()


@pytest.mark.attack
def test_only_the_two_sides_do_anything_with_a_thread(cast):
    enquiry = ask(cast)
    other = guest_thread(cast)
    before = list(EnquiryMessage.objects.values_list("pk", flat=True))

    for by in (cast.rival_holder, cast.moderator, ANONYMOUS, GUEST, guest_of(other)):
        assert side_of(by, enquiry) is None
        for act in (actions.answer_enquiry, actions.continue_enquiry):
            with pytest.raises(NotAllowed):
                act(enquiry, by=by, text="换一个人说话。")
        for act in (actions.close_enquiry, actions.mute_enquiry, actions.read_enquiry, actions.reveal_enquiry):
            with pytest.raises(NotAllowed):
                act(enquiry, by=by)
        with pytest.raises(NotAllowed):
            actions.report_enquiry(enquiry, by=by, reason="spam")
    with pytest.raises(NotAllowed):
        actions.reveal_enquiry(enquiry, by=cast.holder)
    with pytest.raises(NotAllowed):
        actions.answer_enquiry(enquiry, by=cast.buyer, text="我来替你答。")

    assert list(EnquiryMessage.objects.values_list("pk", flat=True)) == before
    assert fresh(enquiry).status == "open" and fresh(enquiry).is_anonymous


def test_what_was_written_cannot_be_rewritten(cast):
    enquiry = ask(cast)

    for change in (lambda rows: rows.update(text="别的"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(EnquiryMessage.objects.filter(enquiry=enquiry))

    assert enquiry.messages.get().text == QUESTION


class TestGuests:
    """A question without an account."""

    def test_it_waits_until_its_address_is_verified(self, cast):
        assert cast.listing
        Job.objects.all().delete()

        waiting = request(cast)

        assert not Enquiry.objects.exists()
        assert [mail["to"] for mail in mails()] == [GUEST_MAIL]
        assert QUESTION not in mails()[0]["body"]
        enquiry = actions.verify_enquiry(waiting, by=GUEST)
        assert enquiry.messages.get().text == QUESTION
        assert len(mails_to(cast.lin.email)) == 1
        waiting.refresh_from_db()
        assert (waiting.text, waiting.name) == ("", "")

    def test_it_is_verified_once_and_in_time(self, cast, at_noon):
        waiting = request(cast)
        actions.verify_enquiry(waiting, by=GUEST)
        late = request(cast, text="第二个问题：能否分期？")

        with pytest.raises(LinkUsed):
            actions.verify_enquiry(waiting, by=GUEST)
        with clock.frozen(at_noon + timedelta(hours=72)), pytest.raises(LinkUsed):
            actions.verify_enquiry(late, by=GUEST)

        assert EnquiryMessage.objects.count() == 1

    def test_asking_again_lands_in_the_same_thread(self, cast):
        first = guest_thread(cast)

        second = guest_thread(cast, text="第二个问题：能否分期？", email=GUEST_MAIL.upper())

        assert first.pk == second.pk
        assert second.messages.count() == 2

    def test_the_same_address_with_an_account_is_answered_in_the_same_way(self, cast):
        with_account = request(cast, email=cast.xin.email)
        without = request(cast, email="nobody@example.test")

        bodies = [mails_to(each.email)[-1] for each in (with_account, without)]

        assert bodies[0]["subject"] == bodies[1]["subject"]
        assert bodies[0]["body"].splitlines()[0] == bodies[1]["body"].splitlines()[0]
        assert type(with_account) is type(without)

    def test_it_refuses_the_same_words_to_many(self, cast):
        for number in range(3):
            request(cast, email=f"a{number}@example.test")

        with pytest.raises(InvalidInput):
            request(cast, email="a4@example.test", text=QUESTION.replace("，", ", "))

    def test_it_refuses_a_text_full_of_links(self, cast):
        with pytest.raises(InvalidInput):
            request(cast, text="看 https://a.example.com 和 www.b.cn 和 c.shop 还有 d.top")

    def test_it_counts_by_mail_by_address_and_by_listing(self, cast):
        for number in range(5):
            request(cast, text=f"第 {number} 个问题：价格？")
        with pytest.raises(TooMany):
            request(cast, text="第 6 个问题：价格？")

        cache.clear()
        for number in range(20):
            request(cast, email=f"b{number}@example.test", text=f"乙 {number} 问价格？", address="203.0.113.7")
        with pytest.raises(TooMany):
            request(cast, email="b99@example.test", text="乙 99 问价格？", address="203.0.113.7")
        for number in range(40):
            request(cast, email=f"c{number}@example.test", text=f"丙 {number} 问价格？")
        with pytest.raises(TooMany):
            request(cast, email="c99@example.test", text="丙 99 问价格？", address="203.0.113.8")

    @pytest.mark.attack
    def test_a_link_opens_one_thread_until_its_day(self, cast, at_noon):
        enquiry = guest_thread(cast)
        other = guest_thread(cast, email="other@example.test", text="别人的问题：能来看看吗？")
        token = enquiry_links.make_token(enquiry)

        assert enquiry_links.read_token(token)[0].pk == enquiry.pk != other.pk
        assert side_of(guest_of(enquiry), fresh(other)) is None
        for forged in ("", "x", token[:-1], token[:-2] + "AA", token.replace(":", "", 1), token.swapcase()):
            assert enquiry_links.read_token(forged) == (None, False)
        with clock.frozen(at_noon + timedelta(days=30)):
            assert enquiry_links.read_token(token) == (enquiry, False)

    def test_a_members_thread_has_no_link(self, cast):
        assert enquiry_links.read_token(enquiry_links.make_token(ask(cast))) == (None, False)

    def test_a_fresh_link_goes_to_the_kept_address_a_few_times(self, cast):
        enquiry = guest_thread(cast)

        for _each in range(3):
            actions.resend_link(enquiry, by=guest_of(enquiry))
        with pytest.raises(TooMany):
            actions.resend_link(enquiry, by=guest_of(enquiry))

        assert len(mails_to(GUEST_MAIL)) == 4


class TestMail:
    """One mail until it is read, in the reader's language, with a way out."""

    def test_it_tells_once_until_read(self, cast):
        enquiry = ask(cast)
        Job.objects.all().delete()

        answer(cast, enquiry)
        answer(cast, fresh(enquiry), "补充：一年起。")
        unread = mails_to(cast.xin.email)
        actions.read_enquiry(fresh(enquiry), by=cast.buyer)
        answer(cast, fresh(enquiry), "再补充：可以试用。")

        assert len(unread) == 1
        assert len(mails_to(cast.xin.email)) == 2

    def test_it_speaks_the_readers_language_and_leads_to_the_thread(self, cast):
        cast.lin.language = "en"
        cast.lin.save()
        assert cast.listing
        Job.objects.all().delete()

        enquiry = ask(cast)

        (mail,) = mails_to(cast.lin.email)
        assert mail["subject"].startswith("Enquiry about")
        assert f"/en/enquiries/{enquiry.ref}/" in mail["body"]
        assert mail["headers"]["References"].startswith(f"<{enquiry.ref}@")
        assert mail["headers"]["List-Unsubscribe"].strip("<>") in mail["body"]

    def test_a_guests_mail_carries_the_link_and_a_way_out(self, cast):
        enquiry = guest_thread(cast)
        answer(cast, enquiry)

        mail = mails_to(GUEST_MAIL)[-1]

        assert "/en/enquiries/by-link/" in mail["body"]
        assert "/mute/" in mail["headers"]["List-Unsubscribe"]
        assert ANSWER not in mail["body"]

    def test_muted_or_unsubscribed_it_writes_nothing(self, cast):
        enquiry = ask(cast)
        actions.mute_enquiry(enquiry, by=cast.buyer)
        Job.objects.all().delete()

        answer(cast, fresh(enquiry))
        muted = mails()
        actions.mute_enquiry(fresh(enquiry), by=cast.buyer, is_muted=False)
        NotificationPreference.objects.create(user=cast.xin, topic="enquiries", is_on=False)
        answer(cast, fresh(enquiry), "补充：一年起。")

        assert (muted, mails()) == ([], [])

    @pytest.mark.attack
    def test_nothing_gives_an_anonymous_buyer_away(self, cast):
        cast.rival_holder
        for asked in (ask(cast), ask(cast, by=cast.rival_holder, text="另一家的问题：能独占吗？"), guest_thread(cast)):
            assert asked.is_anonymous

        written = "\n".join(str(mail) for mail in mails_to(cast.lin.email))

        assert cast.lin.email in written
        for secret in (cast.xin.email, "辛白露", cast.RIVAL, cast.gu.email, "谷岚", GUEST_MAIL, "Anna"):
            assert secret not in written


def test_a_buyer_is_revealed_once_and_for_all(cast):
    enquiry = ask(cast)

    actions.reveal_enquiry(enquiry, by=cast.buyer)

    assert fresh(enquiry).is_anonymous is False
    with pytest.raises(AlreadyKnown):
        actions.reveal_enquiry(fresh(enquiry), by=cast.buyer)
    assert Event.objects.filter(verb="enquiry.revealed", subject_ref=enquiry.ref).count() == 1


class TestReports:
    """Staff decide, both sides hear."""

    @pytest.fixture
    def report(self, cast):
        enquiry = ask(cast)
        found = actions.report_enquiry(enquiry, by=cast.holder, reason="spam", text="广告")
        cast.moderator
        Job.objects.all().delete()
        return found

    def decide(self, cast, report, outcome, **options):
        by = options.pop("by", cast.moderator)
        return actions.decide_enquiry_report(report, by=by, outcome=outcome, note="看过全部内容", **options)

    def test_it_is_reported_once_by_each_side(self, cast, report):
        enquiry = fresh(report.enquiry)
        with pytest.raises(Conflict):
            actions.report_enquiry(enquiry, by=cast.holder, reason="spam")
        actions.report_enquiry(enquiry, by=cast.buyer, reason="abuse")

        assert enquiry.reports.count() == 2 and fresh(enquiry).is_reported

    def test_a_dismissed_report_takes_the_thread_from_the_staff_again(self, cast, report):
        self.decide(cast, report, "dismissed")

        assert fresh(report.enquiry).is_reported is False
        assert fresh(report.enquiry).status == "open"
        assert {mail["to"] for mail in mails()} == {cast.lin.email, cast.xin.email}
        assert not any("广告" in str(mail) or "看过" in str(mail) for mail in mails())

    def test_a_closed_thread_takes_nothing_more(self, cast, report):
        self.decide(cast, report, "closed")

        with pytest.raises(EnquirySettled):
            answer(cast, report.enquiry)
        with pytest.raises(EnquirySettled):
            ask(cast, text="那我重新问一次。")

    def test_a_blocked_buyer_asks_nobody_any_more(self, cast, report):
        self.decide(cast, report, "blocked")

        other = builders.published(
            builders.patent("201510376688.8", owners=[cast.FIRM]), by=cast.holder, moderator=cast.moderator
        )
        with pytest.raises(SenderBlocked):
            actions.ask_enquiry(other, by=cast.buyer, text="换一件再问问看。")
        assert EnquiryBlock.objects.get().report == report

    def test_only_a_buyer_can_be_blocked_and_only_with_a_reason(self, cast, report):
        theirs = actions.report_enquiry(fresh(report.enquiry), by=cast.buyer, reason="abuse")

        with pytest.raises(InvalidInput):
            self.decide(cast, theirs, "blocked")
        with pytest.raises(InvalidInput):
            actions.decide_enquiry_report(theirs, by=cast.moderator, outcome="warned", note="  ")

        theirs.refresh_from_db()
        assert theirs.status == "open"

    @pytest.mark.attack
    def test_nobody_decides_on_their_own_side(self, cast, report):
        accounts.add_member(cast.firm, cast.guan, by=builders.SYSTEM, roles=[Role.AGENT])
        assert cast.rival
        Job.objects.all().delete()

        for by in (cast.moderator, cast.holder, cast.buyer, cast.rival_holder):
            with pytest.raises(NotAllowed):
                self.decide(cast, report, "dismissed", by=by)

        report.refresh_from_db()
        assert report.status == "open" and mails() == []

    def test_a_guest_hears_it_too(self, cast):
        enquiry = guest_thread(cast)
        report = actions.report_enquiry(enquiry, by=cast.holder, reason="other")

        self.decide(cast, report, "warned")

        assert "reminded of the rules" in mails_to(GUEST_MAIL)[-1]["body"]


class TestForgetting:
    """Addresses go; what the holder was told stays."""

    def test_a_guest_is_forgotten_by_policy(self, cast, at_noon):
        enquiry = guest_thread(cast)
        token = enquiry_links.make_token(enquiry)
        request(cast, email="never@example.test", text="没有确认的问题？")

        with clock.frozen(at_noon + timedelta(days=365)):
            kept = actions.forget_guests(by=builders.SYSTEM)
        with clock.frozen(at_noon + timedelta(days=366)):
            gone = actions.forget_guests(by=builders.SYSTEM)

        assert (kept, gone) == (0, 1)
        row = fresh(enquiry)
        assert (row.guest_email, row.guest_name, row.counterpart) == ("", "", f"x:{row.ref}")
        assert row.messages.get().text == QUESTION
        assert enquiry_links.read_token(token) == (None, False)
        assert not UnverifiedEnquiry.objects.exists()

    def test_a_person_who_leaves_is_taken_out_of_their_threads(self, cast):
        enquiry = ask(cast, documents=[paper()])
        ours = ask(cast, by=cast.rival_holder, text="另一家的问题：能独占吗？")
        guest = guest_thread(cast, email=cast.xin.email, text="我也从邮箱问过一次。")
        actions.reveal_enquiry(enquiry, by=cast.buyer)

        count = actions.forget_buyer(cast.xin, by=cast.buyer)

        assert count == 2
        assert (fresh(enquiry).buyer_user, fresh(guest).guest_email) == (None, "")
        assert "辛白露" not in enquiry.messages.get().attachments.get().name
        assert enquiry.messages.get().text == QUESTION
        assert fresh(ours).buyer_organization == cast.rival

    def test_closing_an_account_forgets_the_buyer(self, cast):
        enquiry = ask(cast)
        guest = guest_thread(cast, email=cast.xin.email, text="我也从邮箱问过一次。")

        accounts.close_account(cast.xin, by=cast.buyer)

        assert (fresh(enquiry).buyer_user, fresh(enquiry).counterpart) == (None, f"x:{enquiry.ref}")
        assert (fresh(guest).guest_email, fresh(enquiry).messages.get().text) == ("", QUESTION)

    @pytest.mark.attack
    def test_nobody_forgets_somebody_else(self, cast):
        ask(cast)

        with pytest.raises(NotAllowed):
            actions.forget_buyer(cast.xin, by=cast.holder)
        with pytest.raises(NotAllowed):
            actions.forget_guests(by=cast.moderator)


class TestResponseTime:
    """The median of working days, from five answers on."""

    def measured(self, cast, days, at):
        for number, count in enumerate(days):
            with clock.frozen(at):
                enquiry = guest_thread(cast, email=f"g{number}@example.test", text=f"第 {number} 问：价格多少？")
            with clock.frozen(at + timedelta(days=count)):
                actions.answer_enquiry(enquiry, by=cast.holder, text="请面谈价格。")
        with clock.frozen(at + timedelta(days=20)):
            actions.measure_response_times(by=builders.SYSTEM)
        cast.firm.refresh_from_db()
        return getattr(cast.firm, "response_time", None)

    def test_it_counts_working_days(self, cast, at_noon):
        # Tuesday 24 November: one day later Wednesday; six days later, Monday, are four working days.
        found = self.measured(cast, [1, 1, 6, 6, 6], at_noon)

        assert (found.median_days, found.answers) == (4, 5)

    def test_it_says_nothing_of_four_answers(self, cast, at_noon):
        assert self.measured(cast, [1, 1, 1, 1], at_noon) is None

    def test_it_forgets_what_is_older_than_ninety_days(self, cast, at_noon):
        assert self.measured(cast, [0] * 5, at_noon).median_days == 1

        with clock.frozen(at_noon + timedelta(days=91)):
            actions.measure_response_times(by=builders.SYSTEM)

        cast.firm = type(cast.firm).objects.get(pk=cast.firm.pk)
        assert not hasattr(cast.firm, "response_time")


def test_templates_belong_to_their_organisation(cast):
    template = actions.write_template(cast.firm, by=cast.holder, title="来访", text="欢迎来厂看一看。")

    with pytest.raises(NotAllowed):
        actions.write_template(cast.firm, by=cast.rival_holder, title="别人", text="别人写的话。")
    with pytest.raises(NotAllowed):
        actions.remove_template(template, by=cast.rival_holder)
    with pytest.raises(InvalidInput):
        actions.write_template(cast.firm, by=cast.holder, title="来访", text="另一段话。")
    actions.remove_template(template, by=cast.holder)

    assert not cast.firm.enquiry_templates.exists()


def test_double_sending_is_refused(cast):
    enquiry = guest_thread(cast)

    with pytest.raises(InvalidInput):
        go_on(enquiry, QUESTION)

    assert enquiry.messages.count() == 1
