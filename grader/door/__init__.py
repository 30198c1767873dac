"""What judge and worker say to each other, and how values travel between them.

Both sides import this package; it knows neither of them, nor requests, vcrpy or pytest.
"""
