"""What we change in allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail."""


class MfaAdapter(DefaultMFAAdapter):
    """Second factors."""
