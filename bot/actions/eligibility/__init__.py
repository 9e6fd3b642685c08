"""Checking who may attend a course."""
