"""Fixtures of the tests that start the real assistant."""

from tests.support.assistant import seeded_file, seeded_postgres, trained_model

__all__ = ["seeded_file", "seeded_postgres", "trained_model"]
