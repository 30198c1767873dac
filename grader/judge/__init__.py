"""The checks' side of the door: pytest, cassettes, expectations and verdicts. The learner's code never runs here,
except when somebody asks for a debugger.
"""
