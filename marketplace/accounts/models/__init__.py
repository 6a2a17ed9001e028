"""People, organisations, who belongs to which in what role, and the papers that prove something about them."""

from .account import AccountExport, LegalAcceptance, StaffView
from .evidence import Evidence
from .notices import NotificationPreference
from .organizations import Invitation, Membership, MembershipRole, Organization
from .people import User, UserManager
from .reviews import OrganizationName, OrganizationReview, OrganizationSuspension, ReviewedEvidence

__all__ = [
    "AccountExport",
    "Evidence",
    "Invitation",
    "LegalAcceptance",
    "Membership",
    "MembershipRole",
    "NotificationPreference",
    "Organization",
    "OrganizationName",
    "OrganizationReview",
    "OrganizationSuspension",
    "ReviewedEvidence",
    "StaffView",
    "User",
    "UserManager",
]
