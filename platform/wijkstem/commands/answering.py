"""What the municipality does with advice, and what the clock sees: a term that is nearly over, an answer that is late."""

from dataclasses import dataclass
from uuid import UUID

from wijkstem.commands.initiatives import load
from wijkstem.domain import advice as rule
from wijkstem.domain.permissions import may_triage, require, require_login
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.events.advice import AdviceAnswerLate, AdviceNearlyDue
from wijkstem.events.base import Event
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.advice import AdviceState, NeighbourhoodAdvice
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Heeded


@dataclass(frozen=True)
class AnswerAdvice:
    """An official says what the municipality does with an advice."""

    advice_id: UUID
    heeded: Heeded
    words: str = ""


def answer_advice(command: AnswerAdvice, work: Work) -> None:
    """Raises NotAllowed, Conflict when a colleague was first, Invalid for departing without reasons."""
    require(may_triage(work.actor))
    by = require_login(work.actor)
    advice, initiative = _locked(command.advice_id, work)
    event = rule.answer(
        advice, initiative, command.heeded, clean(command.words), today=work.today, by=by
    )
    work.record(event)


@dataclass(frozen=True)
class LookAtAdvice:
    """The clock found an advice whose day has come."""

    advice_id: UUID


def look_at_advice(command: LookAtAdvice, work: Work) -> None:
    """Raises RuleBroken when there is nothing to see (any more), so that a second call does nothing."""
    advice, initiative = _locked(command.advice_id, work)
    if advice.look_on is None or advice.look_on > work.today:
        raise RuleBroken("nothing_to_see", "Er is niets te doen.")
    advice.look_on = None
    work.record(_seen(advice, initiative, work))


def _seen(advice: NeighbourhoodAdvice, initiative: Initiative, work: Work) -> Event:
    if advice.state is AdviceState.OPEN:
        assert advice.due_on is not None  # without one there is no day to remind on
        return AdviceNearlyDue(
            advice_id=advice.id, initiative_id=initiative.id, due_on=advice.due_on
        )
    assert advice.answer_due_on is not None
    return AdviceAnswerLate(
        advice_id=advice.id,
        initiative_id=initiative.id,
        instrument=initiative.instrument,
        neighbourhood_code=advice.neighbourhood_code,
        due_on=advice.answer_due_on,
        passed_on=work.today,
    )


def _locked(advice_id: UUID, work: Work) -> tuple[NeighbourhoodAdvice, Initiative]:
    found = work.session.get(NeighbourhoodAdvice, (work.municipality_id, advice_id))
    if found is None:
        raise NotFound("unknown_advice", "Dit advies bestaat niet.")
    initiative = load(found.initiative_id, work)
    work.session.refresh(found)
    return found, initiative
