"""The official clients agree: they read from our recordings and our servers what our solutions read.

Where they are not installed (the group `clients` of pyproject.toml) these tests are skipped. Each client runs in a
process of its own, `with_….py`: the engine takes the libraries that they send with away from its own process.
"""
