"""Fixtures of the stories."""

from tests.support.assistant import seeded_file, trained_model

__all__ = ["seeded_file", "trained_model"]
