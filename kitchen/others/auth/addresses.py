# mypy: disable-error-code="import-untyped"
"""Which address is answered by what."""

from django.urls import URLPattern, URLResolver, include, path
from oauth2_provider import urls

from kitchen.others.auth import api

OFFERED = ("token", "revoke-token", "introspect", "oauth-server-metadata")

toolkit = [pattern for pattern in urls.metadata_urlpatterns + urls.base_urlpatterns if pattern.name in OFFERED]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((toolkit, "oauth2_provider"))),
    path("api/me", api.Me.as_view()),
    path("api/orders", api.Orders.as_view()),
    path("api/staff", api.Staff.as_view()),
]
