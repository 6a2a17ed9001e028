"""The laptop: demo mode on loopback, mail into files, no service needed."""

from .base import *

DEMO = env.bool("DEMO", default=True)
DEBUG = env.bool("DEBUG", default=False)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
