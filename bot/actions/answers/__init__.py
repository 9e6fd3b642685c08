"""Answers to questions, one module a topic."""
