"""The database: models, sessions, migrations and seed."""
