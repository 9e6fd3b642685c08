"""Failures that those who call services must tell a person about."""

from bot.db.session import DatabaseUnavailable

__all__ = ["DatabaseUnavailable"]
