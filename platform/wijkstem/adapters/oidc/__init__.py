"""Logging in with an OpenID provider: `setup` says which, `provider` speaks with it, `said` is what it says of somebody."""
