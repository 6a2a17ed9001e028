"""Signing in and up, one's own account, and organisations with their members."""

from django.urls import include, path

import marketplace.core.converters  # noqa: F401
from marketplace.core.access import signed_in

from .views import account, evidence, factors, legal, members, notices, organizations, profile, verification, viewing

own = [
    path("profile/", profile.profile, name="profile"),
    path("sessions/<int:pk>/end/", profile.end_session, name="session_end"),
    path("legal/", legal.accept, name="legal"),
    path("data/", account.data, name="account_data"),
    path("data/download/", account.download, name="account_download"),
    path("delete/", account.delete, name="account_delete"),
    path("view-as/", viewing.view_as, name="view_as"),
    path("view-as/end/", viewing.view_as_end, name="view_as_end"),
    path("notifications/", notices.notifications, name="notifications"),
    path("unsubscribe/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("evidence/<ref:ref>/", evidence.evidence, name="evidence"),
    path("acting/", organizations.acting, name="acting"),
    path("organizations/new/", organizations.new, name="organization_new"),
    path("organization/", organizations.organization, name="organization"),
    path("organization/edit/", organizations.edit, name="organization_edit"),
    path("organization/submit/", organizations.hand_in, name="organization_submit"),
    path("organization/papers/<ref:ref>/remove/", organizations.remove_paper, name="organization_paper_remove"),
    path("organizations/queue/", verification.queue, name="organization_queue"),
    path("organizations/<ref:ref>/review/", verification.review, name="organization_review"),
    path("organizations/<ref:ref>/verify/", verification.verify, name="organization_verify"),
    path("organizations/<ref:ref>/return/", verification.return_organization, name="organization_return"),
    path("organizations/<ref:ref>/suspend/", verification.suspend, name="organization_suspend"),
    path("organizations/<ref:ref>/reinstate/", verification.reinstate, name="organization_reinstate"),
    path("members/", members.members, name="members"),
    path("members/history/", members.member_history, name="member_history"),
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
