"""Reading the audit log: searched, exported, and its chain verified."""
