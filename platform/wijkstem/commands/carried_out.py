"""What was carried out comes to its end: done, with what it cost, or stopped with the reason."""

from dataclasses import dataclass
from uuid import UUID

from wijkstem.commands.carrying_out import (
    about,
    found,
    load,
    part_cause,
    parts_of,
    planning_cause,
)
from wijkstem.commands.moderation import WENT_ON, close_cases
from wijkstem.domain import carrying_out as rules
from wijkstem.domain.carrying_out import EndForm
from wijkstem.domain.permissions import may_carry_out, may_operate, require
from wijkstem.events.carrying_out import (
    CarryingOutFinished,
    CarryingOutStopped,
    FinalCostsCorrected,
)
from wijkstem.services import Work
from wijkstem.tables.carrying_out import CarryingOut
from wijkstem.words import CarryingOutState


@dataclass(frozen=True)
class FinishCarryingOut:
    """Everything was done: what came of it, and what it cost. Once more: what it cost is put right."""

    initiative_id: UUID
    revision: int
    form: EndForm


def finish_carrying_out(command: FinishCarryingOut, work: Work) -> None:
    """Raises RuleBroken while a part still has to be done, Conflict and Invalid as others do."""
    require(may_carry_out(work.actor))
    it = load(command.initiative_id, work)
    rules.check_revision(command.revision, it.revision)
    again = it.state is CarryingOutState.DONE
    if not again:
        rules.check_planned(it)
        rules.check_all_settled(parts_of(it, work))
    form = rules.checked_end(command.form)
    before = it.granted_euros, it.spent_euros
    it.state, it.words = CarryingOutState.DONE, form.words
    it.granted_euros, it.spent_euros = form.granted_euros, form.spent_euros
    it.closed_on = it.closed_on or work.today
    it.revision += 1
    it.changed_on = work.today
    work.record(_corrected(it, before, work) if again else _finished(it, work))


def _finished(it: CarryingOut, work: Work) -> CarryingOutFinished:
    return CarryingOutFinished(
        **about(it.initiative_id, work),
        granted_euros=it.granted_euros,
        spent_euros=it.spent_euros,
        days=(work.today - it.begun_on).days,
        finished_on=work.today,
        official_id=work.actor.person_id,
    )


def _corrected(
    it: CarryingOut, before: tuple[int | None, int | None], work: Work
) -> FinalCostsCorrected:
    assert it.closed_on is not None
    return FinalCostsCorrected(
        **about(it.initiative_id, work),
        granted_before=before[0],
        granted_euros=it.granted_euros,
        spent_before=before[1],
        spent_euros=it.spent_euros,
        finished_on=it.closed_on,
        corrected_on=work.today,
        official_id=work.actor.person_id,
    )


@dataclass(frozen=True)
class StopCarryingOut:
    """It does not go on, and why."""

    initiative_id: UUID
    revision: int
    words: str


def stop_carrying_out(command: StopCarryingOut, work: Work) -> None:
    """Raises RuleBroken for what is over, Conflict and Invalid as others do."""
    require(may_carry_out(work.actor))
    it = load(command.initiative_id, work)
    rules.check_goes_on(it)
    rules.check_revision(command.revision, it.revision)
    _stop(it, rules.checked_end(EndForm(command.words)).words, work)


@dataclass(frozen=True)
class EndWithPlan:
    """The plan itself came to an end: what of it still had to be done is not done any more."""

    initiative_id: UUID


def end_with_plan(command: EndWithPlan, work: Work) -> None:
    """What was not carried out, or is over, stays as it is."""
    require(may_operate(work.actor))
    it = found(command.initiative_id, work)
    if it is not None and it.state in {CarryingOutState.PLANNING, CarryingOutState.BUSY}:
        _stop(it, "", work)


def _stop(it: CarryingOut, words: str, work: Work) -> None:
    it.state, it.words, it.closed_on = CarryingOutState.STOPPED, words, work.today
    it.revision += 1
    it.changed_on = work.today
    late = [part_cause(part) for part in parts_of(it, work)]
    close_cases([planning_cause(it.initiative_id), *late], WENT_ON, work)
    work.record(
        CarryingOutStopped(
            **about(it.initiative_id, work),
            stopped_on=work.today,
            official_id=work.actor.person_id,
        )
    )
