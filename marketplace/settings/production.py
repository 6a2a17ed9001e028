"""A city's server: secrets from the environment, TLS, no demo."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

if not env("SECRET_KEY", default=""):
    raise ImproperlyConfigured("production needs SECRET_KEY")
if env.bool("DEMO", default=False):
    raise ImproperlyConfigured("production refuses DEMO: demo logins lie in a file")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", default=True) else None
# Behind one proxy the visitor's address, which rate limits count, stands in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Whether every other subdomain of the city is served by TLS, and whether browsers list it, is not this site's to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
