"""Who is asking? API keys, and doors that lead to other houses."""

from kitchen.routes.common import corner

router = corner("Keys")
