"""Addresses where something goes wrong, on purpose."""

from kitchen.routes.common import corner

router = corner("Trouble")
