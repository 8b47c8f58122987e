"""The way to the council: when it can get there, and which body decides."""

from enum import StrEnum


class Outlook(StrEnum):
    """Whether a request can be decided on within its term, as the calendar stands."""

    IN_TIME = "in_time"
    #: The first meeting that can decide comes after the term.
    TOO_LATE = "too_late"
    #: No meeting that can decide is on the calendar yet.
    NOT_PLANNED = "not_planned"


class Hitch(StrEnum):
    """Why a request has to wait, or cannot be decided on in time."""

    #: A meeting that could have decided does not go on.
    CANCELLED = "cancelled"
    #: One was held, and the request was not on its agenda.
    MISSED = "missed"
    #: Those who decide do not meet.
    RECESS = "recess"
    #: The next meeting is simply too far away.
    GAP = "gap"
    #: Nobody planned one yet.
    NONE_PLANNED = "none_planned"


class RoutedOn(StrEnum):
    """What makes the rules look at who decides on a plan."""

    THRESHOLD = "threshold"
    #: Somebody of the municipality looked at what it is about, what it costs and who may decide.
    ASSESSED = "assessed"
    ADVISED = "advised"
    VOTED = "voted"
    TERM = "term"


class Competence(StrEnum):
    """Whose power it is to decide, by law."""

    COUNCIL = "council"
    COLLEGE = "college"
    #: Another authority's: nobody here may decide.
    ELSEWHERE = "elsewhere"
