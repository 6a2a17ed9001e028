"""The search page and what completes a line while it is typed."""

from django.urls import URLPattern, path

from . import views

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
]
