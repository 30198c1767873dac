# mypy: disable-error-code="import-untyped"
"""The server's books: who is registered, and the tokens that are there when the doors open."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from oauth2_provider.models import AccessToken, Application, RefreshToken

from kitchen.clients import Program, clients
from kitchen.world import Kitchen


def start_anew(kitchen: Kitchen) -> None:
    """Write them as they are on this evening, whatever has happened since."""
    if not connection.introspection.table_names():
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    for model in (RefreshToken, AccessToken, Application, User):
        model.objects.all().delete()
    registered = clients(kitchen.seed)
    for program in (registered.till, registered.odd):
        register(program)
    app = Application.objects.create(
        name="The guests' app",
        client_id=registered.guest_app,
        client_secret="",
        hash_client_secret=False,
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris="https://guests.test/welcome",
    )
    guest = User.objects.create(username=kitchen.evening.guest)
    access = AccessToken(
        user=guest,
        application=app,
        token=registered.access_token,
        scope=registered.scope,
        expires=kitchen.evening.now + timedelta(seconds=registered.seconds),
    )
    access.save()
    now = RefreshToken(user=guest, application=app, token=registered.refresh_token, access_token=access)
    used = RefreshToken(user=guest, application=app, token=registered.used_refresh_token)
    used.revoked = kitchen.evening.now - timedelta(days=1)
    for token in (now, used):
        token.save()


def register(program: Program) -> None:
    """A client that acts for itself."""
    Application.objects.create(
        name=program.client_id.partition("-")[0],
        client_id=program.client_id,
        client_secret=program.client_secret,
        hash_client_secret=False,  # hashing is slow on purpose, and there is nothing to protect
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )
