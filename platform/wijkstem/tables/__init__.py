"""The rows of the write side: what commands change, texts included. Projections keep their own tables."""
