"""Organisations are checked by staff: handed in, verified on papers, returned, suspended, renamed."""

import pytest
from django.core import mail

from marketplace.accounts import actions, cases
from marketplace.accounts.models import OrganizationReview
from marketplace.core.documents import clean_document
from marketplace.core.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed
from marketplace.core.models import Event
from tests import builders

from . import people

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def paper(name="执照.pdf", mark=b""):
    return clean_document(PDF.replace(b"Catalog", b"Catalog" + mark), name)


@pytest.fixture
def unverified(cast):
    return builders.organization("鞍山测试泵业有限公司", "firm", cast.xin, verified=False)


@pytest.fixture
def owner(cast, unverified):
    return builders.actor(cast.xin, unverified, "owner")


@pytest.fixture
def waiting(unverified, owner):
    """An organisation that waits for a decision."""
    return actions.submit_organization(unverified, by=owner, document=paper())


def test_it_asks_for_a_paper_before_it_can_be_handed_in(unverified, owner):
    with pytest.raises(InvalidInput) as refused:
        actions.submit_organization(unverified, by=owner)

    unverified.refresh_from_db()
    assert (set(refused.value.fields), unverified.status) == ({"document"}, "unverified")


def test_it_waits_in_the_queue_with_a_deadline_in_working_days(waiting, at_noon):
    (case,) = cases.cases_of(cases.waiting(), 10)

    assert (case.organization.pk, case.due.on.isoformat(), case.due.days) == (waiting.pk, "2026-11-27", 3)
    assert Event.objects.filter(verb="organization.submitted", subject_ref=waiting.ref).count() == 1


def test_it_verifies_on_named_papers_and_tells_the_owners(cast, waiting):
    assert cast.moderator
    people.send_mail()
    mail.outbox.clear()

    verified = actions.verify_organization(waiting, by=cast.moderator, evidence=cases.papers_of(waiting))

    review = OrganizationReview.objects.get()
    assert (verified.status, review.outcome, review.decided_by) == ("verified", "verified", cast.guan.pk)
    assert [row.evidence.title for row in review.papers.all()] == ["执照.pdf"]
    people.send_mail()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["xin@example.test"], "鞍山测试泵业有限公司已通过核验")
    ]


def test_it_does_not_verify_without_naming_a_paper(cast, waiting):
    with pytest.raises(InvalidInput):
        actions.verify_organization(waiting, by=cast.moderator)

    waiting.refresh_from_db()
    assert waiting.status == "under_review"


def test_it_does_not_verify_on_another_organisations_paper(cast, waiting):
    foreign = actions.add_evidence(cast.firm, by=cast.holder, document=paper(), purpose="identity")

    with pytest.raises(InvalidInput):
        actions.verify_organization(waiting, by=cast.moderator, evidence=[foreign])


def test_it_does_not_verify_what_was_not_handed_in(cast, unverified):
    with pytest.raises(Conflict):
        actions.verify_organization(unverified, by=cast.moderator)


def test_nobody_verifies_an_organisation_they_belong_to(cast, waiting):
    actions.add_member(waiting, cast.guan, by=builders.actor(cast.xin, waiting, "owner"), roles=["agent"])

    with pytest.raises(NotAllowed):
        actions.verify_organization(waiting, by=cast.moderator, evidence=cases.papers_of(waiting))
    with pytest.raises(NotAllowed):
        actions.return_organization(waiting, by=cast.moderator, reasons={"name": "不符"})


def test_it_keeps_a_paper_that_was_looked_at(cast, waiting, owner):
    kept = cases.papers_of(waiting).get()
    actions.verify_organization(waiting, by=cast.moderator, evidence=[kept])

    with pytest.raises(Conflict):
        actions.remove_evidence(kept, by=owner)


def test_it_returns_with_a_reason_beside_each_field_and_can_be_handed_in_again(cast, waiting, owner):
    actions.return_organization(waiting, by=cast.moderator, reasons={"uscc": "与执照不符", "name": " "})

    review = OrganizationReview.objects.get()
    assert (waiting.status, review.reasons) == ("returned", {"uscc": "与执照不符"})
    people.send_mail()
    assert "与执照不符" in mail.outbox[-1].body
    actions.submit_organization(waiting, by=owner)
    assert [row.is_again for row in cases.cases_of(cases.waiting(), 10)] == [True]


