"""Orienta Lecco: the assistant of the territorial pact for skills, guidance and work in the province of Lecco."""
