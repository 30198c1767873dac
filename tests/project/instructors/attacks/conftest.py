"""Nothing in here is a test of ours: these are submissions, and some bring tests and a conftest.py along."""

collect_ignore_glob = ["*"]
