"""The year's agenda: what residents can be in a decision, and how far a subject is."""

from enum import StrEnum


class ParticipationLevel(StrEnum):
    """The role that residents have in a decision, from hearing of it to deciding along."""

    INFORM = "inform"
    CONSULT = "consult"
    ADVISE = "advise"
    COPRODUCE = "coproduce"
    CODECIDE = "codecide"


class SubjectState(StrEnum):
    """How far a subject of the year's agenda is."""

    COMING = "coming"
    RUNNING = "running"
    DECIDED = "decided"
    DROPPED = "dropped"
