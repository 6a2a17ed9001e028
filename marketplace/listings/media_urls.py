"""Pictures and documents, served through permission."""

from django.urls import path, re_path

from marketplace.core import converters as converters  # registers <ref:...>

from .views import media

urlpatterns = [
    path("pictures/<ref:ref>/<int:width>.<slug:format>", media.picture, name="picture"),
    re_path(
        r"^drawings/(?P<digest>[0-9a-f]{64})/(?P<width>[0-9]{3,4})\.(?P<format>[a-z]{3,4})$",
        media.drawing,
        name="drawing",
    ),
    path("documents/<ref:ref>/", media.document, name="document"),
]
