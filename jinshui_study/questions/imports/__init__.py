"""Imports: a dry run that keeps what it found, rows mended on the spot, then one transaction, which can be undone."""
