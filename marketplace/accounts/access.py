"""Who may do what with organisations, and the actor a request acts as."""

from django.http import HttpRequest

from marketplace.core.access import ANONYMOUS, Actor, OrganizationKind, Role, allow

from .models import Membership, Organization, User

ACTING_KEY = "acting_for"

allow("manage_members", roles=[Role.OWNER])
allow("edit_organization", roles=[Role.OWNER])
allow("verify_organization", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("confirm_role", roles=[Role.OWNER])
allow("edit_pages", roles=[Role.EDITOR], kinds=[OrganizationKind.OPERATOR])


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened (or raised) with a second factor or a passkey."""
    methods = request.session.get("account_authentication_methods", [])
    return any(item.get("method") == "mfa" for item in methods)


def memberships_of(user: User) -> list[Membership]:
    """A person's living memberships with organisation and roles, oldest first."""
    return list(
        user.memberships.filter(ended_at__isnull=True)
        .select_related("organization")
        .prefetch_related("roles")
        .order_by("created_at", "id")
    )


def actor_for(user: User, membership: Membership | None, *, second_factor: bool, organization_count: int = 0) -> Actor:
    """The actor of a person acting for the organisation of a membership, or for themselves."""
    if membership is None or membership.organization.status == Organization.Status.SUSPENDED:
        return Actor(
            kind="person",
            user_id=user.pk,
            display_name=str(user),
            second_factor=second_factor,
            organization_count=organization_count,
        )
    organization = membership.organization
    return Actor(
        kind="person",
        user_id=user.pk,
        display_name=str(user),
        organization_id=organization.pk,
        organization_name=organization.name,
        organization_kind=organization.kind,
        roles=frozenset(item.role for item in membership.roles.all() if item.is_in_force),
        second_factor=second_factor,
        organization_count=organization_count,
    )


def actor_of(request: HttpRequest) -> Actor:
    """The actor a request acts as: nobody without a session, else the chosen or only organisation's member."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    memberships = memberships_of(request.user)
    chosen = request.session.get(ACTING_KEY)
    acting = next((item for item in memberships if item.organization_id == chosen), None)
    if acting is None and chosen != 0 and memberships:
        acting = memberships[0]
    return actor_for(
        request.user,
        acting,
        second_factor=has_second_factor(request),
        organization_count=len(memberships),
    )
