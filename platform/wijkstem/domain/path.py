"""The one interpreter of every instrument's path: where an initiative may go from here, and going there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wijkstem.domain.explaining import completed, explained, unfit
from wijkstem.domain.terms import Counted, Suspended, counted
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.events.initiatives import StepTaken
from wijkstem.rules.schema import Instrument, Recess
from wijkstem.rules.steps import Outcome, Path, Step
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermState, TermSuspension
from wijkstem.words import Milestone, Need, Taker, Trigger


@dataclass(frozen=True)
class Course:
    """The path that an initiative follows, by the rules of its filing day."""

    instrument: Instrument
    path: Path
    #: The municipality's, for the terms that stop in one.
    recesses: Sequence[Recess] = ()
    #: What officials can begin a refusal with.
    refusal: str = ""

    def step_of(self, initiative: Initiative) -> Step:
        return self.path.step(initiative.step)

    def ways(self, step: Step) -> list[Outcome]:
        """Every way out of a step: those of the path, and passing it on to who it is up to."""
        passing_on = self.path.passing_on(step)
        return [*step.outcomes, passing_on] if passing_on else step.outcomes

    def due_on(self, step: Step, start: date) -> date | None:
        return self.count(step, start).due_on if step.term else None

    def count(self, step: Step, start: date, suspended: Sequence[Suspended] = ()) -> Counted:
        """The term of a step that has one."""
        assert step.term is not None
        rule = self.instrument.terms[step.term]
        return counted(rule, start, suspended=suspended, recesses=self.recesses)


@dataclass(frozen=True)
class Answer:
    """What somebody gives with the outcome they choose."""

    ground: str = ""
    reasons: str = ""
    has_meeting: bool = False


@dataclass(frozen=True)
class Asked:
    """What stands still while the submitter has a question."""

    #: The term of the step that asked, and every time that it stood still; the last of these has no end yet.
    term: RunningTerm
    suspensions: Sequence[TermSuspension]

    def end(self, today: date) -> None:
        """The submitter answered, or the time for that is over."""
        for one in self.suspensions:
            one.back_on = one.back_on or today


@dataclass(frozen=True)
class Taken:
    """A step that was taken: the event, the step entered, the term that runs from now, and what stands still."""

    event: StepTaken
    entered: Step
    term: RunningTerm | None
    suspension: TermSuspension | None = None


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
    ways = course.ways(course.step_of(initiative))
    outcome = next((way for way in ways if way.id == outcome_id), None)
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


def check_answer(outcome: Outcome, answer: Answer, course: Course) -> None:
    """Raises Invalid with an error beside each thing that is not right, or that the outcome needs and lacks."""
    errors: dict[str, FieldError] = {}
    if Need.GROUND in outcome.needs and answer.ground not in {
        g.code for g in course.instrument.grounds
    }:
        errors["ground"] = FieldError("ground_needed", "Kies op welke grond u dit plan weigert.")
    if error := _words_error(answer.reasons, outcome) or completed(answer.reasons, course.refusal):
        errors["reasons"] = error
    if Need.MEETING in outcome.needs and not answer.has_meeting:
        errors["meeting"] = FieldError("meeting_needed", "Kies een vergadering.")
    if errors:
        raise Invalid(errors)


def check_delay(words: str) -> None:
    """Raises Invalid when it does not tell a resident why they wait."""
    error = explained(words)
    if error:
        raise Invalid({"delay": error})


def _words_error(words: str, outcome: Outcome) -> FieldError | None:
    if Need.REASONS not in outcome.needs:
        return unfit(words)
    if outcome.by is Taker.SUBMITTER:
        # An answer to a question may be one word.
        none = FieldError("answer_needed", "Schrijf uw antwoord op.")
        return unfit(words) if words else none
    return explained(words)


def take(
    initiative: Initiative,
    outcome: Outcome,
    course: Course,
    *,
    term: RunningTerm | None,
    today: date,
    taken_by: str,
    ground: str = "",
    asked: Asked | None = None,
) -> Taken:
    """Move an initiative along ``outcome``.

    ``term`` is the one of the step that it leaves; ``asked`` is what stands still when that step is the submitter's.
    """
    left = course.step_of(initiative)
    entered = course.path.step(outcome.to)
    left_seq, since = initiative.step_seq, initiative.step_since
    _enter(initiative, entered, outcome, today)
    if asked is not None:
        asked.end(today)
    new = _next_term(initiative, outcome, course, term, asked, today)
    event = StepTaken(
        initiative_id=initiative.id,
        instrument=initiative.instrument,
        neighbourhood_code=initiative.neighbourhood_code,
        step_seq=left_seq,
        step=left.id,
        outcome=outcome.id,
        means=outcome.means,
        to_step=entered.id,
        taken_on=today,
        taken_by=taken_by,
        ground=ground or None,
        was_due_on=term.due_on if term else None,
        days=_days(term, since, today),
        due_on=new.due_on if new else None,
        public=initiative.public,
        final=entered.final,
    )
    suspension = _suspend(initiative, term, today) if entered.suspends else None
    _leave(term, asked)
    return Taken(event, entered, new, suspension)


def _days(term: RunningTerm | None, since: date, today: date) -> int:
    """How long the step took; one that went on after a question took the days before it as well, not those of it."""
    if term is None or not term.suspended_days:
        return (today - since).days
    return (today - term.started_on).days - term.suspended_days


def _next_term(
    initiative: Initiative,
    outcome: Outcome,
    course: Course,
    term: RunningTerm | None,
    asked: Asked | None,
    today: date,
) -> RunningTerm | None:
    """The term of the step just entered: a new one, or one that goes on."""
    if outcome.means is Milestone.MOVED and term is not None:
        # Another meeting is no reason for another term: whoever waits is not to wait longer by it.
        return _continued(term, initiative, term.due_on)
    if asked is not None and asked.term.step == initiative.step:
        return _resumed(asked, initiative, course)
    return start_term(initiative, course, today)


def _resumed(asked: Asked, initiative: Initiative, course: Course) -> RunningTerm:
    """What was left of a term goes on; one that was over when the question was asked stays over."""
    term = asked.term
    if term.state is TermState.PASSED:
        return _continued(term, initiative, term.due_on)
    stood_still = [Suspended(one.asked_on, one.back_on) for one in asked.suspensions]
    count = course.count(course.step_of(initiative), term.started_on, stood_still)
    resumed = _continued(term, initiative, count.due_on)
    resumed.state, resumed.suspended_days = TermState.RUNNING, count.suspended
    return resumed


def _continued(term: RunningTerm, initiative: Initiative, due_on: date) -> RunningTerm:
    return RunningTerm(
        municipality_id=initiative.municipality_id,
        initiative_id=initiative.id,
        step_seq=initiative.step_seq,
        step=initiative.step,
        started_on=term.started_on,
        due_on=due_on,
        state=term.state,
        began_seq=term.began,
        suspended_days=term.suspended_days,
    )


def _suspend(
    initiative: Initiative, term: RunningTerm | None, today: date
) -> TermSuspension | None:
    """Let the term stand still; there is nothing to stop of one that is over, or that never ran."""
    if term is None or term.state is not TermState.RUNNING:
        return None
    term.state = TermState.SUSPENDED
    return TermSuspension(
        municipality_id=initiative.municipality_id,
        initiative_id=initiative.id,
        asked_seq=initiative.step_seq,
        began_seq=term.began,
        asked_on=today,
    )


def _leave(term: RunningTerm | None, asked: Asked | None) -> None:
    """What ran or stood still for the step that was left is met: it goes on elsewhere, or is over."""
    if term is not None and term.state is TermState.RUNNING:
        term.state = TermState.MET
    if asked is not None and asked.term.state is TermState.SUSPENDED:
        asked.term.state = TermState.MET


def _enter(initiative: Initiative, step: Step, outcome: Outcome, today: date) -> None:
    initiative.step = step.id
    initiative.step_seq += 1
    initiative.step_since = today
    initiative.public = step.public and initiative.hiding_id is None
    if step.final:
        initiative.closed_on = today
        initiative.result = outcome.means


def reopen(initiative: Initiative, step: Step, course: Course, today: date) -> Taken:
    """A refusal was taken back: it is in ``step`` again, where it was refused, and the term begins anew.

    No way of the path leads there: it was an end, and only who looks at it again can undo that.
    """
    left, left_seq, since = initiative.step, initiative.step_seq, initiative.step_since
    initiative.step, initiative.step_seq, initiative.step_since = step.id, left_seq + 1, today
    initiative.public = step.public and initiative.hiding_id is None
    initiative.closed_on, initiative.result = None, None
    term = start_term(initiative, course, today)
    event = StepTaken(
        initiative_id=initiative.id,
        instrument=initiative.instrument,
        neighbourhood_code=initiative.neighbourhood_code,
        step_seq=left_seq,
        step=left,
        outcome=Milestone.REOPENED.value,
        means=Milestone.REOPENED,
        to_step=step.id,
        taken_on=today,
        taken_by=Taker.OFFICIAL.value,
        ground=None,
        was_due_on=None,
        days=(today - since).days,
        due_on=term.due_on if term else None,
        public=initiative.public,
        final=False,
    )
    return Taken(event, step, term)


def can_be_supported_from(step: Step, path: Path) -> bool:
    """Whether residents can give support in ``step``, or in one that may follow."""
    seen: set[str] = set()
    todo = [step.id]
    while todo:
        here = path.step(todo.pop())
        if here.id in seen:
            continue
        if here.collects is not None:
            return True
        seen.add(here.id)
        todo += [outcome.to for outcome in here.outcomes]
    return False
