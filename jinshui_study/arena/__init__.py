"""The quiz arena: one engine whose modes are data."""
