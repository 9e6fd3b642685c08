"""Being told when a course opens: the form that asks for it, and what one has asked for."""
