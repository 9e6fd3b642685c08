"""Custom actions: thin doors from Rasa to the services."""
