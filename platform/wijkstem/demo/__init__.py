"""The demonstration: made-up people and what they do, through the same commands as everybody."""
