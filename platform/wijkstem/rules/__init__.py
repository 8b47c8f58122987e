"""Each municipality's rules as data: TOML that officials can read, and the schema that checks it."""
