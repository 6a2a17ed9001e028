"""Enquiries by reference and verb, the same by a guest's link, and the staff's view of reported ones."""

from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

import marketplace.core.converters  # noqa: F401

from .views import asking, enquiries, threads

VERBS = {"close": threads.close, "mute": threads.mute, "reveal": threads.reveal, "report": threads.report}

# A mail program turns mail off by itself and carries no token of ours but the link.
_guest_mute = csrf_exempt(threads.by_link(threads.mute))

app_name = "enquiries"
urlpatterns: list[URLPattern] = [
    path("", enquiries.inbox, name="inbox"),
    path("templates/", enquiries.templates, name="templates"),
    path("templates/<int:pk>/remove/", enquiries.remove_template, name="template_remove"),
    path("reports/", enquiries.reports, name="reports"),
    path("reports/<int:pk>/", enquiries.report_case, name="report_case"),
    path("reports/<int:pk>/attachments/<ref:paper_ref>/", enquiries.report_paper, name="report_paper"),
    path("confirm/<str:token>/", asking.confirm, name="confirm"),
    path("confirm/<str:token>/renew/", asking.confirm_renew, name="confirm_renew"),
    path("<ref:ref>/", threads.by_ref(threads.thread), name="thread"),
    path("<ref:ref>/attachments/<ref:paper_ref>/", threads.by_ref(threads.paper), name="attachment"),
    *(path(f"<ref:ref>/{verb}/", threads.by_ref(view), name=verb) for verb, view in VERBS.items()),
    path("by-link/<str:token>/", threads.by_link(threads.thread), name="guest_thread"),
    path("by-link/<str:token>/attachments/<ref:paper_ref>/", threads.by_link(threads.paper), name="guest_attachment"),
    path("by-link/<str:token>/renew/", threads.renew, name="guest_renew"),
    *(
        path(
            f"by-link/<str:token>/{verb}/",
            _guest_mute if verb == "mute" else threads.by_link(view),
            name=f"guest_{verb}",
        )
        for verb, view in VERBS.items()
    ),
]
