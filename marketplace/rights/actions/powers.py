"""Powers of attorney: handed in, checked, in force for their term, and ended by themselves."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Evidence, Organization
from marketplace.core import clock, events, policy
from marketplace.core.access import Actor, require, system_actor
from marketplace.core.errors import Conflict, InvalidInput, Sentence
from marketplace.core.outbox import enqueue
from marketplace.core.refs import new_ref

from .. import emails, reactions
from ..access import can_decide_power_of_attorney, can_end_power_of_attorney, can_submit_power_of_attorney
from ..models import OwnershipProof, PowerOfAttorney, PowerPaper, Right
from ..ownership import key_of
from . import held
from .claiming import decided, paper_problems
from .proofs import end_proof, prove_by_register

MOST_RIGHTS = 500
POWERS = system_actor("powers of attorney")
_Status = PowerOfAttorney.Status


@transaction.atomic
def submit_power_of_attorney(
    agent: Organization,
    *,
    by: Actor,
    principal_name: str,
    starts_on: date,
    ends_on: date,
    papers: Sequence[Evidence],
    rights: Sequence[Right] = (),
    covers_all: bool = False,
) -> PowerOfAttorney:
    """Hand in an owner's power of attorney over all or named rights. Raises NotAllowed, InvalidInput, Conflict."""
    require(can_submit_power_of_attorney(by, agent), by)

    key = key_of(principal_name)
    problems = paper_problems(papers, agent) | _term_problems(starts_on, ends_on)
    if not key:
        problems["principal_name"] = _("Write the owner's name as the register has it.")
    if key == key_of(agent.name):
        problems["principal_name"] = _("A power of attorney comes from another owner, not from yourselves.")
    if not covers_all and not rights:
        problems["rights"] = _("Name the rights it covers, or say that it covers all of the owner's.")
    if len(rights) > MOST_RIGHTS:
        problems["rights"] = _("At most five hundred rights can be named in one power of attorney.")
    if problems:
        raise InvalidInput(problems)
    # Held until the end, so that a form sent twice finds the first power.
    held_agent = Organization.objects.select_for_update().get(pk=agent.pk)
    if _waits_already(held_agent, key, starts_on, ends_on, () if covers_all else rights):
        raise Conflict(_("This power of attorney is being checked already."))

    power = PowerOfAttorney.objects.create(
        ref=new_ref("PA"),
        agent=agent,
        principal_name=principal_name.strip()[:300],
        principal_key=key,
        principal=Organization.objects.filter(name_key=key[:160], status=Organization.Status.VERIFIED).first(),
        covers_all=covers_all,
        starts_on=starts_on,
        ends_on=ends_on,
        submitted_at=clock.now(),
        submitted_by=by.user_id,
    )
    if not covers_all:
        power.rights.set(rights)
    PowerPaper.objects.bulk_create(PowerPaper(power=power, evidence=paper) for paper in papers)
    facts = {"agent": agent.pk, "until": ends_on, "papers": [paper.digest for paper in papers]}
    events.record("powerofattorney.submitted", subject=power, by=by, facts=facts)
    return power


def _waits_already(agent: Organization, key: str, starts_on: date, ends_on: date, rights: Sequence[Right]) -> bool:
    """Whether the same power waits for staff; no rights stand for all of them."""
    named = {right.pk for right in rights}
    waiting = PowerOfAttorney.objects.filter(
        agent=agent, principal_key=key, starts_on=starts_on, ends_on=ends_on, status=_Status.SUBMITTED
    )
    return any(
        named == (set() if power.covers_all else {right.pk for right in power.rights.all()})
        for power in waiting.prefetch_related("rights")
    )


def _term_problems(starts_on: date, ends_on: date) -> dict[str, Sentence]:
    if ends_on < starts_on:
        return {"ends_on": _("The last day lies before the first.")}
    if ends_on < clock.today():
        return {"ends_on": _("This power of attorney has ended already.")}
    most = policy.value("rights.powers_of_attorney")["most_days"]
    if ends_on - clock.today() > timedelta(days=most):
        years = most // 365
        too_long = _("Its last day may lie at most %(years)s years ahead. Hand in a renewal when it is near its end.")
        return {"ends_on": too_long % {"years": years}}
    return {}


@transaction.atomic
def accept_power_of_attorney(power: PowerOfAttorney, *, by: Actor) -> PowerOfAttorney:
    """Put a checked power in force until its last day. Raises NotAllowed, IllegalTransition, Conflict."""
    require(can_decide_power_of_attorney(by, power), by)

    PowerOfAttorney.FLOW.advance(power, _Status.ACCEPTED, by=by, changes=decided(by))
    for right in held.lock(*power.rights.values_list("pk", flat=True)):
        if right.merged_into_id is None:
            prove_by_register(right, power.agent, by=by)
    warned_before = timedelta(days=policy.value("rights.powers_of_attorney")["warn_days"])
    warn_at = clock.start_of(power.ends_on - warned_before)
    enqueue("rights.warn_of_ending_power", key=f"power-ending:{power.ref}", run_at=warn_at, ref=power.ref)
    emails.tell_power_decided(power)
    return power


def return_power_of_attorney(power: PowerOfAttorney, *, by: Actor, reason: str) -> PowerOfAttorney:
    """Send a power back with what is missing. Raises NotAllowed, InvalidInput, IllegalTransition, Conflict."""
    require(can_decide_power_of_attorney(by, power), by)

    if not reason.strip():
        raise InvalidInput({"reason": _("Say what is missing, so that it can be handed in.")})

    with transaction.atomic():
        changes = {**decided(by), "reason": reason.strip()[:500]}
        PowerOfAttorney.FLOW.advance(power, _Status.RETURNED, by=by, changes=changes)
        emails.tell_power_decided(power)
    return power


@transaction.atomic
def end_power_of_attorney(power: PowerOfAttorney, *, by: Actor, reason: str = "") -> PowerOfAttorney:
    """End a power, by either party, by staff or by the calendar; what stood on it is shown no longer.

    Raises NotAllowed, IllegalTransition, Conflict.
    """
    require(can_end_power_of_attorney(by, power), by)

    proofs = OwnershipProof.objects.filter(power=power, ended_at__isnull=True)
    rights = held.lock(*proofs.values_list("right_id", flat=True))
    PowerOfAttorney.FLOW.advance(power, _Status.ENDED, by=by, changes={"reason": reason.strip()[:500]})
    for proof in proofs.select_related("right").order_by("right_id"):
        end_proof(proof, by=POWERS, reason="power_ended")
    if rights:
        reactions.notify(rights)
    emails.tell_power_ended(power)
    return power
