"""One thread: read, write and keep, by those who are signed in or by a guest's link; each view is written once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from marketplace.accounts.access import actor_for, own_memberships
from marketplace.core.access import Actor, public, signed_in
from marketplace.core.downloads import attachment
from marketplace.core.errors import Conflict, DomainError, InvalidInput, NotFound
from marketplace.core.forms import take_refusal
from marketplace.core.limits import TooMany

from .. import actions
from ..emails import title_of
from ..enquiry_access import guest_of, side_of
from ..enquiry_desk import MARKS, said_in
from ..enquiry_links import read_token
from ..enquiry_templates import beginnings_for
from ..enquiry_words import attachment_words, buyer_words, organization_words
from ..forms import ReplyForm, ReportForm
from ..models import Enquiry, EnquiryAttachment, Side


@dataclass(frozen=True)
class Opened:
    """A thread as one side has it open."""

    enquiry: Enquiry
    side: str
    actor: Actor
    token: str = ""

    def url(self, verb: str, *more: str) -> str:
        if self.token:
            return reverse(f"enquiries:guest_{verb}", args=[self.token, *more])
        return reverse(f"enquiries:{verb}", args=[self.enquiry.ref, *more])


ThreadView = Callable[..., HttpResponseBase]


def by_ref(view: ThreadView) -> ThreadView:
    """Opened by the thread's reference, for members of its two sides; to others it does not exist."""

    @signed_in
    @never_cache
    def opened(request: HttpRequest, ref: str, **rest: Any) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        rows = Enquiry.objects.select_related("listing", "holder", "buyer_user", "buyer_organization")
        enquiry = rows.filter(ref=ref).first()
        side = side_of(actor, enquiry) if enquiry is not None else None
        if enquiry is not None and side is not None:
            return view(request, Opened(enquiry, side, actor), **rest)
        if enquiry is not None and request.method == "GET":
            return _other_hat(request, enquiry)
        raise NotFound()

    return opened


