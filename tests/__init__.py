"""Tests, and what the bench shares with them; a package, because some packages from PyPI bring a `tests` of their own."""
