"""The checks' side of the door: pytest, cassettes, expectations and verdicts. The learner's code never runs here,
except when somebody asks for a debugger.
"""

import sys

from grader.worker import OTHER_CLIENTS

# To load what vcrpy could also patch takes longer than a verdict, where it is installed; nothing is patched here.
_hidden = [name for name in OTHER_CLIENTS if name not in sys.modules]
sys.modules.update(dict.fromkeys(_hidden))  # type: ignore[arg-type]
try:
    import vcr.patch  # noqa: F401
finally:
    for _name in _hidden:
        del sys.modules[_name]
