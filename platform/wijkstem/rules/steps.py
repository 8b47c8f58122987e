"""The shape of a path: the steps of an instrument, run by one interpreter (`domain/path.py`).

A file is ``paden/<path>.toml``, shared by the municipalities that follow it.
"""

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from wijkstem.rules.schema import Id, Part, Text, twice
from wijkstem.words import Collects, Effect, Holder, Milestone, Need, Taker, Trigger

#: What is decided with these is not undone by going on in another plan.
_DECIDES = frozenset(
    {
        Milestone.ADOPTED,
        Milestone.PARTLY_ADOPTED,
        Milestone.REJECTED,
        Milestone.NOTED,
        Milestone.GRANTED,
        Milestone.PARTLY_GRANTED,
        Milestone.AGREED,
        Milestone.VOTE_CLOSED,
        Milestone.CHOSEN,
        Milestone.NOT_CHOSEN,
    }
)
#: Whoever can stay away for good: a submitter whose account is erased, a council that a neighbourhood does not have.
_MAY_STAY_AWAY = frozenset({Taker.SUBMITTER, Taker.NEIGHBOURHOOD_COUNCIL})
#: What may never happen: a council says nothing, a round is stopped, a meeting goes on.
_MAY_NOT_COME = frozenset(
    {Trigger.ADVICE, Trigger.BALLOT_WON, Trigger.BALLOT_LOST, Trigger.MEETING_CANCELLED}
)
#: What each end of a ballot means.
_BALLOT = {Trigger.BALLOT_WON: Milestone.CHOSEN, Trigger.BALLOT_LOST: Milestone.NOT_CHOSEN}


class Outcome(Part):
    """A way out of a step: taken by a person (``by``) or by the system (``on``)."""

    id: Id
    name: Text
    to: Id
    means: Milestone
    by: Taker | None = None
    on: Trigger | None = None
    needs: list[Need] = []
    #: What its words are about, as a question to who takes it; None: why.
    words: Text | None = None

    @property
    def sure(self) -> bool:
        """Whether there is always somebody who can take it: the municipality, its residents, or the clock."""
        if self.by is not None:
            return self.by not in _MAY_STAY_AWAY
        return self.on not in _MAY_NOT_COME

    @model_validator(mode="after")
    def _somebody_takes_it(self) -> Self:
        if (self.by is None) == (self.on is None):
            raise ValueError(f"outcome {self.id!r} needs either by (a person) or on (a trigger)")
        if self.on is not None and self.needs:
            needs = ", ".join(self.needs)
            raise ValueError(
                f"outcome {self.id!r} is taken by the system, which cannot give {needs}"
            )
        if self.words is not None and Need.REASONS not in self.needs:
            raise ValueError(f"outcome {self.id!r} asks for words that it does not need")
        return self


class Step(Part):
    """A place on the path: who has it, how long, what may be given here, and the ways out."""

    id: Id
    name: Text
    #: What the resident reads: what is happening now.
    explanation: Text
    holder: Holder
    public: bool
    term: Id | None = None
    collects: Collects | None = None
    effect: Effect | None = None
    #: The submitter has a question: the term of the step that asked stands still until the initiative is back there.
    suspends: bool = False
    outcomes: list[Outcome] = []

    @property
    def final(self) -> bool:
        """Whether the path ends here."""
        return not self.outcomes

    @property
    def waits_for_submitter(self) -> bool:
        """Whether the submitter must do something before the term is over."""
        return self.holder is Holder.SUBMITTER and self.triggered_by(Trigger.TERM) is not None

    def outcome(self, outcome_id: str) -> Outcome | None:
        return next((o for o in self.outcomes if o.id == outcome_id), None)

    def triggered_by(self, trigger: Trigger) -> Outcome | None:
        return next((o for o in self.outcomes if o.on is trigger), None)


def merged_step(*, public: bool) -> Step:
    """Where any plan ends that goes on in another. No file lists it: it follows from consent and from no rule."""
    return _MERGED[public]


def _end(step_id: str, name: Text, explanation: Text) -> dict[bool, Step]:
    """An end of every path: of a plan that is public, and of one that nobody else saw yet."""
    return {
        public: Step(
            id=step_id if public else f"{step_id}_unseen",
            name=name,
            explanation=explanation,
            holder=Holder.NOBODY,
            public=public,
        )
        for public in (True, False)
    }


_MERGED = _end(
    "merged",
    Text(nl="Verder in een ander plan", en="Goes on in another plan"),
    Text(
        nl="De indieners gaan samen verder met één plan. Dit plan is daarom klaar.",
        en="The submitters go on together with one plan. So this plan is done.",
    ),
)
_PASSED_ON = _end(
    "passed_on",
    Text(nl="Doorgestuurd", en="Passed on"),
    Text(
        nl="De gemeente gaat hier niet over en heeft het plan doorgestuurd. U leest naar wie.",
        en="This is not up to the municipality, which has passed the plan on. You can read to whom.",
    ),
)
#: Ends of every path, which no file lists.
_OWN = (*_MERGED.values(), *_PASSED_ON.values())
#: What is for another body is passed on to it, and who asked is told (Awb 2:3), on every path.
PASS_ON = {
    public: Outcome(
        id="pass_on",
        name=Text(
            nl="Doorsturen naar een andere organisatie", en="Pass on to another organisation"
        ),
        to=end.id,
        means=Milestone.FORWARDED,
        by=Taker.OFFICIAL,
        needs=[Need.REASONS],
        words=Text(
            nl="Naar wie stuurt u het door, en waarom?", en="To whom do you pass it on, and why?"
        ),
    )
    for public, end in _PASSED_ON.items()
}


