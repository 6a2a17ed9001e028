"""Enquiries in the browser without script: asking, the inbox, the thread, the staff's view, and what strangers try."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.accounts import actions as accounts
from marketplace.core import clock
from marketplace.core.access import Role
from marketplace.core.models import Event, Job
from marketplace.listings import actions, enquiry_links
from marketplace.listings.enquiry_access import guest_of
from marketplace.listings.models import Enquiry, EnquiryMessage, EnquiryReport, ResponseTime, UnverifiedEnquiry
from tests import builders
from tests.listings.desks import client_of, statements, text_of
from tests.listings.enquiring import (
    ANSWER,
    GUEST_MAIL,
    QUESTION,
    answer,
    ask,
    guest_thread,
    link_in,
    mails_to,
    paper,
    request,
)
from tests.listings.test_media import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> Any:
    cache.clear()
    yield
    cache.clear()


def typed(client: Client, url: str, at: Any, **data: str) -> Any:
    """Open the form, take a minute, and send it."""
    opened = re.search(r'name="opened" value="([^"]+)"', text_of(client.get(url)))
    fields = {"text": QUESTION, "email": GUEST_MAIL, "is_anonymous": "on", "website": ""}
    with clock.frozen(at + timedelta(minutes=1)):
        return client.post(url, {**fields, "opened": opened[1] if opened else "", **data})


def ask_url(cast: Any) -> str:
    return f"/en/listings/{cast.listing.ref}/ask/"


def link_of(enquiry: Enquiry, more: str = "") -> str:
    return f"/en/enquiries/by-link/{enquiry_links.make_token(enquiry)}/{more}"


class TestGuestPages:
    """Without an account."""

    @pytest.mark.journey
    def test_it_is_asked_confirmed_answered_and_read(self, cast: Any, client: Client, at_noon: Any) -> None:
        sent = typed(client, ask_url(cast), at_noon)
        assert "Look into your mail" in text_of(sent)
        confirm = link_in(mails_to(GUEST_MAIL)[-1])
        assert QUESTION in text_of(client.get(confirm)) and not Enquiry.objects.exists()

        thread = client.post(confirm, follow=True)
        enquiry = Enquiry.objects.get()
        answer(cast, enquiry)
        page = text_of(client.get(link_in(mails_to(GUEST_MAIL)[-1])))

        assert QUESTION in text_of(thread) and ANSWER in page
        assert client.get(confirm).status_code == 410
        assert client.post(confirm).status_code == 410
        assert EnquiryMessage.objects.count() == 2

    def test_programs_that_fill_in_everything_are_told_the_same_and_kept_out(
        self, cast: Any, client: Client, at_noon: Any
    ) -> None:
        sent = typed(client, ask_url(cast), at_noon, website="https://a.example")

        assert sent.status_code == 200 and "Look into your mail" in text_of(sent)
        assert not UnverifiedEnquiry.objects.exists() and mails_to(GUEST_MAIL) == []

    def test_what_comes_at_once_is_asked_for_again_with_every_word_kept(self, cast: Any, client: Client) -> None:
        page = text_of(client.get(ask_url(cast)))
        opened = re.search(r'name="opened" value="([^"]+)"', page)[1]  # type: ignore[index]
        data = {"text": QUESTION, "email": GUEST_MAIL, "opened": opened}

        quick = client.post(ask_url(cast), data)
        without = client.post(ask_url(cast), {**data, "opened": "forged"})

        assert (quick.status_code, without.status_code) == (422, 422)
        assert QUESTION in text_of(quick) and "very quick" in text_of(quick)
        assert not UnverifiedEnquiry.objects.exists()

    def test_an_old_link_has_itself_renewed_by_mail_and_opens_nothing(
        self, cast: Any, client: Client, at_noon: Any
    ) -> None:
        enquiry = guest_thread(cast)
        url = link_of(enquiry)

        with clock.frozen(at_noon + timedelta(days=31)):
            over = client.get(url)
            written = client.post(url, {"text": "过期了还想写一句。"})
            renewed = client.post(url + "renew/")
            fresh = client.get(link_in(mails_to(GUEST_MAIL)[-1]))

        assert (over.status_code, written.status_code, renewed.status_code, fresh.status_code) == (410, 410, 200, 200)
        assert QUESTION not in text_of(over) and GUEST_MAIL not in text_of(over) + text_of(renewed)
        assert enquiry.messages.count() == 1

    def test_a_mail_program_turns_the_mail_off_with_one_click(self, cast: Any) -> None:
        enquiry = guest_thread(cast)
        answer(cast, enquiry)
        way_out = mails_to(GUEST_MAIL)[-1]["headers"]["List-Unsubscribe"].strip("<>")
        strict = Client(enforce_csrf_checks=True)

        done = strict.post("/" + way_out.partition("//")[2].partition("/")[2], {"List-Unsubscribe": "One-Click"})

        assert done.status_code == 302
        assert Enquiry.objects.get().buyer_muted is True

    def test_other_posts_by_link_need_our_own_page(self, cast: Any) -> None:
        strict = Client(enforce_csrf_checks=True)

        assert strict.post(link_of(guest_thread(cast)), {"text": "从别处送来的话。"}).status_code == 403

    @pytest.mark.attack
    def test_a_link_opens_no_other_thread_and_nothing_else(self, cast: Any, client: Client) -> None:
        mine = guest_thread(cast)
        other = guest_thread(cast, email="other@example.test", text="别人的问题：能来看看吗？")
        actions.continue_enquiry(other, by=guest_of(other), text="附上图纸。", documents=[paper()])
        ref = EnquiryMessage.objects.get(text="附上图纸。").attachments.get().ref

        assert client.get(link_of(other, f"attachments/{ref}/")).status_code == 200
        assert client.get(link_of(mine, f"attachments/{ref}/")).status_code == 404
        assert client.get(f"/en/enquiries/{mine.ref}/").status_code == 302
        token = enquiry_links.make_token(mine)
        for forged in (token[:-3] + "abc", "x" * 40, token.replace(token[:4], "abcd", 1)):
            answer = client.get(f"/en/enquiries/by-link/{forged}/")
            assert answer.status_code == 410 and QUESTION not in text_of(answer)

    def test_the_page_says_the_same_of_every_address(self, cast: Any, client: Client, at_noon: Any) -> None:
        known = typed(client, ask_url(cast), at_noon, email=cast.xin.email)
        unknown = typed(client, ask_url(cast), at_noon, email="nobody@example.test")

        assert text_of(known) == text_of(unknown)


class TestMemberPages:
    """With an account."""

    def test_it_asks_and_goes_on(self, cast: Any) -> None:
        buyer = client_of(cast.xin)

        sent = buyer.post(ask_url(cast), {"text": QUESTION, "is_anonymous": "on"})
        enquiry = Enquiry.objects.get()
        more = buyer.post(sent.url, {"text": "附上图纸。", "file": SimpleUploadedFile("图.pdf", PDF)})

        assert sent.url == more.url == f"/en/enquiries/{enquiry.ref}/"
        assert "You have asked about this already" in text_of(buyer.get(ask_url(cast)))
        assert enquiry.messages.count() == 2

    def test_the_holder_answers_from_a_template_and_sees_that_it_was_read(self, cast: Any) -> None:
        enquiry = ask(cast)
        template = actions.write_template(cast.firm, by=cast.holder, title="来访", text="欢迎来厂看一看。")
        holder, buyer = client_of(cast.lin), client_of(cast.xin)
        url = f"/en/enquiries/{enquiry.ref}/"

        begun = text_of(holder.get(f"{url}?begin={template.pk}"))
        shipped = text_of(holder.get(f"{url}?begin=visit"))
        holder.post(url, {"text": ANSWER})
        unread = text_of(holder.get(url))
        buyer.get(url)

        assert "欢迎来厂看一看。</textarea>" in begun and "Name two days that suit you" in shipped
        assert "Read by the other side" not in unread
        assert "Read by the other side" in text_of(holder.get(url))

    def test_it_keeps_what_was_typed_when_it_is_refused(self, cast: Any) -> None:
        enquiry = ask(cast)
        url = f"/en/enquiries/{enquiry.ref}/"

        page = client_of(cast.lin).post(url, {"text": ANSWER, "file": SimpleUploadedFile("a.exe", b"MZ")})

        assert page.status_code == 422 and ANSWER in text_of(page)
        assert enquiry.messages.count() == 1

    def test_each_step_is_a_post_that_comes_back_to_the_thread(self, cast: Any) -> None:
        enquiry = ask(cast)
        url, buyer = f"/en/enquiries/{enquiry.ref}/", client_of(cast.xin)

        for verb, data in (("mute/", {}), ("mute/", {"on": "1"}), ("report/", {"reason": "abuse"}), ("close/", {})):
            assert buyer.post(url + verb, data).url == url, verb
        assert "辛白露" in text_of(buyer.get(url + "reveal/"))
        assert buyer.post(url + "reveal/").url == url

        enquiry.refresh_from_db()
        assert (enquiry.buyer_muted, enquiry.is_reported, enquiry.status) == (False, True, "closed")
        assert "辛白露" in text_of(client_of(cast.lin).get(url))

    @pytest.mark.attack
    def test_an_anonymous_buyer_is_found_in_no_byte_of_the_holders_pages(self, cast: Any) -> None:
        enquiry = ask(cast, documents=[paper("辛白露的问题.pdf")])
        ours = ask(cast, by=cast.rival_holder, text="另一家的问题：能独占吗？")
        guest = guest_thread(cast)
        holder = client_of(cast.lin)
        attached = enquiry.messages.get().attachments.get()
        pages = [f"/en/enquiries/{each.ref}/" for each in (enquiry, ours, guest)]

        bodies = [holder.get(url) for url in (*pages, "/en/enquiries/", f"{pages[0]}report/")]
        download = holder.get(f"{pages[0]}attachments/{attached.ref}/")
        seen = b"".join(answer.content + str(answer.headers).encode() for answer in bodies)
        seen += str(download.headers).encode()

        assert download.status_code == 200 and "attachment-" in download.headers["Content-Disposition"]
        for secret in ("辛白露", "xin@", cast.RIVAL, "谷岚", "gu@", "Anna", GUEST_MAIL, "%E8%BE%9B"):
            assert secret.encode() not in seen, secret
        assert f"u:{cast.xin.pk}".encode() not in seen

    @pytest.mark.attack
    def test_to_strangers_a_thread_does_not_exist(self, cast: Any) -> None:
        enquiry = ask(cast, documents=[paper()])
        attached = enquiry.messages.get().attachments.get()
        assert cast.rival and cast.operator
        events = Event.objects.count()

        for client in (client_of(cast.gu), client_of(cast.guan, second_factor=True)):
            for more in ("", f"attachments/{attached.ref}/", "report/", "mute/", "reveal/"):
                assert client.get(f"/en/enquiries/{enquiry.ref}/{more}").status_code == 404, more
            for more in ("", "close/", "mute/", "reveal/", "report/"):
                answer = client.post(f"/en/enquiries/{enquiry.ref}/{more}", {"text": "别人写的话。", "reason": "spam"})
                assert answer.status_code == 404, more
            assert enquiry.ref not in text_of(client.get("/en/enquiries/"))

        assert enquiry.messages.count() == 1 and Event.objects.count() == events

    def test_a_member_under_another_hat_is_offered_the_right_one(self, cast: Any) -> None:
        enquiry = ask(cast)
        accounts.add_member(cast.rival, cast.lin, by=builders.SYSTEM, roles=[Role.AGENT])
        client = client_of(cast.lin)
        client.post("/accounts/acting/", {"organization": cast.rival.ref})
        url = f"/en/enquiries/{enquiry.ref}/"

        offered = client.get(url)
        chosen = client.post("/en/accounts/acting/", {"organization": cast.firm.ref, "next": url}, follow=True)

        assert offered.status_code == 409 and QUESTION not in text_of(offered)
        assert QUESTION in text_of(chosen)


class TestStaffPages:
    """Reported threads only."""

    def test_staff_read_and_decide_while_it_is_reported(self, cast: Any) -> None:
        enquiry = ask(cast, documents=[paper("辛白露.pdf")])
        report = actions.report_enquiry(enquiry, by=cast.buyer, reason="abuse", text="骂人")
        assert cast.operator
        staff = client_of(cast.guan, second_factor=True)
        url = f"/en/enquiries/reports/{report.pk}/"
        attached = enquiry.messages.get().attachments.get()

        queue, case = text_of(staff.get("/en/enquiries/reports/")), text_of(staff.get(url))
        assert enquiry.ref in queue and QUESTION in case and "辛白露" not in case
        assert staff.get(f"{url}attachments/{attached.ref}/").status_code == 200
        assert "1 reported enquiry waits" in text_of(staff.get("/en/dashboard/"))
        done = staff.post(url, {"outcome": "warned", "note": "双方都收到提醒"})

        assert done.status_code == 302
        assert staff.get(url).status_code == 404
        assert EnquiryReport.objects.get().status == "warned"

    @pytest.mark.attack
    def test_nobody_else_reads_the_queue(self, cast: Any, client: Client) -> None:
        report = actions.report_enquiry(ask(cast), by=cast.buyer, reason="abuse")
        assert cast.operator

        for each in (client_of(cast.lin), client_of(cast.xin), client_of(cast.guan)):
            for more in ("", f"{report.pk}/"):
                assert each.get(f"/en/enquiries/reports/{more}").status_code == 403
            assert (
                each.post(f"/en/enquiries/reports/{report.pk}/", {"outcome": "warned", "note": "x"}).status_code == 403
            )
        assert client.get("/en/enquiries/reports/").status_code == 302
        report.refresh_from_db()
        assert report.status == "open"


class TestSurroundings:
    """What other pages say of enquiries."""

    def test_the_listing_leads_to_asking_and_says_how_fast_the_holder_answers(self, cast: Any, client: Client) -> None:
        ResponseTime.objects.create(organization=cast.firm, median_days=2, answers=7, measured_at=clock.now())
        url = f"/en/listings/{cast.listing.ref}/"
        organization = f"/en/organizations/{cast.firm.ref}/"

        assert statements(client, url) <= 2
        assert statements(client, url) <= 2
        page = text_of(client.get(url))
        assert f"{url}ask/" in page and "usually answers within 2 working days" in page
        assert "csrfmiddlewaretoken" not in page.partition("<main")[2].partition("</main>")[0]
        assert "usually answers within 2 working days" in text_of(client.get(organization))

    def test_the_desk_names_what_is_new(self, cast: Any) -> None:
        enquiry = ask(cast)
        answer(cast, enquiry)

        assert "1 enquiry to read" in text_of(client_of(cast.lin).get("/en/dashboard/"))
        assert "1 answer to read" in text_of(client_of(cast.xin).get("/en/dashboard/"))
        assert 'href="/en/enquiries/"' in text_of(client_of(cast.xin).get("/en/"))

    def test_a_link_that_waits_is_no_enquiry_yet(self, cast: Any) -> None:
        request(cast)
        Job.objects.all().delete()

        assert "No enquiries here" in text_of(client_of(cast.lin).get("/en/enquiries/"))

    def test_templates_are_kept_and_removed(self, cast: Any) -> None:
        assert cast.firm
        holder = client_of(cast.lin)

        holder.post("/en/enquiries/templates/", {"title": "来访", "text": "欢迎来厂看一看。"})
        kept = text_of(holder.get("/en/enquiries/templates/"))
        template = cast.firm.enquiry_templates.get()
        removed = holder.post(f"/en/enquiries/templates/{template.pk}/remove/")

        assert "欢迎来厂看一看。" in kept and removed.status_code == 302
        assert not cast.firm.enquiry_templates.exists()
