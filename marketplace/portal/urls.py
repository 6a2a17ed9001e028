"""Pages that combine apps."""

from django.urls import URLPattern, path

import marketplace.core.converters  # noqa: F401

from . import dashboard, legal, look, views

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("rights/<str:number>/", views.right_detail, name="right_detail"),
    path("owners/<ref:ref>/", views.owner_detail, name="owner_detail"),
    path("organizations/<ref:ref>/", views.organization_detail, name="organization_detail"),
    path("imprint/", legal.imprint, name="imprint"),
    path("terms/", legal.terms, name="terms"),
    path("privacy/", legal.privacy, name="privacy"),
    path("look/", look.look, name="look"),
    path("style-guide/", legal.style_guide, name="style_guide"),
]
