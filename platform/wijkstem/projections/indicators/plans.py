"""Counted of plans: how they came in, who supports them, and the steps that they go through."""

from collections.abc import Iterator

from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken, TermPassed
from wijkstem.events.moderation import CaseEscalated
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.projections.indicators.count import Count, Counted, month_of
from wijkstem.words import AgeBand, Milestone

#: What these take is no answer to a resident: the clock's doing, and the resident's own.
_NOT_ANSWERING = {"system", "submitter"}
#: What somebody of the municipality does without answering: it goes on waiting for them, or there was no question.
_NO_ANSWER = frozenset(
    {
        Milestone.MOVED,
        Milestone.DEFERRED,
        Milestone.ASKED,
        Milestone.TO_COUNCIL,
        Milestone.AGREED,
        Milestone.PROGRESSED,
        Milestone.COMPLETED,
        Milestone.CONTINUED,
        Milestone.STOPPED,
        Milestone.EVALUATED,
        Milestone.RETURNED,
        Milestone.REOPENED,
    }
)
#: The ways back from a question to the submitter: until then the term stood still.
_BACK = frozenset({Milestone.SUPPLEMENTED, Milestone.NOT_SUPPLEMENTED})
#: An age band as a figure's value: the youngest age in it. What is counted keeps its meaning when a band is added.
AGES = {
    AgeBand.UNKNOWN: -1,
    AgeBand.UNDER_16: 0,
    AgeBand.FROM_16: 16,
    AgeBand.FROM_18: 18,
    AgeBand.FROM_30: 30,
    AgeBand.FROM_45: 45,
    AgeBand.FROM_65: 65,
}


def submitted(event: InitiativeSubmitted) -> Iterator[Counted]:
    month, place = month_of(event.filed_on), event.neighbourhood_code
    yield Count("submitted", month, event.instrument, place, event.channel), 1
    yield Count(f"act_{event.channel}", month, event.instrument), 1


def signed(event: SignatureGiven) -> Iterator[Counted]:
    yield from _support(event, 1)


def withdrawn(event: SignatureWithdrawn) -> Iterator[Counted]:
    """Of the month in which it was given: support taken back is support that was not given, and a
    year of which more is taken back than given would otherwise fall below nothing."""
    yield from _support(event, -1)


def _support(event: SignatureGiven | SignatureWithdrawn, number: int) -> Iterator[Counted]:
    on = event.signed_on
    if on is None and isinstance(event, SignatureWithdrawn):
        on = event.withdrawn_on
    assert on is not None
    place = event.neighbourhood_code or ""
    measure = f"support_{event.stance}" if event.valid else "support_not_valid"
    key = Count(measure, month_of(on), event.instrument, place, event.channel)
    yield key, number
    yield Count(f"act_{event.channel}", key.month, event.instrument), number
    if measure == "support_for":
        age = AGES.get(AgeBand(event.age_band), -1)
        yield key._replace(measure="support_for_by_age", value=age), number


def step_taken(event: StepTaken) -> Iterator[Counted]:
    month, place = month_of(event.taken_on), event.neighbourhood_code

    def key(measure: str, value: int = 0) -> Count:
        return Count(measure, month, event.instrument, place, value=value)

    yield key(f"milestone_{event.means.value}"), 1
    if event.ground:
        yield key(f"ground_{event.ground}"), 1
        if event.means is Milestone.REFUSED:
            yield key("refused_on")._replace(channel=event.ground), 1
    if event.means in _BACK:
        yield key("suspended_days", max(0, event.days - 1)), 1
    if event.was_due_on is not None and _answers(event):
        in_time = event.taken_on <= event.was_due_on
        yield key("answered_in_time" if in_time else "answered_late"), 1
        yield key("days_to_answer", event.days), 1


def _answers(event: StepTaken) -> bool:
    """Whether somebody of the municipality answered: a move to another meeting is none, nor is a question."""
    return event.taken_by not in _NOT_ANSWERING and event.means not in _NO_ANSWER


def term_passed(event: TermPassed) -> Iterator[Counted]:
    """Of any term; which neighbourhood the plan is about, the event does not tell."""
    yield Count("term_passed", month_of(event.passed_on), event.instrument), 1


def escalated(event: CaseEscalated) -> Iterator[Counted]:
    """Of a term that the municipality itself did not keep."""
    month = month_of(event.escalated_on)
    yield Count("escalated", month, event.instrument, event.neighbourhood_code), 1
