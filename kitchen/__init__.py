"""The kitchen: the practice servers that Order Up's recordings are made from.

`python -m kitchen serve` starts them. Nothing in here knows the grader, and the grader knows nothing of this.
"""
