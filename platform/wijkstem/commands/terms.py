"""A term that passes is itself something that happens."""

from dataclasses import dataclass
from uuid import UUID

from wijkstem.commands.initiatives import load
from wijkstem.errors import RuleBroken
from wijkstem.events.initiatives import TermPassed
from wijkstem.services import Work
from wijkstem.tables.initiatives import RunningTerm, TermState


@dataclass(frozen=True)
class PassTerm:
    """The clock found a term whose last day is over."""

    initiative_id: UUID
    step_seq: int


def pass_term(command: PassTerm, work: Work) -> None:
    """Raises RuleBroken when the term was met or passed meanwhile, so that a second call does nothing."""
    initiative = load(command.initiative_id, work)
    term = work.session.get(RunningTerm, (work.municipality_id, initiative.id, command.step_seq))
    if term is None or term.state is not TermState.RUNNING or term.due_on >= work.today:
        raise RuleBroken("term_not_running", "Deze termijn loopt niet meer.")
    term.state = TermState.PASSED
    work.record(
        TermPassed(
            initiative_id=initiative.id,
            instrument=initiative.instrument,
            step_seq=term.step_seq,
            step=term.step,
            due_on=term.due_on,
            passed_on=work.today,
        )
    )
