"""The processes that follow the log: thin, because what they do stands in reactions and projections."""
