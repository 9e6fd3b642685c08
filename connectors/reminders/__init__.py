"""Reminders go out from here: a worker beside Rasa's server, and the e-mail."""