class Path(Part):
    """The steps of an instrument, run by one interpreter (`domain/path.py`)."""

    id: Id
    start: Id
    steps: list[Step] = Field(min_length=1)

    def step(self, step_id: str) -> Step:
        return next(step for step in (*self.steps, *_OWN) if step.id == step_id)

    def passing_on(self, step: Step) -> Outcome | None:
        """The way to who it is up to, while an official looks at it; None where the path has a way of its own."""
        has_own = any(o.means is Milestone.FORWARDED for one in self.steps for o in one.outcomes)
        looks = step.holder is Holder.OFFICIAL and not step.final
        if has_own or not looks or step.id not in self.before_decision():
            return None
        return PASS_ON[step.public]

    def before_decision(self) -> frozenset[str]:
        """The steps that can be reached before anything was decided."""
        seen, todo = set[str](), [self.start]
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += [o.to for o in self.step(here).outcomes if o.means not in _DECIDES]
        return frozenset(seen)

    def ahead(self, here: Step) -> list[Step]:
        """The steps to come when all goes well: of each the first way out, as the rules list them, that goes on."""
        seen, line = {here.id}, list[Step]()
        while here.outcomes:
            new = (o.to for o in here.outcomes if o.to not in seen)
            to = next(new, None)
            if to is None or self.step(to).final:
                break
            here = self.step(to)
            seen.add(to)
            line.append(here)
        return line

    @model_validator(mode="after")
    def _walkable(self) -> Self:
        ids = [step.id for step in self.steps]
        problems = [f"step {i!r} stands twice" for i in twice(ids)]
        kept = sorted({step.id for step in _OWN} & set(ids))
        problems += [f"step {i!r} is the platform's own" for i in kept]
        if self.start not in ids:
            problems.append(f"start {self.start!r} is not a step")
        for step in self.steps:
            problems += _step_problems(step, set(ids))
        problems += [f"step {i!r} cannot be reached" for i in sorted(set(ids) - self._reached())]
        problems += self._suspending()
        if not any(step.final for step in self.steps):
            problems.append("no step ends the path")
        endless = self._endless(self._ways(sure=False))
        problems += [f"step {i!r} cannot come to an end" for i in sorted(endless)]
        problems += [
            f"step {i!r} ends only if somebody comes who may stay away: give it a term or an official's way out"
            for i in sorted(self._endless(self._ways(sure=True)) - endless)
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _suspending(self) -> list[str]:
        """A step that suspends goes back to every step that asks, and on to none but an end."""
        problems = []
        for step in (step for step in self.steps if step.suspends):
            asking = {s.id for s in self.steps if any(o.to == step.id for o in s.outcomes)}
            back = {o.to for o in step.outcomes} - {s.id for s in self.steps if s.final}
            if len(asking) != 1 or back != asking:
                said = f"asked by {sorted(asking)}, goes back to {sorted(back)}"
                problems.append(
                    f"step {step.id!r} suspends the term of one step, to which it goes back: {said}"
                )
        return problems

    def _reached(self) -> set[str]:
        ways = self._ways(sure=False)
        reached: set[str] = set()
        todo = {self.start}
        while todo:
            here = todo.pop()
            reached.add(here)
            todo |= ways.get(here, set()) - reached
        return reached

    def _ways(self, *, sure: bool) -> dict[str, set[str]]:
        """Where each step leads, whoever comes, or by what can be counted on alone."""
        return {step.id: {o.to for o in step.outcomes if o.sure or not sure} for step in self.steps}

    def _endless(self, ways: Mapping[str, set[str]]) -> set[str]:
        ending = {step.id for step in self.steps if step.final}
        while more := {here for here, to in ways.items() if to & ending} - ending:
            ending |= more
        return ways.keys() - ending


def _step_problems(step: Step, ids: set[str]) -> list[str]:
    problems = [
        f"outcome {o.id!r} of step {step.id!r} leads to {o.to!r}, which is not a step"
        for o in step.outcomes
        if o.to not in ids
    ]
    problems += [
        f"outcome {i!r} of step {step.id!r} stands twice"
        for i in twice(o.id for o in step.outcomes)
    ]
    triggers = [o.on for o in step.outcomes if o.on is not None]
    if len(triggers) != len(set(triggers)):
        problems.append(f"step {step.id!r} has two outcomes for one trigger")
    if Trigger.TERM in triggers and step.term is None:
        problems.append(f"step {step.id!r} has an outcome for a passed term and no term")
    if Trigger.THRESHOLD in triggers and step.collects is None:
        problems.append(f"step {step.id!r} waits for a threshold and collects nothing")
    if Trigger.ADVICE in triggers and step.holder is not Holder.NEIGHBOURHOOD_COUNCIL:
        problems.append(f"step {step.id!r} waits for advice and is not the neighbourhood council's")
    problems += _ballot_problems(step)
    if step.final and (step.term or step.collects):
        problems.append(
            f"step {step.id!r} ends the path and so can have no term and collect nothing"
        )
    return problems


def _ballot_problems(step: Step) -> list[str]:
    """A plan that can win can lose, and whoever chooses between plans are residents."""
    ends = {o.on: o.means for o in step.outcomes if o.on in _BALLOT}
    if not ends:
        return []
    problems = []
    if step.holder is not Holder.RESIDENTS:
        problems.append(f"step {step.id!r} waits for a ballot and is not the residents'")
    if ends != _BALLOT:
        problems.append(
            f"step {step.id!r} waits for a ballot: ballot_won means chosen and ballot_lost not_chosen"
        )
    return problems