def _other_hat(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """One's thread under another name: offers to act for the organisation that opens it. Raises NotFound."""
    second_factor = request.actor.second_factor  # type: ignore[attr-defined]
    hats = ((row.organization, actor_for(request.user, row, second_factor=second_factor))  # type: ignore[arg-type]
            for row in own_memberships(request))  # fmt: skip
    found = next((organization for organization, actor in hats if side_of(actor, enquiry) is not None), None)
    if found is None:
        raise NotFound()
    return render(request, "enquiries/other_hat.html", {"organization": found, "path": request.path}, status=409)


def by_link(view: ThreadView) -> ThreadView:
    """Opened by a guest's link, for as long as it holds; afterwards a fresh one can be had by mail."""

    @public
    @never_cache
    def opened(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        enquiry, is_live = read_token(token)
        if enquiry is None or not is_live:
            renew = reverse("enquiries:guest_renew", args=[token]) if enquiry is not None else ""
            return render(request, "enquiries/link_over.html", {"renew_url": renew}, status=410)
        return view(request, Opened(enquiry, Side.BUYER, guest_of(enquiry), token), **rest)

    return opened


@public
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """A fresh link by mail, from one that is ours, whether or not its time is over."""
    enquiry, _is_live = read_token(token)
    if enquiry is None or request.method != "POST":
        raise NotFound()
    actions.resend_link(enquiry, by=guest_of(enquiry))
    return render(request, "enquiries/link_sent.html", {"title": title_of(enquiry.listing)})


def thread(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The messages, and the next one."""
    form = ReplyForm(request.POST, request.FILES) if request.method == "POST" else _begun(request, opened)
    if request.method == "POST" and form.is_valid():
        write = actions.answer_enquiry if opened.side == Side.HOLDER else actions.continue_enquiry
        file = form.cleaned_data["file"]
        try:
            write(opened.enquiry, by=opened.actor, text=form.cleaned_data["text"], documents=[file] if file else [])
        except (InvalidInput, TooMany, Conflict) as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Sent."))
            return redirect(opened.url("thread"))
    if request.method == "GET":
        actions.read_enquiry(opened.enquiry, by=opened.actor)
    return render(request, "enquiries/thread.html", _page(request, opened, form), status=422 if form.errors else 200)


def _begun(request: HttpRequest, opened: Opened) -> ReplyForm:
    """An empty reply, or one that begins with the template named in the address."""
    key = request.GET.get("begin", "")
    if opened.side != Side.HOLDER or not key:
        return ReplyForm()
    found = next((each for each in beginnings_for(opened.enquiry.holder_id) if each.key == key), None)
    return ReplyForm(initial={"text": str(found.text)} if found else None)


def _page(request: HttpRequest, opened: Opened, form: ReplyForm) -> dict[str, Any]:
    enquiry, is_holder = opened.enquiry, opened.side == Side.HOLDER
    if is_holder:
        # The hint on staying unnamed is the buyer's.
        form.fields["file"].help_text = ""
    before = request.GET.get("before", "")
    said, older = said_in(enquiry, opened.side, lambda ref: opened.url("attachment", ref), before=_number(before))
    verbs = ("close", "mute", "report", "reveal")
    return {
        "enquiry": enquiry,
        "listing": enquiry.listing,
        "title": title_of(enquiry.listing),
        "is_holder": is_holder,
        "is_guest": bool(opened.token),
        "other": buyer_words(enquiry, opened.side) if is_holder else organization_words(enquiry.holder),
        "mark": MARKS[enquiry.status],
        "said": said,
        "older_url": f"?before={older}" if older else "",
        "newest_url": opened.url("thread") if before else "",
        "form": form,
        "is_muted": enquiry.is_muted(opened.side),
        "urls": {verb: opened.url(verb) for verb in (*verbs, *(("renew",) if opened.token else ()))
                 if not (is_holder and verb == "reveal")},
        "post_url": opened.url("thread"),
        "beginnings": beginnings_for(enquiry.holder_id) if is_holder else [],
    }  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def close(request: HttpRequest, opened: Opened) -> HttpResponse:
    """End the thread; a later message opens it again."""
    if request.method != "POST":
        raise NotFound()
    actions.close_enquiry(opened.enquiry, by=opened.actor)
    messages.success(request, _("Closed. A new message opens it again."))
    return redirect(opened.url("thread"))


def mute(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Mail about this thread off or on; a guest's mail program may post here by itself (RFC 8058)."""
    if request.method != "POST":
        return render(request, "enquiries/mute.html", _asked(opened, "mute"))
    is_muted = "on" not in request.POST
    actions.mute_enquiry(opened.enquiry, by=opened.actor, is_muted=is_muted)
    messages.success(
        request, _("No more mail about this enquiry.") if is_muted else _("You get mail about this enquiry again.")
    )
    return redirect(opened.url("thread"))


def _asked(opened: Opened, verb: str) -> dict[str, Any]:
    return {
        "enquiry": opened.enquiry,
        "title": title_of(opened.enquiry.listing),
        "action": opened.url(verb),
        "cancel_url": opened.url("thread"),
    }


def reveal(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Asks first: what the holder has read once cannot be taken back."""
    if opened.side != Side.BUYER:
        raise NotFound()
    if request.method != "POST":
        name = buyer_words(opened.enquiry, Side.BUYER)
        return render(request, "enquiries/reveal.html", {**_asked(opened, "reveal"), "name": name})
    actions.reveal_enquiry(opened.enquiry, by=opened.actor)
    messages.success(request, _("The holder sees now who you are."))
    return redirect(opened.url("thread"))


def report(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Put the thread before the staff."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_enquiry(opened.enquiry, by=opened.actor, **form.cleaned_data)
        except DomainError as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Reported. Staff read the thread and tell both sides what they decide."))
            return redirect(opened.url("thread"))
    context = {**_asked(opened, "report"), "form": form}
    return render(request, "enquiries/report.html", context, status=422 if form.errors else 200)


def paper(request: HttpRequest, opened: Opened, paper_ref: str) -> HttpResponseBase:
    """An attachment of this very thread as a download."""
    return send_paper(opened.enquiry, paper_ref, opened.side)


def send_paper(enquiry: Enquiry, ref: str, side: str) -> HttpResponseBase:
    """An attachment under the name that this side may know. Raises NotFound."""
    row = EnquiryAttachment.objects.select_related("message").filter(ref=ref, message__enquiry=enquiry).first()
    if row is None:
        raise NotFound()
    name = attachment_words(row.name, row.pk, row.message.side, side, enquiry.is_anonymous)
    return attachment(row.file, title=name, media_type=row.media_type)
