"""What every request passes: one transaction, idempotency, paging, limits, problem+json."""
