"""Who may do what: roles, actors, the one table of roles by actions, and the marks that open a view."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .errors import NotAllowed, SecondFactorNeeded


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    AGENT = "agent", _("Agent")
    REVIEWER = "reviewer", _("Reviewer")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")
    EDITOR = "editor", _("Editor")
    MODERATOR = "moderator", _("Moderator")
    BOOTH_STAFF = "booth_staff", _("Booth staff")


class OrganizationKind(models.TextChoices):
    FIRM = "firm", _("Firm")
    PERSON = "person", _("Person")
    FOREIGN = "foreign", _("Foreign organisation")
    UNIVERSITY = "university", _("University or institute")
    BANK = "bank", _("Bank")
    GUARANTOR = "guarantor", _("Guarantor")
    RE_GUARANTOR = "re_guarantor", _("Re-guarantor")
    INSURER = "insurer", _("Insurer")
    APPRAISER = "appraiser", _("Appraiser")
    AGENCY = "agency", _("IP agency")
    FUND_MANAGER = "fund_manager", _("Fund manager")
    TREASURY = "treasury", _("Treasury")
    GOVERNMENT = "government", _("Government office")
    EXPO_BOOTH = "expo_booth", _("Expo booth")
    OPERATOR = "operator", _("Operator of this platform")


HOLDER_KINDS = frozenset(
    {OrganizationKind.FIRM, OrganizationKind.PERSON, OrganizationKind.FOREIGN, OrganizationKind.UNIVERSITY}
)

_K, _R = OrganizationKind, Role
ROLES_BY_KIND: dict[str, frozenset[str]] = {
    _K.FIRM: frozenset({_R.OWNER, _R.AGENT, _R.AUDITOR}),
    _K.PERSON: frozenset({_R.OWNER, _R.AGENT}),
    _K.FOREIGN: frozenset({_R.OWNER, _R.AGENT}),
    _K.UNIVERSITY: frozenset({_R.OWNER, _R.AGENT, _R.AUDITOR}),
    _K.AGENCY: frozenset({_R.OWNER, _R.AGENT}),
    _K.BANK: frozenset({_R.OWNER, _R.REVIEWER, _R.APPROVER, _R.AUDITOR}),
    _K.GUARANTOR: frozenset({_R.OWNER, _R.REVIEWER, _R.APPROVER, _R.AUDITOR}),
    _K.RE_GUARANTOR: frozenset({_R.OWNER, _R.REVIEWER, _R.APPROVER, _R.AUDITOR}),
    _K.INSURER: frozenset({_R.OWNER, _R.REVIEWER, _R.APPROVER, _R.AUDITOR}),
    _K.APPRAISER: frozenset({_R.OWNER, _R.REVIEWER, _R.APPROVER}),
    _K.FUND_MANAGER: frozenset({_R.OWNER, _R.REVIEWER, _R.APPROVER, _R.AUDITOR}),
    _K.TREASURY: frozenset({_R.OWNER, _R.REVIEWER, _R.APPROVER, _R.AUDITOR}),
    _K.GOVERNMENT: frozenset({_R.OWNER, _R.REVIEWER, _R.AUDITOR}),
    _K.EXPO_BOOTH: frozenset({_R.OWNER, _R.BOOTH_STAFF}),
    _K.OPERATOR: frozenset({_R.OWNER, _R.EDITOR, _R.MODERATOR, _R.AUDITOR, _R.BOOTH_STAFF}),
}
SECOND_FACTOR_KINDS = frozenset(
    {_K.BANK, _K.GUARANTOR, _K.RE_GUARANTOR, _K.INSURER, _K.APPRAISER, _K.FUND_MANAGER, _K.TREASURY, _K.OPERATOR}
)
TWO_PERSON_ROLES = frozenset({_R.REVIEWER, _R.APPROVER})


@dataclass(frozen=True)
class Actor:
    """Who acts: nobody, a person (for themselves or openly for one organisation), or a named part of the system."""

    kind: str = "anonymous"
    user_id: int | None = None
    display_name: str = ""
    organization_id: int | None = None
    organization_name: str = ""
    organization_name_en: str = ""
    organization_kind: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    second_factor: bool = False
    name: str = ""
    organization_count: int = 0

    @property
    def is_authenticated(self) -> bool:
        return self.kind == "person"

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    @property
    def needs_second_factor(self) -> bool:
        return self.organization_kind in SECOND_FACTOR_KINDS and not self.second_factor

    @property
    def is_staff(self) -> bool:
        """A moderator or auditor of the operator, with a second factor."""
        return self.organization_kind == OrganizationKind.OPERATOR and not self.needs_second_factor and bool(self.roles)

    @property
    def audience(self) -> tuple[str, ...]:
        """The audiences of search documents this actor may read."""
        marks = ["public"]
        if self.organization_id is not None:
            marks.append(f"org:{self.organization_id}")
        if self.may("read_every_listing"):
            marks.append("staff")
        return tuple(marks)

    def may(self, action: str) -> bool:
        """Whether one of the actor's roles opens the action in the table; whose record it is, the predicate adds."""
        rule = TABLE[action]
        if self.is_system:
            return rule.system
        if self.needs_second_factor:
            return False
        return bool(self.roles & rule.roles) and (not rule.kinds or self.organization_kind in rule.kinds)


ANONYMOUS = Actor()


def system_actor(name: str) -> Actor:
    """A named part of the system as author, such as the register's import or the schedule."""
    return Actor(kind="system", name=name)


@dataclass(frozen=True)
class Rule:
    action: str
    roles: frozenset[str]
    kinds: frozenset[str]
    system: bool


TABLE: dict[str, Rule] = {}


def allow(action: str, *, roles: Iterable[str], kinds: Iterable[str] = (), system: bool = False) -> None:
    """Open an action to roles (in organisations of these kinds) and, if said, to system actors. Once per action."""
    if action in TABLE:
        raise ValueError(f"the action {action} is in the table already")
    TABLE[action] = Rule(action, frozenset(roles), frozenset(kinds), system)


def require(allowed: bool, actor: Actor) -> None:
    """Raise the refusal that fits when a predicate said no.

    Raises SecondFactorNeeded when only the second factor is missing, else NotAllowed.
    """
    if allowed:
        return
    if actor.needs_second_factor:
        raise SecondFactorNeeded()
    raise NotAllowed()


View = Callable[..., Any]


def public(view: View) -> View:
    """Open a view to everybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open a view to signed-in people; the middleware sends others to the login page."""
    view.access = "signed_in"  # type: ignore[attr-defined]
    return view


allow("read_every_listing", roles=[Role.MODERATOR, Role.AUDITOR], kinds=[OrganizationKind.OPERATOR])
