"""Pure rules: eligibility, slot calendar, Italian dates and words. Imports neither rasa nor SQLAlchemy."""
