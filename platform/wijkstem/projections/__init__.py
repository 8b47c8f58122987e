"""Events folded into read tables: ids and figures, no texts; each can be emptied and built again."""
