"""Counted of what residents did together: they met, voted on money, or said how something went."""

from collections.abc import Iterator

from wijkstem.events.counting import ResultPublished
from wijkstem.events.evaluations import EvaluationGiven
from wijkstem.events.gatherings import GatheringReported
from wijkstem.events.vote_questions import VoteAnswered
from wijkstem.projections.indicators.count import Count, Counted, month_of
from wijkstem.words import GatheringKind


def gathered(event: GatheringReported) -> Iterator[Counted]:
    """Counted once it was held, in the month of its day; a report that is put right moves the attendance only."""
    month, place = month_of(event.held_on), event.neighbourhood_code or ""
    came = event.came - (event.came_before or 0)
    if event.kind == GatheringKind.COUNCIL_GUEST:
        # They look on at the council; they are not asked anything.
        yield Count("council_guests", month, "", place, event.kind), came
        return
    if event.came_before is None:
        yield Count("gathering_held", month, "", place, event.kind), 1
    yield Count("gathering_came", month, "", place, event.kind), came


def evaluated(event: EvaluationGiven) -> Iterator[Counted]:
    month, place = month_of(event.given_on), event.neighbourhood_code
    yield Count(f"evaluation_{event.smiley}", month, event.instrument, place), 1


def voted(event: ResultPublished) -> Iterator[Counted]:
    """Of a budget round, in the month in which its result was made known."""
    figures = {"ballot_on_roll": event.on_roll, "ballot_voters": event.voters}
    figures |= {"ballot_served": event.served, "ballot_euros": event.given}
    if event.inhabitants:
        # Of rounds of which it is known for how many people they are.
        figures |= {"ballot_inhabitants": event.inhabitants, "ballot_euros_known": event.given}
    for measure, number in figures.items():
        yield Count(measure, month_of(event.published_on), event.instrument), number


def answered(event: VoteAnswered) -> Iterator[Counted]:
    """Of a vote on a question, in the month in which its result was made known."""
    for measure, number in (
        ("question_electorate", event.electorate),
        ("question_voters", event.voters),
    ):
        yield Count(measure, month_of(event.answered_on)), number
