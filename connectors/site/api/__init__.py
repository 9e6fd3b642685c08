"""The read-only API at /api/v1."""
