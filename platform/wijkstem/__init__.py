"""Wijkstem: participation and citizens' initiatives for Dutch municipalities.

The flow, which is also the folder list:

    resident -> web -> command -> domain rule -> row + event      one transaction
                                                   |
                                               event log          append-only; it is the outbox
                                                   |
        workers: projections (read tables), reactions (follow-up commands, messages), deliveries
                                                   |
    resident <- web <- queries <- projections joined with tables for texts
"""

__version__ = "0.3.0.dev0"
