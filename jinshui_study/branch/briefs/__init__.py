"""The monthly brief of an organization: what was done, where it stands, what it gets wrong, what is coming."""
