"""Outside systems, each behind a small protocol with a fake beside it."""
