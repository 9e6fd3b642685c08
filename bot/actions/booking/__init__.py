"""Booking, moving and cancelling an appointment."""
