"""Sign-in by e-mail, and Wagtail's permissions derived from our one table of roles."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission

from marketplace.core.access import OrganizationKind, Role

from .models import MembershipRole, User

# What an editor may touch in the Wagtail admin: its own apps' content, nothing of the market's.
EDITOR_APPS = ("wagtailadmin", "wagtailcore", "cms", "wagtailimages", "wagtaildocs", "wagtailredirects", "taggit")


def is_editor(user: Any) -> bool:
    """Whether a person holds the editor role in the operator organisation."""
    return (
        MembershipRole.objects.filter(
            membership__user_id=user.pk,
            membership__ended_at__isnull=True,
            membership__organization__kind=OrganizationKind.OPERATOR,
            membership__organization__status="verified",
            role=Role.EDITOR,
            ended_at__isnull=True,
        ).exists()
        if user.pk
        else False
    )


class SignInBackend(AuthenticationBackend):
    """allauth's password check by e-mail, plus permissions for editors."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        if not hasattr(user_obj, "_role_permissions"):
            user_obj._role_permissions = self._editor_permissions() if is_editor(user_obj) else set()
        return user_obj._role_permissions

    @staticmethod
    def _editor_permissions() -> set[str]:
        rows = Permission.objects.filter(content_type__app_label__in=EDITOR_APPS)
        return {f"{label}.{name}" for label, name in rows.values_list("content_type__app_label", "codename")}

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))

    def with_perm(self, perm: Any, is_active: bool = True, include_superusers: bool = True, obj: Any = None) -> Any:
        """The people who hold a permission, for Wagtail's notifications."""
        editors = MembershipRole.objects.filter(role=Role.EDITOR, ended_at__isnull=True).values("membership__user")
        return User.objects.filter(pk__in=editors, is_active=is_active)
