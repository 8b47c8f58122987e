"""The append-only log: positions without gaps, readable in order, the outbox of everything that follows."""
