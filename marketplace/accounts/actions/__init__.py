"""Every write about people, organisations and who belongs to which in what role."""

from .account import build_export, close_account, drop_export, request_export
from .evidence import add_evidence, remove_evidence
from .legal import accept_legal
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
from .organizations import create_operator, edit_organization, register_organization
from .people import update_profile
from .verification import (
    reinstate_organization,
    return_organization,
    submit_organization,
    suspend_organization,
    verify_organization,
)
from .viewing import end_staff_view, start_staff_view

__all__ = [
    "accept_invitation",
    "accept_legal",
    "add_evidence",
    "add_member",
    "build_export",
    "choose_notifications",
    "close_account",
    "confirm_role",
    "create_operator",
    "digest_of",
    "drop_export",
    "edit_organization",
    "end_membership",
    "end_staff_view",
    "grant_role",
    "invite_member",
    "register_organization",
    "reinstate_organization",
    "remove_evidence",
    "request_export",
    "return_organization",
    "revoke_role",
    "start_staff_view",
    "submit_organization",
    "suspend_organization",
    "update_profile",
    "verify_organization",
    "withdraw_invitation",
]
