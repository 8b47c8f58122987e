"""Groups of opinion in votes on statements, and what all groups agree on; without database or domain.

The method is that of Polis: Small, Björkegren, Erkkilä, Shaw and Megill (2021), "Polis: Scaling Deliberation by Mapping
High Dimensional Opinion Spaces", RECERCA 26(2). `votes.py` → `mapping.py` → `grouping.py` → `weighing.py`, put
together in `finding.py`; `apart.py` runs all of it in a process of its own, so that the libraries take memory there alone.

Where we differ from Polis: everybody is placed anew each time; k-means runs over different rows of answers, each once,
and not over a hundred clusters of people, so that copies of one ballot make no group; groups are looked for in as many
directions as are stronger than chance, at most five, where Polis has two (in two, four groups cannot lie apart), so
there can also be no groups at all; and a group that is too small to show is never made.
"""
