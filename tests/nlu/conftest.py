"""Fixtures of the tests of understanding: the real model on a real server."""

from tests.support.assistant import seeded_file, trained_model

__all__ = ["seeded_file", "trained_model"]
