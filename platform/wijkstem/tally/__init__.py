"""The count: numbers in, winners and the reasons out. Pure: no database, no clock, no chance.

`count(election, rule)` gives the same `Result` in whatever order the ballots and plans come.
"""
