# mypy: disable-error-code="import-untyped"
"""Django's settings, and what is seeded instead of random or by the clock on the wall."""

from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from kitchen.clients import clients
from kitchen.world import Kitchen

APPS = ("auth", "contenttypes", "oauth2_provider")

SCOPES = {
    "orders": "See orders",
    "profile": "See who you are",
    "stock": "See and change the stock",
    "staff": "See what only the staff may see",
}


def set_up(kitchen: Kitchen) -> Any:
    """Configure Django and give the WSGI application. The books are still empty."""
    settings.configure(
        KITCHEN=kitchen,
        SECRET_KEY="practice",
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
        LOGGING_CONFIG=None,
        APPEND_SLASH=False,  # a redirect would turn a POST into a GET
        ROOT_URLCONF="kitchen.others.auth.addresses",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
        MIGRATION_MODULES=dict.fromkeys(APPS),  # the tables are made at once, not by the history of their changes
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],  # it says how long the answer is
        OAUTH2_PROVIDER={
            "SCOPES": SCOPES,
            "ACCESS_TOKEN_GENERATOR": lambda request: kitchen.next_id("access"),
            "REFRESH_TOKEN_GENERATOR": lambda request: kitchen.next_id("refresh"),
            "EXTRA_SERVER_KWARGS": {"token_expires_in": lambda request: clients(kitchen.seed).seconds},
            "OAUTH2_VALIDATOR_CLASS": "kitchen.others.auth.validator.Validator",
            "SCOPES_BACKEND_CLASS": "kitchen.others.auth.validator.Scopes",
            "OAUTH2_GRANT_TYPES_SUPPORTED": ["client_credentials", "refresh_token"],
            "OAUTH2_RESPONSE_TYPES_SUPPORTED": [],
        },
        REST_FRAMEWORK={
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
            "DEFAULT_AUTHENTICATION_CLASSES": ["oauth2_provider.contrib.rest_framework.OAuth2Authentication"],
            "DEFAULT_PERMISSION_CLASSES": ["oauth2_provider.contrib.rest_framework.TokenHasScope"],
            "EXCEPTION_HANDLER": "kitchen.others.auth.api.refusal",
        },
    )
    # Everything in Django and in the toolkit that needs the time asks this function.
    timezone.now = lambda: kitchen.now
    django.setup(set_prefix=False)
    return WSGIHandler()
