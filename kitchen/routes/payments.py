"""Paying, once: an Idempotency-Key is remembered together with its answer."""

from kitchen.routes.common import corner

router = corner("Payments")
