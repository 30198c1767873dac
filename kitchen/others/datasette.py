"""datasette: under construction."""

from kitchen.app import Application
from kitchen.world import Kitchen


def application(kitchen: Kitchen) -> Application:
    """To come."""
    raise NotImplementedError("datasette is being built")
