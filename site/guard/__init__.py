"""What stands at the border: request limits, idempotency keys, uploads, access rules."""
