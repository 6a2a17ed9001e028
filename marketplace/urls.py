"""Every address: health and media without language, pages in Chinese without prefix and in English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from marketplace.core.access import public

to_login = public(RedirectView.as_view(pattern_name="account_login", query_string=True))

handler400 = "marketplace.portal.errors.bad_request"
handler403 = "marketplace.portal.errors.forbidden"
handler404 = "marketplace.portal.errors.not_found"
handler500 = "marketplace.portal.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("marketplace.portal.health_urls")),
    path("media/", include("marketplace.listings.media_urls")),
    path("cms-admin/login/", to_login),
    path("_util/login/", to_login),
    path("cms-admin/", include(wagtailadmin_urls)),
    # A number that no column holds would break the package's view.
    re_path(r"^cms-documents/(?=[0-9]{1,9}/|authenticate)", include(wagtaildocs_urls)),
]
urlpatterns += i18n_patterns(
    path("accounts/", include("marketplace.accounts.urls")),
    path("search/", include("search.urls")),
    path("listings/", include("marketplace.listings.urls")),
    path("enquiries/", include("marketplace.listings.enquiry_urls")),
    path("", include("marketplace.rights.urls")),
    path("", include("marketplace.portal.urls")),
    prefix_default_language=False,
)
