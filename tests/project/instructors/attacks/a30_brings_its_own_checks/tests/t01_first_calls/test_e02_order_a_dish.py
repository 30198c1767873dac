"""Nothing is checked."""

DIFFICULTY = 1
CORE = True


def test_returns_the_dish():
    """Returns the dish."""
