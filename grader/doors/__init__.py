"""The places that grade on every push or upload, a module for each. They hand points on, and never make any."""
