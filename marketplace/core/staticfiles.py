"""Static storage: hashed names for all files, compression ahead of time for our own only."""

from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.compress import Compressor

OWN_FOLDERS = ("css/", "js/", "img/", "django_htmx/htmx-2.min")


class SiteStaticStorage(ManifestStaticFilesStorage):
    """Manifest storage that writes `.gz` and `.br` beside our own files; the admin's hundreds would take minutes."""

    manifest_strict = False

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        compressor = Compressor(quiet=True)
        for name, hashed_name, processed in super().post_process(*args, **kwargs):
            yield name, hashed_name, processed
            if isinstance(processed, Exception) or not str(name).startswith(OWN_FOLDERS):
                continue
            for path in {str(name), str(hashed_name)}:
                if compressor.should_compress(path):
                    compressor.compress(self.path(path))
