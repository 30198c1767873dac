"""Lists that don't fit on one page: links to the next one, cursors, and one that goes round in circles."""

from kitchen.routes.common import corner

router = corner("Long lists")