def test_it_does_not_return_without_a_reason(cast, waiting):
    with pytest.raises(InvalidInput):
        actions.return_organization(waiting, by=cast.moderator, reasons={"name": "  "})

    assert not OrganizationReview.objects.filter(decided_at__isnull=False).exists()


def test_it_holds_name_code_and_kind_still_while_staff_check_them(waiting, owner):
    with pytest.raises(InvalidInput) as refused:
        actions.edit_organization(waiting, by=owner, name="鞍山另名泵业有限公司")

    waiting.refresh_from_db()
    assert (set(refused.value.fields), waiting.name) == ({"name"}, "鞍山测试泵业有限公司")
    assert actions.edit_organization(waiting, by=owner, introduction="做泵。").introduction == "做泵。"


def test_it_changes_the_name_of_a_verified_organisation_only_with_a_new_paper(cast):
    with pytest.raises(InvalidInput) as refused:
        actions.edit_organization(cast.firm, by=cast.holder, name="鞍山铎远集团股份有限公司")

    cast.firm.refresh_from_db()
    assert (set(refused.value.fields), cast.firm.name, cast.firm.status) == ({"document"}, cast.FIRM, "verified")


def test_it_sends_a_renamed_organisation_back_to_staff_and_keeps_the_old_name(cast):
    name = "鞍山铎远集团股份有限公司"

    changed = actions.edit_organization(cast.firm, by=cast.holder, name=name, document=paper())

    (old,) = changed.former_names.all()
    assert (changed.name, changed.status, changed.evidence.count()) == (name, "under_review", 1)
    assert (old.name, old.valid_from.isoformat(), old.valid_to.isoformat()) == (cast.FIRM, "2026-11-24", "2026-11-24")


def test_it_keeps_no_name_that_was_never_verified(unverified, owner):
    changed = actions.edit_organization(unverified, by=owner, name=builders.Cast.RIVAL)

    assert (changed.name, changed.former_names.count()) == (builders.Cast.RIVAL, 0)


def test_it_lets_nobody_but_owners_edit_or_hand_in(cast, unverified):
    agent = builders.actor(cast.gu, unverified, "agent")
    for act in (actions.edit_organization, actions.submit_organization):
        for by in (agent, cast.rival_holder, cast.moderator):
            with pytest.raises(NotAllowed):
                act(unverified, by=by)


def test_it_suspends_with_a_reason_and_comes_back_to_where_it_was(cast, waiting):
    actions.suspend_organization(waiting, by=cast.moderator, reason="冒用他人名称")

    assert (waiting.status, cases.waiting().count()) == ("suspended", 0)
    people.send_mail()
    assert "冒用他人名称" in mail.outbox[-1].body
    with pytest.raises(Conflict):
        actions.verify_organization(waiting, by=builders.SYSTEM)
    actions.reinstate_organization(waiting, by=cast.moderator)
    assert (waiting.status, cases.waiting().count()) == ("under_review", 1)


def test_it_suspends_neither_without_a_reason_nor_twice_nor_the_operator(cast):
    with pytest.raises(InvalidInput):
        actions.suspend_organization(cast.firm, by=cast.moderator, reason=" ")
    actions.suspend_organization(cast.firm, by=cast.moderator, reason="冒用")
    with pytest.raises(IllegalTransition):
        actions.suspend_organization(cast.firm, by=cast.moderator, reason="冒用")
    with pytest.raises(NotAllowed):
        actions.suspend_organization(cast.operator, by=cast.moderator, reason="冒用")


def test_it_hides_the_listings_of_a_suspended_organisation_and_brings_them_back(cast, index):
    from search import lookup

    listing = cast.listing
    index()
    assert lookup.count("listings") == 1

    actions.suspend_organization(cast.firm, by=cast.moderator, reason="冒用")
    index()
    listing.refresh_from_db()
    assert (listing.status, listing.suspension, lookup.count("listings")) == ("suspended", "organization", 0)

    actions.reinstate_organization(cast.firm, by=cast.moderator)
    index()
    listing.refresh_from_db()
    assert (listing.status, listing.suspension, lookup.count("listings")) == ("published", "", 1)


def test_the_register_does_not_bring_back_what_staff_suspended_with_its_organisation(cast):
    listing = cast.listing
    actions.suspend_organization(cast.firm, by=cast.moderator, reason="冒用")

    builders.event(cast.right, "PP01", builders.clock.today(), registration_no="P2026980000001", holder="法院")
    builders.event(cast.right, "PD01", builders.clock.today(), registration_no="P2026980000001")
    listing.refresh_from_db()

    assert (listing.status, listing.suspension) == ("suspended", "organization")


