"""Pabulib's .pb files: the format in which elections with a budget are published, read and written in full."""
