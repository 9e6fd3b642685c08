"""Channels and sites: what carries messages between people and the assistant."""