def test_it_leaves_hidden_what_was_frozen_meanwhile(cast):
    listing = cast.listing
    actions.suspend_organization(cast.firm, by=cast.moderator, reason="冒用")
    builders.event(cast.right, "PP01", builders.clock.today(), registration_no="P2026980000001", holder="法院")

    actions.reinstate_organization(cast.firm, by=cast.moderator)

    listing.refresh_from_db()
    assert (listing.status, listing.suspension) == ("suspended", "frozen")


def test_a_right_under_a_former_verified_name_is_still_its_own(cast):
    from marketplace.rights.actions import prove_by_register

    changed = actions.edit_organization(cast.firm, by=cast.holder, name="鞍山铎远集团股份有限公司", document=paper())
    right = cast.right
    assert prove_by_register(right, changed, by=builders.SYSTEM) is None

    actions.verify_organization(changed, by=cast.moderator, evidence=cases.papers_of(changed))

    proof = prove_by_register(right, changed, by=builders.SYSTEM)
    assert (proof.organization_id, proof.kind) == (cast.firm.pk, "register_match")


def test_another_code_is_another_firm_and_inherits_no_name(cast):
    from marketplace.rights.actions import prove_by_register

    new = {"name": "鞍山铎远集团股份有限公司", "uscc": builders.next_uscc(), "document": paper()}
    changed = actions.edit_organization(cast.firm, by=cast.holder, **new)
    actions.verify_organization(changed, by=cast.moderator, evidence=cases.papers_of(changed))

    assert prove_by_register(cast.right, changed, by=builders.SYSTEM) is None


def test_it_finds_similar_names_and_the_same_organisation_part(cast):
    twin = builders.organization("海城铎远重型装备股份有限公司", "firm", cast.gu, verified=False)
    other = builders.organization("鞍山铎远重型装备股份有限公司海城分公司", "firm", cast.gu, verified=False)

    assert {row.pk for row in cases.alike(cast.firm)} == {other.pk}
    assert cases.name_core("鞍山市铎远重型装备有限公司") == "铎远重型装备"
    assert cases.alike(twin) == []


def test_its_facts_explain_the_code_and_name_the_registers_owners(cast, in_english):
    assert cast.right

    facts = {fact.label: fact.answer for fact in cases.facts_of(cast.firm)}

    assert facts["Unified social credit code"].startswith(f"{cast.firm.uscc[:17]}-{cast.firm.uscc[17]}")
    assert facts["Owners of this name in the register"] == f"{cast.FIRM}, 1 right"
    assert facts["Same code or similar name here"] == "None"


def mails():
    people.send_mail()
    return sorted((message.to[0], message.subject) for message in mail.outbox)


def test_every_change_of_membership_is_a_mail_to_those_concerned(cast):
    subject = f"{cast.FIRM}的成员有变更"
    assert cast.firm
    people.send_mail()
    mail.outbox.clear()

    second = actions.add_member(cast.firm, cast.gu, by=cast.holder, roles=["owner"])
    assert mails() == [("gu@example.test", subject)]

    mail.outbox.clear()
    third = actions.add_member(cast.firm, cast.xin, by=cast.holder, roles=["agent"])
    assert mails() == [("gu@example.test", subject), ("xin@example.test", subject)]

    mail.outbox.clear()
    actions.end_membership(third, by=builders.actor(cast.xin, cast.firm, "agent"))
    assert mails() == [("gu@example.test", subject), ("lin@example.test", subject)]

    mail.outbox.clear()
    actions.end_membership(second, by=cast.holder)
    assert mails() == [("gu@example.test", subject)]


def test_a_role_of_two_persons_says_in_its_mail_that_it_waits(cast):
    bank = builders.organization("辽东测试银行", "bank", cast.lin)
    first = builders.actor(cast.lin, bank, "owner")
    actions.add_member(bank, cast.gu, by=first, roles=["owner"])
    member = actions.add_member(bank, cast.xin, by=first, roles=["auditor"])
    people.send_mail()
    mail.outbox.clear()

    role = actions.grant_role(member, "approver", by=first)
    actions.confirm_role(role, by=builders.actor(cast.gu, bank, "owner"))

    people.send_mail()
    waits, confirmed = (message.body for message in mail.outbox if message.to == ["xin@example.test"])
    assert "经另一位所有者确认后生效" in waits
    assert "另一位所有者已确认" in confirmed
