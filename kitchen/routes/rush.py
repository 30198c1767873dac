"""Addresses that may not be asked too often."""

from kitchen.routes.common import corner

router = corner("Rush hour")
