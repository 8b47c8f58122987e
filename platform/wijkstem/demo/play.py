"""One story while it is played: what somebody does for it on a day, given where it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wijkstem.commands.initiatives import Advance, SubmitInitiative, TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.meetings import Sitting, open_sitting
from wijkstem.demo.people import ELSEWHERE
from wijkstem.demo.stories import Story
from wijkstem.domain.decisions import NOT_VOTED, VOTED, VoteForm
from wijkstem.domain.path import Course
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.rules.registry import Rules
from wijkstem.rules.steps import Outcome, Path, Step
from wijkstem.words import Holder, Milestone, Need, Stance, Taker, Trigger

#: Days that each takes before it does something.
PACE = {
    Holder.OFFICIAL: 6,
    Holder.RESIDENTS: 15,
    Holder.CLERK: 8,
    Holder.COLLEGE: 20,
    Holder.SUBMITTER: 20,
    Holder.NEIGHBOURHOOD_COUNCIL: 15,
}
#: Who does what an outcome asks for.
TAKERS = {Taker.OFFICIAL: "ambtenaar-1", Taker.CLERK: "griffie-1"}
_BALLOT = frozenset({Trigger.BALLOT_WON, Trigger.BALLOT_LOST})
#: Made-up parties with their seats; those behind the line do not go along with the rest.
PARTIES = (
    (("Samen voor de Stad", 11), ("Wijkbelang", 9), ("Groen en Sociaal", 7)),
    (("Nieuw Lokaal", 6), ("Vrij en Zuinig", 4)),
)
#: Every so manyth story has a supporter from elsewhere, who does not count.
STRANGER_EVERY = 3


@dataclass(frozen=True)
class Standing:
    """Where an initiative is."""

    step: str
    step_seq: int
    since: date


@dataclass
class Play:
    """A story with what has happened of it so far."""

    turn: int
    story: Story
    course: Course
    crowd: Crowd
    sittings: Sequence[Sitting]
    #: What is said with a step on the way, by its outcome.
    said: Mapping[str, str] = field(default_factory=dict)
    #: Whether a round of the demo decides on it.
    in_round: bool = False
    initiative_id: UUID | None = None
    sitting: Sitting | None = None
    _given: int = 0
    _supporters: list[Actor] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._supporters = self.crowd.supporters(self.turn, self.story.by)

    @property
    def submitter(self) -> Actor:
        return self.crowd.known[self.story.by]

    def filing(self) -> SubmitInitiative:
        """What its submitter does first."""
        story = self.story
        return SubmitInitiative(
            story.instrument, story.title, story.where, story.answers, subject=story.subject
        )

    def support(self, at: Standing, today: date) -> Iterator[tuple[Sign, Actor]]:
        """Who supports it today, and how."""
        step = self.course.path.step(at.step)
        if step.collects is None or self.initiative_id is None:
            return
        total = self._total(step)
        days = min((today - at.since).days, self.story.over)
        for number in range(self._given, total * days // self.story.over):
            self._given += 1
            yield Sign(self.initiative_id, self._stance(number)), self._supporters[number]
            if number == total // 2 and self.turn % STRANGER_EVERY == 0:
                yield Sign(self.initiative_id), self.crowd.known[ELSEWHERE]

    def _total(self, step: Step) -> int:
        support = self.course.instrument.support
        threshold = support.threshold.value if support and support.threshold else 0
        way = next_outcome(self.course.path, step.id, self.story.reaches)
        return threshold if way and way.on is Trigger.THRESHOLD else self.story.support(threshold)

    def _stance(self, number: int) -> Stance:
        """Votes against lie evenly among those for."""
        total, against = sum(self.story.votes), self.story.votes[1]
        if not against:
            return Stance.FOR
        return (
            Stance.AGAINST
            if (number + 1) * against // total > number * against // total
            else Stance.FOR
        )

    def step(self, at: Standing, today: date, now: date) -> tuple[TakeStep | Advance, Actor] | None:
        """The step that somebody takes with it today; ``now`` is the day on which the demo begins."""
        way, words = next_deed(self.course.path, self.story, at)
        if way is None or self.initiative_id is None or not self._is_time(way, at, today):
            return None
        if way.on in _BALLOT:
            if self.in_round:
                return None
            # Of a round that was held elsewhere, before this website was there.
            return Advance(self.initiative_id, way.on, at.step_seq), SYSTEM
        if way.by is None:
            return None
        last = self._is_last(way, at)
        if Need.MEETING in way.needs:
            # What is on an agenda today must be on one to come; what was decided, on one that was.
            self.sitting = open_sitting(self.sittings, today)
            if last and self.sitting.held_on < now:
                self.sitting = next(s for s in self.sittings if s.held_on >= now)
        taken = TakeStep(
            self.initiative_id,
            at.step_seq,
            way.id,
            ground=self.story.ground if last else "",
            reasons=words or (self.story.reasons if last else "") or self.said.get(way.id, ""),
            meeting_id=self.sitting.id if self.sitting else None,
            votes=_voted(way),
        )
        return taken, self._taker(way.by)

    def _is_time(self, way: Outcome, at: Standing, today: date) -> bool:
        holder = self.course.path.step(at.step).holder
        if holder is Holder.COUNCIL:
            return self.sitting is not None and today > self.sitting.held_on
        delay = self.story.delay if self._is_last(way, at) else 0
        return (today - at.since).days >= PACE[holder] + delay

    def _is_last(self, way: Outcome, at: Standing) -> bool:
        if self.story.does:
            return at.step_seq == len(self.story.does)
        return way.to == self.story.reaches

    def _taker(self, taker: Taker) -> Actor:
        return self.submitter if taker is Taker.SUBMITTER else self.crowd.known[TAKERS[taker]]


def course_in(rules: Rules, story: Story) -> Course:
    """The path of a story."""
    return Course(rules.instrument(story.instrument), rules.path(story.instrument))


def next_deed(path: Path, story: Story, at: Standing) -> tuple[Outcome | None, str]:
    """The step that a story takes from here, with what is said; every step that was taken before counts as one."""
    if not story.does:
        return next_outcome(path, at.step, story.reaches), ""
    if at.step_seq > len(story.does):
        return None, ""
    deed = story.does[at.step_seq - 1]
    return path.step(at.step).outcome(deed.outcome), deed.reasons


def next_outcome(path: Path, here: str, goal: str) -> Outcome | None:
    """The first step of the shortest way from ``here`` to ``goal``; None where it has arrived."""
    if here == goal:
        return None
    firsts: dict[str, Outcome] = {}
    for outcome in path.step(
        here
    ).outcomes:  # of ways that are as long, the one that the rules name first
        firsts.setdefault(outcome.to, outcome)
    todo = list(firsts)
    for step_id in todo:
        for outcome in path.step(step_id).outcomes:
            if outcome.to not in firsts:
                firsts[outcome.to] = firsts[step_id]
                todo.append(outcome.to)
    return firsts[goal]


def _voted(way: Outcome) -> VoteForm:
    """How the council voted, where it decides: most parties are for what is adopted, and against what is not."""
    if way.means not in VOTED or way.by is not Taker.CLERK:
        return NOT_VOTED
    pro, con = reversed(PARTIES) if way.means is Milestone.REJECTED else PARTIES
    lines = [f"{party}; {seats}; 0" for party, seats in pro]
    lines += [f"{party}; 0; {seats}" for party, seats in con]
    totals = (str(sum(seats for _, seats in side)) for side in (pro, con))
    return VoteForm("\n".join(lines), *totals)
