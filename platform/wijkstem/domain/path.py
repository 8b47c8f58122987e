"""The one interpreter of every instrument's path: where an initiative may go from here, and going there."""

from dataclasses import dataclass
from datetime import date

from wijkstem.domain.terms import due_date
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.events.initiatives import StepTaken
from wijkstem.kit.text import has_control_characters
from wijkstem.rules.schema import Instrument, Outcome, Path, Step
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermState
from wijkstem.words import Milestone, Need, Trigger

#: Fewer characters explain nothing.
REASONS_LEAST = 20
#: More nobody reads.
REASONS_MOST = 5000


@dataclass(frozen=True)
class Course:
    """The path that an initiative follows, by the rules of its filing day."""

    instrument: Instrument
    path: Path

    def step_of(self, initiative: Initiative) -> Step:
        return self.path.step(initiative.step)

    def due_on(self, step: Step, start: date) -> date | None:
        return due_date(self.instrument.terms[step.term], start) if step.term else None


@dataclass(frozen=True)
class Answer:
    """What somebody gives with the outcome they choose."""

    ground: str = ""
    reasons: str = ""
    has_meeting: bool = False


@dataclass(frozen=True)
class Taken:
    """A step that was taken: the event, the step entered, and the term that runs from now."""

    event: StepTaken
    entered: Step
    term: RunningTerm | None


def start_term(initiative: Initiative, course: Course, today: date) -> RunningTerm | None:
    """The term of the step that an initiative is in."""
    step = course.step_of(initiative)
    due_on = course.due_on(step, today)
    if due_on is None:
        return None
    return RunningTerm(
        municipality_id=initiative.municipality_id,
        initiative_id=initiative.id,
        step_seq=initiative.step_seq,
        step=step.id,
        started_on=today,
        due_on=due_on,
    )


def outcome_for_person(
    initiative: Initiative, course: Course, outcome_id: str, step_seq: int
) -> Outcome:
    """The outcome that a person asked for.

    Raises:
        Conflict: the initiative moved on after the person's page was made.
        RuleBroken: the step has no such outcome for a person.
    """
    if initiative.step_seq != step_seq:
        now = course.step_of(initiative).name
        raise Conflict(
            "moved_on", "Iemand anders was u voor. Dit plan is nu bij de stap: %(step)s.", step=now
        )
    outcome = course.step_of(initiative).outcome(outcome_id)
    if outcome is None or outcome.by is None:
        raise RuleBroken("no_such_outcome", "Dit kan niet bij de stap waar het plan nu is.")
    return outcome


def outcome_for_trigger(
    initiative: Initiative, course: Course, trigger: Trigger, step_seq: int
) -> Outcome | None:
    """The outcome that the system takes; None when its step waits for a person, however late.

    Raises:
        RuleBroken: the initiative moved on after it was triggered.
    """
    if initiative.step_seq != step_seq:
        raise RuleBroken("moved_on", "Dit plan is al bij een andere stap.")
    return course.step_of(initiative).triggered_by(trigger)


def check_answer(outcome: Outcome, answer: Answer, instrument: Instrument) -> None:
    """Raises Invalid with an error beside each thing that is not right, or that the outcome needs and lacks."""
    errors: dict[str, FieldError] = {}
    if Need.GROUND in outcome.needs and answer.ground not in {g.code for g in instrument.grounds}:
        errors["ground"] = FieldError("ground_needed", "Kies op welke grond u dit plan weigert.")
    if error := _reasons_error(answer.reasons, needed=Need.REASONS in outcome.needs):
        errors["reasons"] = error
    if Need.MEETING in outcome.needs and not answer.has_meeting:
        errors["meeting"] = FieldError("meeting_needed", "Kies een vergadering.")
    if errors:
        raise Invalid(errors)


def _reasons_error(reasons: str, *, needed: bool) -> FieldError | None:
    if needed and len(reasons) < REASONS_LEAST:
        return FieldError(
            "reasons_needed", "Leg in gewone woorden uit waarom. Gebruik minstens 20 tekens."
        )
    if len(reasons) > REASONS_MOST:
        return FieldError(
            "too_long",
            "Uw tekst is te lang: %(length)s tekens. Er mogen er %(most)s in.",
            length=len(reasons),
            most=REASONS_MOST,
        )
    if has_control_characters(reasons):
        return FieldError(
            "control_characters",
            "Er staan tekens in die wij niet kunnen opslaan. Typ de tekst opnieuw.",
        )
    return None


def take(
    initiative: Initiative,
    outcome: Outcome,
    course: Course,
    *,
    term: RunningTerm | None,
    today: date,
    taken_by: str,
    ground: str = "",
) -> Taken:
    """Move an initiative along ``outcome``. ``term`` is the one of the step that it leaves."""
    left = course.step_of(initiative)
    entered = course.path.step(outcome.to)
    runs_on = term if outcome.means is Milestone.MOVED else None
    due_on = runs_on.due_on if runs_on else course.due_on(entered, today)
    event = StepTaken(
        initiative_id=initiative.id,
        instrument=initiative.instrument,
        neighbourhood_code=initiative.neighbourhood_code,
        step_seq=initiative.step_seq,
        step=left.id,
        outcome=outcome.id,
        means=outcome.means,
        to_step=entered.id,
        taken_on=today,
        taken_by=taken_by,
        ground=ground or None,
        was_due_on=term.due_on if term else None,
        days=(today - initiative.step_since).days,
        due_on=due_on,
        public=entered.public,
        final=entered.final,
    )
    _enter(initiative, entered, outcome, today)
    new = _continued(runs_on, initiative) if runs_on else start_term(initiative, course, today)
    if term and term.state is TermState.RUNNING:
        term.state = TermState.MET
    return Taken(event, entered, new)


def _continued(term: RunningTerm, initiative: Initiative) -> RunningTerm:
    """Another meeting is no reason for another term: whoever waits is not to wait longer by it."""
    return RunningTerm(
        municipality_id=initiative.municipality_id,
        initiative_id=initiative.id,
        step_seq=initiative.step_seq,
        step=initiative.step,
        started_on=term.started_on,
        due_on=term.due_on,
        state=term.state,
    )


def _enter(initiative: Initiative, step: Step, outcome: Outcome, today: date) -> None:
    initiative.step = step.id
    initiative.step_seq += 1
    initiative.step_since = today
    initiative.public = step.public
    if step.final:
        initiative.closed_on = today
        initiative.result = outcome.means
