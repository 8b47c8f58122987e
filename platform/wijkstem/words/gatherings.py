"""Gatherings of residents with the municipality, and what a neighbourhood was promised."""

from enum import StrEnum


class GatheringKind(StrEnum):
    """Ways in which the municipality and residents meet."""

    MEETING = "meeting"
    #: Through the neighbourhood, to see what is wrong and what is good (wijkschouw).
    WALK = "walk"
    #: Whoever wants something comes by (spreekuur).
    WALK_IN = "walk_in"
    ROUND_TABLE = "round_table"
    ON_LOCATION = "on_location"
    #: Residents who are received by the council and look on at a meeting (gast van de raad).
    COUNCIL_GUEST = "council_guest"


class GatheringState(StrEnum):
    """Where a gathering is; that it is over, the clock says."""

    ANNOUNCED = "announced"
    CANCELLED = "cancelled"
    REPORTED = "reported"


class ProgrammeState(StrEnum):
    """How far the municipality is with something of a neighbourhood's programme."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
