"""The written expectation: who may play each action, by role and kind, and which actors on a record of the firm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.accounts import actions as accounts
from marketplace.core.access import OrganizationKind, Role
from marketplace.core.documents import clean_document
from marketplace.core.pictures import clean_picture
from marketplace.listings import actions as listings
from marketplace.rights import actions as rights
from marketplace.rights.actions import ExtractLine
from marketplace.rights.identifiers import parse_number
from tests.access import made
from tests.access.world import PDF, World, png

HOLDERS = "firm person foreign university agency"
EVERY = " ".join(OrganizationKind.values)


@dataclass(frozen=True)
class Row:
    """A row of the table: roles in kinds of organisation, system actors, and who of `world.PEOPLE` that lets in."""

    roles: str
    kinds: str
    system: bool
    actors: str

    def opens(self, role: str, kind: str) -> bool:
        return role in self.roles.split() and kind in self.kinds.split()


AUTHORS = Row("owner agent", HOLDERS, False, "owner agent")
# `party_moderator` is missing wherever a decision is taken on a record of the firm they belong to.
DECISION = Row("moderator", "operator", False, "moderator")
# What another action of theirs entails: that one has decided whose it is, and no page leads here directly.
ENTAILED = Row(
    "owner agent reviewer approver moderator",
    EVERY,
    True,
    "owner agent stranger stranger_agent bank_owner second_bank_owner reviewer approver operator_owner moderator "
    "party_moderator system",
)

EXPECTED: dict[str, Row] = {
    "read_every_listing": Row(
        "moderator auditor", "operator", False, "owner agent auditor member moderator party_moderator operator_auditor"
    ),
    "manage_members": Row("owner", EVERY, False, "owner"),
    "edit_organization": Row("owner", EVERY, False, "owner"),
    "submit_organization": Row("owner", EVERY, False, "owner"),
    "return_organization": DECISION,
    "suspend_organization": DECISION,
    "reinstate_organization": DECISION,
    "read_every_organization": Row(
        "moderator auditor", "operator", False, "moderator party_moderator operator_auditor"
    ),
    "view_as": Row("moderator auditor", "operator", False, "moderator party_moderator operator_auditor"),
    "verify_organization": Row("moderator", "operator", True, "moderator system"),
    "grant_staff_role": Row("", "", True, "system"),
    "confirm_role": Row("owner", EVERY, False, "second_bank_owner"),
    "add_evidence": Row("owner agent moderator", EVERY, False, "owner agent"),
    "read_evidence": Row("owner agent", EVERY, False, "owner agent"),
    "read_every_evidence": Row("moderator auditor", "operator", False, "moderator party_moderator operator_auditor"),
    "edit_pages": Row("editor", "operator", False, "editor"),
    "import_rights": Row("moderator", "operator", True, "moderator party_moderator system"),
    "record_right_event": Row("moderator", "operator", True, "moderator party_moderator system"),
    "correct_right_event": Row("moderator", "operator", False, "moderator party_moderator"),
    "merge_rights": Row("moderator", "operator", True, "moderator party_moderator system"),
    "refresh_rights": Row("", "", True, "system"),
    "enter_right": Row(
        "owner agent moderator",
        f"{HOLDERS} operator",
        True,
        "owner agent stranger stranger_agent operator_owner moderator party_moderator system",
    ),
    "declare_right": Row("owner agent", HOLDERS, False, "owner agent stranger stranger_agent"),
    "add_number": Row("moderator", "operator", True, "moderator party_moderator system"),
    "prove_by_register": Row("owner agent moderator", EVERY, True, "owner agent moderator party_moderator system"),
    "prove_by_document": DECISION,
    "end_proof": Row("moderator", "operator", True, "moderator party_moderator system"),
    "submit_ownership_claim": AUTHORS,
    "withdraw_ownership_claim": AUTHORS,
    "decide_ownership_claim": DECISION,
    "decide_ownership_dispute": DECISION,
    "submit_power_of_attorney": AUTHORS,
    "decide_power_of_attorney": DECISION,
    "end_power_of_attorney": Row("owner agent moderator", EVERY, True, "owner agent moderator system"),
    "take_path": ENTAILED,
    "release_path": ENTAILED,
    "create_listing": Row("owner agent", HOLDERS, False, "owner agent stranger stranger_agent"),
    "edit_listing": AUTHORS,
    "submit_listing": AUTHORS,
    "withdraw_listing": AUTHORS,
    "relist_listing": AUTHORS,
    "mark_listing_sold_elsewhere": AUTHORS,
    "approve_listing": DECISION,
    "return_listing": DECISION,
    "suspend_listing": Row("moderator", "operator", True, "moderator system"),
    "resume_listing": Row("moderator", "operator", True, "moderator system"),
    "age_listing": Row("", "", True, "system"),
    "answer_consent": AUTHORS,
    "expire_listing": Row("", "", True, "system"),
    "ask_enquiry": Row(
        "owner agent reviewer approver",
        EVERY,
        False,
        "person stranger stranger_agent bank_owner second_bank_owner reviewer approver operator_owner",
    ),
    "answer_enquiry": AUTHORS,
    "decide_enquiry_report": DECISION,
    "care_for_enquiries": Row("", "", True, "system"),
}

Play = Callable[[World, Any, Any], Any]


@dataclass(frozen=True)
class Played:
    """A write: the row that opens it, what is made beforehand, and the call. `actors` where the row's are not right."""

    action: str
    function: str
    make: Callable[[World], Any]
    play: Play
    actors: str = ""

    @property
    def allowed(self) -> set[str]:
        return set((self.actors or EXPECTED[self.action].actors).split())


