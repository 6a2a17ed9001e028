"""Pictures and documents, served through permission."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
