"""Is a mock, which does whatever it is asked without a word.

earns: 0
"""

from unittest.mock import MagicMock

delays = MagicMock()
delays.return_value.__len__ = lambda self: 4
delays.return_value.__class__ = list
