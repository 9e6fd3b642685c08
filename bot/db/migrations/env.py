"""Runs the migrations on the connection that ``bot.db.migrate`` hands over."""

from alembic import context

from bot.db.migrate import make_context_options
from bot.db.models import Base

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("run the migrations through bot.db.migrate (orienta db upgrade)")

context.configure(connection=connection, target_metadata=Base.metadata, **make_context_options())
with context.begin_transaction():
    context.run_migrations()
