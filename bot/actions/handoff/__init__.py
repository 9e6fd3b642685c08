"""Passing the conversation on to an operator, or being called back by one."""