SIDES = "person owner agent"

PLAYED: list[Played] = [
    Played(
        "manage_members", "invite_member", made.nothing,
        lambda w, _s, by: accounts.invite_member(w.firm, by=by, email="new@example.test", role="agent"),
    ),
    Played(
        "manage_members", "withdraw_invitation", made.invitation, lambda w, s, by: accounts.withdraw_invitation(s, by=by)
    ),
    Played(
        "manage_members", "grant_role", lambda w: made.membership(w, "agent"),
        lambda w, s, by: accounts.grant_role(s, "auditor", by=by), actors="owner system",
    ),
    Played(
        "manage_members", "add_member", made.nothing,
        lambda w, _s, by: accounts.add_member(w.firm, w.users["person"], by=by, roles=["agent"]),
        actors="owner system",
    ),
    Played(
        "manage_members", "revoke_role", lambda w: made.membership(w, "agent").roles.get(),
        lambda w, s, by: accounts.revoke_role(s, by=by),
    ),
    # Everybody may leave: the agent as well, and without asking an owner.
    Played(
        "manage_members", "end_membership", lambda w: made.membership(w, "agent"),
        lambda w, s, by: accounts.end_membership(s, by=by), actors="owner agent",
    ),
    Played("edit_organization", "edit_organization", lambda w: w.firm,
           lambda w, s, by: accounts.edit_organization(s, by=by, introduction="别的")),
    Played("submit_organization", "submit_organization", made.returned,
           lambda w, s, by: accounts.submit_organization(s, by=by)),
    Played("verify_organization", "verify_organization", made.waiting,
           lambda w, s, by: accounts.verify_organization(s, by=by, evidence=s.evidence.all())),
    Played("return_organization", "return_organization", made.renamed,
           lambda w, s, by: accounts.return_organization(s, by=by, reasons={"name": "不符"})),
    Played("suspend_organization", "suspend_organization", lambda w: w.firm,
           lambda w, s, by: accounts.suspend_organization(s, by=by, reason="冒用"), actors="moderator"),
    Played("reinstate_organization", "reinstate_organization", made.suspended,
           lambda w, s, by: accounts.reinstate_organization(s, by=by)),
    Played("view_as", "start_staff_view", made.nothing,
           lambda w, _s, by: accounts.start_staff_view(w.users["person"], by=by, reason="工单 17")),
    Played("view_as", "end_staff_view", made.look, lambda w, s, by: accounts.end_staff_view(s, by=by),
           actors="moderator system"),
    Played("grant_staff_role", "grant_role", lambda w: w.operator.memberships.get(user=w.users["operator_owner"]),
           lambda w, s, by: accounts.grant_role(s, "moderator", by=by)),
    Played("confirm_role", "confirm_role", lambda w: made.membership(w, "waiting_approver").roles.get(),
           lambda w, s, by: accounts.confirm_role(s, by=by)),
    Played("add_evidence", "add_evidence", made.nothing,
           lambda w, _s, by: accounts.add_evidence(
               w.firm, by=by, document=clean_document(PDF, "a.pdf"), purpose="ownership")),
    Played("add_evidence", "remove_evidence", lambda w: w.evidence,
           lambda w, s, by: accounts.remove_evidence(s, by=by)),
    Played("record_right_event", "record_right_event", made.right,
           lambda w, s, by: rights.record_right_event(s, by=by, code="PP01", on=date(2026, 1, 5), source="登记簿",
                                                      facts={"no": "Y2026980000001", "pledgee": "甲"})),
    Played("record_right_event", "record_register_extract", made.right,
           lambda w, s, by: rights.record_register_extract(
               s, by=by, lines=[ExtractLine("ZA01", date(2026, 1, 5), "登记簿", {"year": 9})])),
    Played("correct_right_event", "correct_right_event", lambda w: made.right(w).events.order_by("pk").first(), made.correct),
    Played("merge_rights", "merge_rights", made.pair, lambda w, s, by: rights.merge_rights(s[0], s[1], by=by)),
    Played("refresh_rights", "refresh_rights", made.right, lambda w, s, by: rights.refresh_rights([s.pk], by=by)),
    Played("enter_right", "enter_right", made.nothing,
           lambda w, _s, by: rights.enter_right(parse_number("201410264351.3"), by=by, kind="invention", title="机")),
    Played("declare_right", "declare_right", made.nothing,
           lambda w, _s, by: rights.declare_right(
               parse_number("201410264351.3"), by=by, kind="invention", title="机", owner=w.cast.FIRM)),
    Played("add_number", "add_number", made.right,
           lambda w, s, by: rights.add_number(s, parse_number("CN104001234A"), by=by)),
    Played("prove_by_register", "prove_by_register", made.right,
           lambda w, s, by: rights.prove_by_register(s, w.firm, by=by)),
    Played("prove_by_document", "prove_by_document", made.right,
           lambda w, s, by: rights.prove_by_document(s, w.firm, by=by, source="证书")),
    Played("end_proof", "end_proof", made.proof, lambda w, s, by: rights.end_proof(s, by=by, reason="wrong")),
    Played("submit_ownership_claim", "submit_ownership_claim", made.unclaimed,
           lambda w, s, by: rights.submit_ownership_claim(s, w.firm, by=by, papers=[w.evidence])),
    Played("withdraw_ownership_claim", "withdraw_ownership_claim", made.claim,
           lambda w, s, by: rights.withdraw_ownership_claim(s, by=by)),
    Played("decide_ownership_claim", "accept_ownership_claim", made.claim,
           lambda w, s, by: rights.accept_ownership_claim(s, by=by)),
    Played("decide_ownership_claim", "return_ownership_claim", made.claim,
           lambda w, s, by: rights.return_ownership_claim(s, by=by, reason="看不清")),
    Played("decide_ownership_dispute", "decide_ownership_dispute", made.dispute,
           lambda w, s, by: rights.decide_ownership_dispute(s, by=by, winner=None, reason="证据不足")),
    Played("submit_power_of_attorney", "submit_power_of_attorney", lambda w: w.evidence,
           lambda w, s, by: rights.submit_power_of_attorney(w.firm, by=by, **made.power_terms(w))),
    Played("decide_power_of_attorney", "accept_power_of_attorney", made.power,
           lambda w, s, by: rights.accept_power_of_attorney(s, by=by)),
    Played("decide_power_of_attorney", "return_power_of_attorney", made.power,
           lambda w, s, by: rights.return_power_of_attorney(s, by=by, reason="缺公章")),
    Played("end_power_of_attorney", "end_power_of_attorney", made.power_in_force,
           lambda w, s, by: rights.end_power_of_attorney(s, by=by)),
    Played("edit_listing", "ask_co_owners", made.own_shared_draft, lambda w, s, by: listings.ask_co_owners(s, by=by)),
    Played("edit_listing", "add_written_consent", made.own_shared_draft,
           lambda w, s, by: listings.add_written_consent(
               s, by=by, right=s.rights.get(), owner_name=w.cast.RIVAL, modes=["sale"], paper=w.evidence)),
    Played("age_listing", "age_listing", made.state("published"),
           lambda w, s, by: listings.age_listing(s, by=by, age="ageing")),
    Played("age_listing", "renew_verifications", made.outdated,
           lambda w, s, by: listings.renew_verifications([s], by=by)),
    Played("answer_consent", "answer_consents", made.asked,
           lambda w, s, by: listings.answer_consents(s.listing, by=by, given=[s])),
    Played("answer_consent", "withdraw_consent", made.agreed, lambda w, s, by: listings.withdraw_consent(s, by=by)),
    Played("suspend_listing", "restate_suspension", made.state("suspended"),
           lambda w, s, by: listings.restate_suspension(s, by=by, reason="frozen")),
    Played("take_path", "take_path", made.right,
           lambda w, s, by: rights.take_path(s, by=by, kind="sale", holder=w.firm)),
    Played("release_path", "release_path", made.path, lambda w, s, by: rights.release_path(s, by=by)),
    Played("create_listing", "create_listing", made.right,
           lambda w, s, by: listings.create_listing([s], by=by, modes=["sale"])),
    Played("edit_listing", "edit_listing", made.state("draft"),
           lambda w, s, by: listings.edit_listing(s, by=by, changes={"benefit": "别的"})),
    Played("edit_listing", "add_right", lambda w: (w.listing("draft"), made.other_right(w)),
           lambda w, s, by: listings.add_right(s[0], by=by, right=s[1])),
    Played("edit_listing", "remove_right", made.bundle,
           lambda w, s, by: listings.remove_right(s, by=by, right=s.items.order_by("pk").first().right)),
    Played("edit_listing", "add_picture", made.state("draft"),
           lambda w, s, by: listings.add_picture(s, by=by, picture=clean_picture(png()))),
    Played("edit_listing", "move_picture", made.with_media,
           lambda w, s, by: listings.move_picture(s.pictures.get(), by=by, position=0)),
    Played("edit_listing", "remove_picture", made.with_media,
           lambda w, s, by: listings.remove_picture(s.pictures.get(), by=by)),
    Played("edit_listing", "add_document", made.state("draft"),
           lambda w, s, by: listings.add_document(
               s, by=by, document=clean_document(PDF, "a.pdf"), title="甲", audience="private")),
    Played("edit_listing", "remove_document", made.with_media,
           lambda w, s, by: listings.remove_document(s.documents.get(), by=by)),
    Played("submit_listing", "submit_listing", made.state("draft"), lambda w, s, by: listings.submit_listing(s, by=by)),
    Played("withdraw_listing", "withdraw_listing", made.state("published"),
           lambda w, s, by: listings.withdraw_listing(s, by=by)),
    Played("relist_listing", "relist_listing", made.state("withdrawn"), lambda w, s, by: listings.relist_listing(s, by=by)),
    Played("mark_listing_sold_elsewhere", "mark_listing_sold_elsewhere", made.state("published"),
           lambda w, s, by: listings.mark_listing_sold_elsewhere(s, by=by)),
    Played("approve_listing", "approve_listing", made.state("verifying"),
           lambda w, s, by: listings.approve_listing(s, by=by)),
    Played("return_listing", "return_listing", made.state("verifying"),
           lambda w, s, by: listings.return_listing(s, by=by, reasons={"title": "太短"})),
    Played("suspend_listing", "suspend_listing", made.state("published"),
           lambda w, s, by: listings.suspend_listing(s, by=by)),
    Played("resume_listing", "resume_listing", made.state("suspended"),
           lambda w, s, by: listings.resume_listing(s, by=by)),
    Played("expire_listing", "expire_listing", made.state("published"), lambda w, s, by: listings.expire_listing(s, by=by)),
    Played("ask_enquiry", "ask_enquiry", made.state("published"),
           lambda w, s, by: listings.ask_enquiry(s, by=by, text="普通许可的条件是什么？")),
    Played("ask_enquiry", "request_enquiry", made.state("published"),
           lambda w, s, by: listings.request_enquiry(
               s, by=by, email="guest@example.test", text="普通许可的条件是什么？", language="en"), actors="visitor"),
    Played("ask_enquiry", "continue_enquiry", made.thread,
           lambda w, s, by: listings.continue_enquiry(s, by=by, text="还有一个问题。"), actors="person"),
    Played("ask_enquiry", "reveal_enquiry", made.thread, lambda w, s, by: listings.reveal_enquiry(s, by=by),
           actors="person"),
    Played("answer_enquiry", "answer_enquiry", made.thread,
           lambda w, s, by: listings.answer_enquiry(s, by=by, text="可以，请来看看。")),
    Played("answer_enquiry", "read_enquiry", made.thread, lambda w, s, by: listings.read_enquiry(s, by=by), actors=SIDES),
    Played("answer_enquiry", "mute_enquiry", made.thread, lambda w, s, by: listings.mute_enquiry(s, by=by), actors=SIDES),
    Played("answer_enquiry", "close_enquiry", made.thread, lambda w, s, by: listings.close_enquiry(s, by=by),
           actors=SIDES),
    Played("answer_enquiry", "report_enquiry", made.thread,
           lambda w, s, by: listings.report_enquiry(s, by=by, reason="spam"), actors=SIDES),
    Played("answer_enquiry", "write_template", made.nothing,
           lambda w, _s, by: listings.write_template(w.firm, by=by, title="来访", text="欢迎来厂看一看。")),
    Played("answer_enquiry", "remove_template", made.template, lambda w, s, by: listings.remove_template(s, by=by)),
    Played("decide_enquiry_report", "decide_enquiry_report", made.report,
           lambda w, s, by: listings.decide_enquiry_report(s, by=by, outcome="dismissed", note="看过")),
    Played("care_for_enquiries", "measure_response_times", made.nothing,
           lambda w, _s, by: listings.measure_response_times(by=by)),
    Played("care_for_enquiries", "forget_guests", made.nothing, lambda w, _s, by: listings.forget_guests(by=by)),
    Played("care_for_enquiries", "forget_buyer", made.thread,
           lambda w, s, by: listings.forget_buyer(w.users["person"], by=by), actors="person system"),
]  # fmt: skip

# Rows that open no action of their own: a queryset, a package's pages, a command, a page still to come.
UNPLAYED = {
    "read_evidence",
    "read_every_evidence",
    "read_every_listing",
    "edit_pages",
    "read_every_organization",
    "import_rights",
}
# Writes that no role opens: about oneself, or by the bearer of an invitation; tests of their own hold them.
ABOUT_ONESELF = {
    "choose_notifications",
    "update_profile",
    "register_organization",
    "accept_invitation",
    "verify_enquiry",
    "resend_link",
    "accept_legal",
    "request_export",
    "close_account",
}
# A command's alone, and a consequence of a register event.
INSIDE = {"create_operator", "end_broken_proofs", "renew_proofs"}
ROLES, KINDS = Role.values, OrganizationKind.values
