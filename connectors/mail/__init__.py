"""E-mail: notices, with the calendar file of an appointment; it only goes out."""
