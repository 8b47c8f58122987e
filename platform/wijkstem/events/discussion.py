"""Discussions: what was contributed, changed, supported, reported and judged, and what a moderator decided. No words."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class ContributionMade(Event):
    """Somebody said something, or replied to what was said."""

    type = "contribution.made.v1"

    contribution_id: UUID
    means_id: UUID
    number: int
    depth: int
    #: What it replies to.
    to_id: UUID | None
    stance: Code | None
    #: Said for the municipality.
    official: bool
    #: By an account that was new.
    newcomer: bool
    person_id: UUID
    said_on: date


class ContributionChanged(Event):
    """Its words are otherwise; the earlier ones can still be read."""

    type = "contribution.changed.v1"

    contribution_id: UUID
    means_id: UUID
    revision: int
    changed_on: date


class ContributionSupported(Event):
    """Somebody supports it."""

    type = "contribution.supported.v1"

    contribution_id: UUID
    means_id: UUID
    person_id: UUID
    supported_on: date


class ContributionSupportTakenBack(Event):
    """Somebody supports it no more."""

    type = "contribution.support_taken_back.v1"

    contribution_id: UUID
    means_id: UUID
    person_id: UUID
    supported_on: date
    taken_back_on: date


class ContributionReported(Event):
    """Somebody says that it should not be there."""

    type = "contribution.reported.v1"

    report_id: UUID
    contribution_id: UUID
    case_id: UUID
    reason: Code
    reporter_id: UUID | None


class ContributionJudged(Event):
    """An official looked at it: it stays, it is hidden, or it can be read again."""

    type = "contribution.judged.v1"

    contribution_id: UUID
    case_id: UUID
    decision_id: UUID
    verdict: Code
    ground: Code | None
    judged_on: date
    by: UUID | None


class DiscussionModerated(Event):
    """A moderator made it slow or quick, closed it or opened it again."""

    type = "discussion.moderated.v1"

    means_id: UUID
    revision: int
    slow_minutes: int
    closed: bool
    moderated_on: date
    by: UUID | None
