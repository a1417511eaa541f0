"""The ledger of points, append-only, and the leaderboards it feeds."""
