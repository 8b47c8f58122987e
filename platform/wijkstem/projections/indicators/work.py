"""Counted of carrying out: what was planned and done in time, and what it cost against what was given."""

from collections.abc import Iterator

from wijkstem.events.carrying_out import (
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    FinalCostsCorrected,
    WorkPartUpdated,
)
from wijkstem.projections.indicators.count import Count, Counted, month_of


def planned(event: CarryingOutPlanned) -> Iterator[Counted]:
    late = event.was_due_on is not None and event.planned_on > event.was_due_on
    measure = "work_planned_late" if late else "work_planned_in_time"
    month = month_of(event.planned_on)
    yield Count(measure, month, event.instrument, event.neighbourhood_code), 1


def part(event: WorkPartUpdated) -> Iterator[Counted]:
    """In the month in which it was done; what turns out not to be done leaves it again."""
    plan = event.instrument, event.neighbourhood_code
    before, now = (event.done_before, event.due_before), (event.done_on, event.due_on)
    for sign, (done_on, due_on) in ((-1, before), (1, now)):
        if done_on is not None:
            measure = "work_in_time" if done_on <= due_on else "work_late"
            yield Count(measure, month_of(done_on), *plan), sign
    if event.due_on > event.due_before:
        yield Count("work_moved", month_of(event.updated_on), *plan), 1


def finished(event: CarryingOutFinished) -> Iterator[Counted]:
    month, plan = month_of(event.finished_on), (event.instrument, event.neighbourhood_code)
    yield Count("carried_out", month, *plan), 1
    yield Count("days_to_carry_out", month, *plan, value=event.days), 1
    yield from _costs(event, event.spent_euros, event.granted_euros, 1)


def corrected(event: FinalCostsCorrected) -> Iterator[Counted]:
    yield from _costs(event, event.spent_before, event.granted_before, -1)
    yield from _costs(event, event.spent_euros, event.granted_euros, 1)


def stopped(event: CarryingOutStopped) -> Iterator[Counted]:
    month = month_of(event.stopped_on)
    yield Count("carrying_out_stopped", month, event.instrument, event.neighbourhood_code), 1


def _costs(
    event: CarryingOutFinished | FinalCostsCorrected, cost: int | None, given: int | None, sign: int
) -> Iterator[Counted]:
    """In the month in which it was finished, however late they are put right."""
    if cost is None:
        return
    month, plan = month_of(event.finished_on), (event.instrument, event.neighbourhood_code)
    yield Count("final_costs", month, *plan), sign * cost
    if given:
        # Only of plans of which both are known the two can be compared.
        yield Count("final_costs_known", month, *plan), sign * cost
        yield Count("granted_known", month, *plan), sign * given
