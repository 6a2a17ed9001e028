"""Signing in and up, one's own account, and organisations with their members."""

from django.urls import include, path

import marketplace.core.converters  # noqa: F401
from marketplace.core.access import signed_in

from .views import evidence, factors, members, notices, organizations, profile

own = [
    path("profile/", profile.profile, name="profile"),
    path("sessions/<int:pk>/end/", profile.end_session, name="session_end"),
    path("notifications/", notices.notifications, name="notifications"),
    path("unsubscribe/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("evidence/<ref:ref>/", evidence.evidence, name="evidence"),
    path("acting/", organizations.acting, name="acting"),
    path("organizations/new/", organizations.new, name="organization_new"),
    path("members/", members.members, name="members"),
    path("members/<int:pk>/grant/", members.grant, name="member_grant"),
    path("members/<int:pk>/end/", members.end, name="member_end"),
    path("roles/<int:pk>/confirm/", members.confirm, name="role_confirm"),
    path("roles/<int:pk>/revoke/", members.revoke, name="role_revoke"),
    path("invitations/<int:pk>/withdraw/", members.withdraw, name="invitation_withdraw"),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
]

# allauth's own addresses and names, where we add to what its view does.
changed = [
    path("2fa/totp/activate/", signed_in(factors.ActivateTotp.as_view()), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", signed_in(factors.DeactivateTotp.as_view()), name="mfa_deactivate_totp"),
    path("2fa/webauthn/add/", signed_in(factors.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", signed_in(factors.RemovePasskey.as_view()), name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    *changed,
    path("", include("allauth.urls")),
]
