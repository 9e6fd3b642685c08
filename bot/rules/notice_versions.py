"""The versions of the privacy notice: the one that is shown, and all that a stored consent may name."""

NOTICE_VERSION = "2026-2"
"""Version of the privacy notice (the answer ``ask_privacy``); raise it whenever that text changes its meaning."""

KNOWN_VERSIONS = frozenset({"2026-1", NOTICE_VERSION})
"""All versions that were ever shown: a consent to any other is none."""
