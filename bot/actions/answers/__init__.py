"""Answers to questions, one module per topic."""
