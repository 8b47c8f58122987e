"""The questions that pages ask: read tables joined with texts, answered in frozen rows; never a write."""
