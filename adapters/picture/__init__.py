"""Pictures for people: shapes from the core, painted as PNG."""
