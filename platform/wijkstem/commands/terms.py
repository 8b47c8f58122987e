"""A term that passes is itself something that happens."""

from dataclasses import dataclass
from uuid import UUID

from wijkstem.commands.escalating import escalate
from wijkstem.commands.initiatives import course_of, load
from wijkstem.commands.moderation import close_case, overdue_cause
from wijkstem.domain.path import check_delay
from wijkstem.domain.permissions import may_clerk, may_triage, require
from wijkstem.errors import Conflict, RuleBroken
from wijkstem.events.initiatives import DelayExplained, TermPassed
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.initiatives import DelayNote, RunningTerm, TermState


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
    escalate(initiative, course_of(initiative, work), term, work)


@dataclass(frozen=True)
class ExplainDelay:
    """Somebody of the municipality says why a step takes longer; ``step_seq`` is the one that their page showed."""

    initiative_id: UUID
    step_seq: int
    words: str


def explain_delay(command: ExplainDelay, work: Work) -> None:
    """Raises Invalid for words that explain nothing, Conflict when it moved on, RuleBroken when it is not late."""
    require(may_triage(work.actor) or may_clerk(work.actor))
    initiative = load(command.initiative_id, work)
    if initiative.step_seq != command.step_seq:
        raise Conflict("moved_on_now", "Dit plan is net naar de volgende stap gegaan.")
    term = work.session.get(RunningTerm, (work.municipality_id, initiative.id, command.step_seq))
    if term is None or term.due_on >= work.today:
        raise RuleBroken("not_late", "Dit plan is niet te laat. Er valt niets uit te leggen.")
    words = clean(command.words)
    check_delay(words)
    note = {
        "municipality_id": work.municipality_id,
        "initiative_id": initiative.id,
        "step_seq": command.step_seq,
        "words": words,
        "said_on": work.today,
        "said_by": work.actor.person_id,
    }
    close_case(overdue_cause(initiative.id, command.step_seq), "explained", work)
    said = ("words", "said_on", "said_by")
    upsert(work.connection, table_of(DelayNote), [note], replace=said)
    work.record(
        DelayExplained(
            initiative_id=initiative.id,
            instrument=initiative.instrument,
            neighbourhood_code=initiative.neighbourhood_code,
            step_seq=command.step_seq,
            step=initiative.step,
            explained_on=work.today,
        )
    )
