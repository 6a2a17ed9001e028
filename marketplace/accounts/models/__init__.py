"""People, organisations, who belongs to which in what role, and the papers that prove something about them."""

from .evidence import Evidence
from .notices import NotificationPreference
from .organizations import Invitation, Membership, MembershipRole, Organization
from .people import User, UserManager

__all__ = [
    "Evidence",
    "Invitation",
    "Membership",
    "MembershipRole",
    "NotificationPreference",
    "Organization",
    "User",
    "UserManager",
]
