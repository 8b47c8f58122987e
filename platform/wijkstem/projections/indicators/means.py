"""Counted of means: how many were opened and of which kind, what people said in them, and what was done with it."""

from collections.abc import Iterator

from wijkstem.events.comments import CommentGiven, CommentWithdrawn
from wijkstem.events.dialogue import StatementProposed
from wijkstem.events.discussion import ContributionMade
from wijkstem.events.means import MeansAccounted, MeansAnnounced
from wijkstem.events.outcomes import OutcomeDecided
from wijkstem.projections.indicators.count import Count, Counted, month_of


def announced(event: MeansAnnounced) -> Iterator[Counted]:
    """Of the month in which everybody could read it."""
    month = month_of(event.announced_on)
    yield Count("means_opened", month), 1
    yield Count(f"means_opened_{event.kind}", month), 1


def accounted(event: MeansAccounted) -> Iterator[Counted]:
    name = "means_accounted_in_time" if event.in_time else "means_accounted_late"
    yield Count(name, month_of(event.accounted_on)), 1


def contributed(event: ContributionMade) -> Iterator[Counted]:
    """What the municipality says in a discussion is no contribution of residents."""
    if not event.official:
        yield Count("means_contributions", month_of(event.said_on)), 1


def commented(event: CommentGiven) -> Iterator[Counted]:
    yield Count("means_contributions", month_of(event.given_on)), 1


def comment_withdrawn(event: CommentWithdrawn) -> Iterator[Counted]:
    """Of the month in which it was given, so that a month never falls below nothing."""
    yield Count("means_contributions", month_of(event.given_on)), -1


def proposed(event: StatementProposed) -> Iterator[Counted]:
    yield Count("means_contributions", month_of(event.proposed_on)), 1


def decided(event: OutcomeDecided) -> Iterator[Counted]:
    yield Count(f"outcome_{event.ruling}", month_of(event.recorded_on)), 1
