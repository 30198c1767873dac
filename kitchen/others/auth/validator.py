# mypy: disable-error-code="import-untyped"
"""What this server asks of those who want a token."""

from typing import Any

from django.conf import settings
from oauth2_provider.models import RefreshToken
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes
from oauthlib.oauth2 import InvalidGrantError

from kitchen.clients import clients


class Validator(OAuth2Validator):  # type: ignore[misc]
    """The toolkit's own, but a public client may leave its id out when it refreshes.

    It has no secret to prove anything with, and a refresh token belongs to one client only (RFC 6749 §6); §3.2.1
    makes a client without a secret name itself for an authorization code, not for a refresh. Confidential clients
    authenticate as ever: without a secret they are refused, whatever is known of them.
    """

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether a secret is needed; called before anything else in a refresh."""
        says_who = request.client_id or self._extract_basic_auth(request)
        if request.grant_type == "refresh_token" and not says_who:
            token = RefreshToken.objects.filter(token=request.refresh_token).select_related("application").first()
            if token is None:
                raise InvalidGrantError(request=request)
            request.client_id = token.application.client_id
        needed: bool = super().client_authentication_required(request, *args, **kwargs)
        return needed


class Scopes(SettingsScopes):  # type: ignore[misc]
    """Each client may ask for its own scopes, and gets all of them when it asks for none."""

    def get_available_scopes(self, application: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Those of a client; without one, all that there are."""
        if application is None:
            return list(self.get_all_scopes())
        return clients(settings.KITCHEN.seed).scopes(application.client_id)

    def get_default_scopes(self, application: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """The same."""
        return self.get_available_scopes(application)
