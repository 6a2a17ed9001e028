"""What is made before an action is played: records of the firm, by the apps' own actions."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketplace.accounts import actions as accounts
from marketplace.accounts.models import Invitation, Organization
from marketplace.core.documents import clean_document
from marketplace.listings import actions as listings
from marketplace.listings.models import Listing
from marketplace.rights import actions as rights
from marketplace.rights.identifiers import parse_number
from tests import builders
from tests.access.world import PDF, World


def state(name: str) -> Callable[[World], Any]:
    return lambda world: world.listing(name)


def invitation(world: World) -> Invitation:
    return accounts.invite_member(world.firm, by=world.actor("owner"), email="new@example.test", role="agent")


def right(world: World) -> Any:
    return builders.patent(owners=[world.cast.FIRM])


def other_right(world: World) -> Any:
    return builders.patent("201410264352.8", owners=[world.cast.FIRM])


def with_media(world: World) -> Any:
    listing = world.listing("draft")
    world.add_media(listing)
    return listing


def bundle(world: World) -> Any:
    listing = world.listing("draft")
    return listings.add_right(listing, by=world.actor("owner"), right=other_right(world))


def pair(world: World) -> tuple[Any, Any]:
    published = rights.enter_right(
        parse_number("CN104001234A"), by=builders.SYSTEM, kind="invention", title="一种连铸结晶器铜板的激光熔覆修复方法"
    )
    return published, right(world)


def membership(world: World, name: str) -> Any:
    home = {"agent": world.firm, "waiting_approver": world.bank}[name]
    return home.memberships.get(user=world.users[name], ended_at__isnull=True)


def unverified(world: World) -> Organization:
    return builders.organization(world.cast.FIRM + "分公司", "firm", world.users["party_moderator"], verified=False)


def waiting(world: World) -> Organization:
    """An organisation of `party_moderator` that waits for staff."""
    made = unverified(world)
    owner = builders.actor(world.users["party_moderator"], made, "owner")
    return accounts.submit_organization(made, by=owner, document=clean_document(PDF, "a.pdf"))


def suspended(world: World) -> Organization:
    return accounts.suspend_organization(unverified(world), by=world.actor("moderator"), reason="冒用")


def renamed(world: World) -> Organization:
    """The firm under another name, which staff check."""
    paper = clean_document(PDF, "a.pdf")
    return accounts.edit_organization(world.firm, by=world.actor("owner"), name="鞍山别名有限公司", document=paper)


def returned(world: World) -> Organization:
    return accounts.return_organization(renamed(world), by=world.actor("moderator"), reasons={"name": "不符"})


def look(world: World) -> Any:
    return accounts.start_staff_view(world.users["person"], by=world.actor("moderator"), reason="工单 17")


def correct(world: World, event: Any, by: Any) -> Any:
    confirmed_by = world.actor("moderator" if by.user_id != world.users["moderator"].pk else "party_moderator")
    return rights.correct_right_event(event, by=by, confirmed_by=confirmed_by, reason="抄错")


def proof(world: World) -> Any:
    return rights.prove_by_register(right(world), world.firm, by=builders.SYSTEM)


def path(world: World) -> Any:
    return rights.take_path(right(world), by=builders.SYSTEM, kind="sale", holder=world.firm)


def thread(world: World) -> Any:
    """A person asks about the firm's listing."""
    return listings.ask_enquiry(world.listing("published"), by=world.actor("person"), text="普通许可的条件是什么？")


def report(world: World) -> Any:
    return listings.report_enquiry(thread(world), by=world.actor("person"), reason="abuse")


def template(world: World) -> Any:
    return listings.write_template(world.firm, by=world.actor("owner"), title="来访", text="欢迎来厂看一看。")


def claim(world: World) -> Any:
    right = builders.patent(owners=["王一"])
    return rights.submit_ownership_claim(right, world.firm, by=world.actor("owner"), papers=[world.evidence])


def unclaimed(world: World) -> Any:
    assert world.evidence
    return builders.patent(owners=["王一"])


def dispute(world: World) -> Any:
    """Between the firm, by the register, and a third organisation with papers."""
    claimed = right(world)
    rights.prove_by_register(claimed, world.firm, by=builders.SYSTEM)
    third = builders.person("third@example.test")
    rival = builders.organization("营口旁观有限公司", "firm", third)
    by = builders.actor(third, rival, "owner")
    paper = accounts.add_evidence(rival, by=by, document=clean_document(PDF, "b.pdf"), purpose="ownership")
    rights.submit_ownership_claim(claimed, rival, by=by, papers=[paper])
    return claimed.disputes.get()


def power_terms(world: World) -> dict[str, Any]:
    return {
        "principal_name": "王一",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2031, 1, 1),
        "papers": [world.evidence],
        "covers_all": True,
    }


def power(world: World) -> Any:
    return rights.submit_power_of_attorney(world.firm, by=world.actor("owner"), **power_terms(world))


def power_in_force(world: World) -> Any:
    return rights.accept_power_of_attorney(power(world), by=world.actor("moderator"))


def shared_draft(world: World) -> Any:
    """A draft of the rival, who owns the right together with the firm: the firm is asked to agree."""
    right = builders.patent(owners=[world.cast.FIRM, world.cast.RIVAL])
    return builders.draft(right, by=world.actor("stranger"))


def asked(world: World) -> Any:
    listing = shared_draft(world)
    return listings.ask_co_owners(listing, by=world.actor("stranger"))[0]


def agreed(world: World) -> Any:
    row = asked(world)
    listings.answer_consents(row.listing, by=world.actor("owner"), given=[row])
    return row


def own_shared_draft(world: World) -> Any:
    right = builders.patent(owners=[world.cast.FIRM, world.cast.RIVAL])
    assert world.evidence
    return builders.draft(right, by=world.actor("owner"))


def nothing(world: World) -> None:
    return None


def outdated(world: World) -> Any:
    """A listing whose proofs are newer than its stamp."""
    listing = world.listing("published")
    rights.prove_by_document(listing.rights.get(), world.firm, by=world.actor("moderator"), source="登记簿副本")
    Listing.objects.filter(pk=listing.pk).update(verified_on=date(2020, 1, 1))
    listing.refresh_from_db()
    return listing
