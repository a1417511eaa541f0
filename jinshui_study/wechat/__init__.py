"""WeChat: its servers as few plain calls, logging in by its code, and codes to scan."""
