"""Rasa graph components for Italian."""
