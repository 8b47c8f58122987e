"""What is allowed and what follows from it: rows in, changed rows and events out; no input or output."""
