"""Complaints, objections and appeals, as the municipality's own register counts them: numbers, and never whose."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Event
from wijkstem.words.sources import GrievanceKind, GrievanceOutcome


class GrievancesTaken(Event):
    """Part of a file; it counts when the whole file does (`FileTaken`)."""

    type = "grievances.taken.v1"

    file_id: UUID
    lines: tuple[int, ...]
    kinds: tuple[GrievanceKind, ...]
    periods_from: tuple[date, ...]
    periods_to: tuple[date, ...]
    outcomes: tuple[GrievanceOutcome, ...]
    numbers: tuple[int, ...]
    #: How many of them were settled within the term; None: the register does not tell.
    in_time: tuple[int | None, ...]
