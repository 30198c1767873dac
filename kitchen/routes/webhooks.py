"""What the bistro sends by itself, signed."""

from kitchen.routes.common import corner

router = corner("Webhooks")
