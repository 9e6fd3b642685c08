"""The `orienta` command."""
