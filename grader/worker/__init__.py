"""The learner's side of the door: a process that loads a module and does what the judge asks, and nothing else.

Nothing in here knows a cassette, an expected value or a check.
"""
