"""Members, roles, the organization tree, sessions and tokens."""
