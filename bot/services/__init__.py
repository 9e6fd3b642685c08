"""Use cases, one function each: they apply the core rules in one database transaction."""
