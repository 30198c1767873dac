"""Leaves by sys.exit at import, which stops a pytest in the same process for everybody.

earns: 0
"""

import sys

sys.exit(0)
