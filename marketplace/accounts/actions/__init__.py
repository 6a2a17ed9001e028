"""Every write about people, organisations and who belongs to which in what role."""

from .evidence import add_evidence, remove_evidence
from .members import (
    accept_invitation,
    add_member,
    confirm_role,
    digest_of,
    end_membership,
    grant_role,
    invite_member,
    revoke_role,
    withdraw_invitation,
)
from .notices import choose_notifications
from .organizations import create_operator, register_organization, verify_organization
from .people import update_profile

__all__ = [
    "accept_invitation",
    "add_evidence",
    "add_member",
    "choose_notifications",
    "confirm_role",
    "create_operator",
    "digest_of",
    "end_membership",
    "grant_role",
    "invite_member",
    "register_organization",
    "remove_evidence",
    "revoke_role",
    "update_profile",
    "verify_organization",
    "withdraw_invitation",
]
